"""Stand-ins for the servers of samples/shop/haproxy.cfg: HTTP that takes the time it is told, and just enough of MySQL
and Redis for HAProxy's protocol checks to find them up."""

import asyncio

HTTP_PORTS = (18101, 18102, 18103, 18109, 18111, 18112, 18121, 18122, 18131, 18132)
MYSQL_PORTS = (13311, 13312)
REDIS_PORTS = (16381, 16382)


def status_of(path):
    if path.startswith("/missing/"):
        return "404 Not Found"
    return "500 Internal Server Error" if path == "/item/broken" else "200 OK"


async def http(reader, writer):
    """X-Work says how many microseconds the answer takes, X-Size how long its body is."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
            await reader.readexactly(int(headers.get("content-length", 0)))
            await asyncio.sleep(int(headers.get("x-work", 0)) / 1e6)
            body = b"x" * int(headers.get("x-size", 0))
            status = status_of(first.split(" ")[1])
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def mysql_packet(number, payload):
    return len(payload).to_bytes(3, "little") + bytes([number]) + payload


async def mysql(reader, writer):
    greeting = b"\x0a" + b"8.0.36\0" + (1).to_bytes(4, "little") + b"12345678\0" + b"\xff\xf7\x21\x02\0\x08\0\x15" + b"\0" * 10
    try:
        writer.write(mysql_packet(0, greeting + b"123456789012\0"))
        await reader.readexactly(5)
        writer.write(mysql_packet(2, b"\0\0\0\x02\0\0\0"))
        await writer.drain()
        await reader.read()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def redis(reader, writer):
    replication = b"# Replication\r\nrole:master\r\n"
    answers = {b"PING": b"+PONG\r\n", b"QUIT": b"+OK\r\n"}
    answers[b"info replication"] = b"$%d\r\n%s\r\n" % (len(replication), replication)
    try:
        while line := await reader.readline():
            writer.write(answers.get(line.strip(), b"-ERR unknown command\r\n"))
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def start_all():
    servers = []
    for ports, handler in ((HTTP_PORTS, http), (MYSQL_PORTS, mysql), (REDIS_PORTS, redis)):
        for port in ports:
            servers.append(await asyncio.start_server(handler, "127.0.0.1", port))
    return servers
