"""Plays a load-balancing case on a real HAProxy, on loopback, and says who served what.

The servers of the case are asyncio listeners on the addresses that its configuration names; a request that the case holds
is answered at its release. A step is over when its request was answered, has reached a server that holds it, or stands in
a queue (the statistics socket tells). Every wait is bounded.
"""
import asyncio
import os
import re
import tempfile

PROXY = ("127.0.0.1", 18080)
STEP_LIMIT = 12.0  # seconds that one step may take at most


def servers_of(config):
    """{"backend/server": (address, port)} of a configuration."""
    found, backend = {}, None
    for line in config.splitlines():
        words = line.split()
        if words and words[0] in ("frontend", "backend", "listen"):
            backend = words[1]
        if words and words[0] == "server":
            address, port = words[2].rsplit(":", 1)
            found[f"{backend}/{words[1]}"] = (address, int(port))
        if words and words[0] == "server-template":  # its servers have one address: one of them stands for all
            address, port = words[3].rsplit(":", 1)
            found[f"{backend}/{words[1]}1"] = (address, int(port))
    return found


class Request:
    def __init__(self, step):
        self.step = step
        self.held = step.get("hold", False)
        self.server = None  # the one that has it
        self.status = None
        self.lb = None  # what the proxy says: "backend/server"
        self.release = asyncio.Event()
        self.done = False


class Server:
    """One server of the case: listens, answers, can be stopped."""

    def __init__(self, player, name, address):
        self.player, self.name, self.address = player, name, address
        self.listener = None

    async def start(self):
        self.listener = await asyncio.start_server(self.serve, *self.address, reuse_address=True)

    async def stop(self):
        if self.listener:
            self.listener.close()
            await self.listener.wait_closed()
            self.listener = None

    async def serve(self, reader, writer):
        try:
            request = await (self.receive_tcp(reader) if self.player.case.get("tcp") else self.receive_http(reader))
            if request is None:
                return
            request.server = self.name
            if request.held:
                await request.release.wait()
            reply = self.player.case.get("replies", {}).get(self.name, 200)
            if reply == "close":
                return
            writer.write(b"ok\r\n" if self.player.case.get("tcp") else self.response(request, reply))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def receive_http(self, reader):
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
        if length:
            await reader.readexactly(int(length.group(1)))
        number = re.search(rb"\r\nx-case-id: *(\d+)", head, re.I)
        return self.player.requests[int(number.group(1))] if number else None

    async def receive_tcp(self, reader):
        return self.player.latest if await reader.read(1) else None

    @staticmethod
    def response(request, status):
        cookie = request.step.get("response_cookie")
        head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n"
        if cookie:
            head += f"Set-Cookie: {cookie}\r\n"
        return (head + "\r\n").encode()


class Player:
    def __init__(self, case, haproxy, pace):
        self.case, self.haproxy, self.pace = case, haproxy, pace
        self.requests, self.latest, self.tasks = {}, None, []
        self.servers = {name: Server(self, name, at) for name, at in servers_of(case["config"]).items()}
        self.socket = None

    async def command(self, text):
        reader, writer = await asyncio.open_unix_connection(self.socket)
        writer.write(text.encode() + b"\n")
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return answer.decode()

    async def waiting(self):
        """Requests that stand in queues."""
        rows = [row.split(",") for row in (await self.command("show stat")).splitlines() if row]
        queued = rows[0].index("qcur")
        return sum(int(row[queued] or 0) for row in rows[1:])

    async def settled(self):
        """Is every request answered, held by a server, or in a queue? If not, one is on its way, or tries again."""
        on_their_way = [r for r in self.requests.values() if not r.done and not (r.server and r.held)]
        return not on_their_way or len(on_their_way) <= await self.waiting()

    async def send(self, request):
        """The client: one connection, PROXY protocol, one request, the answer's head."""
        step = request.step
        try:
            reader, writer = await asyncio.open_connection(*PROXY)
            family = "TCP6" if ":" in step["src"] else "TCP4"
            target = "::1" if family == "TCP6" else "127.0.0.1"
            writer.write(f"PROXY {family} {step['src']} {target} 40000 18080\r\n".encode())
            if self.case.get("tcp"):
                writer.write(step["payload"].encode("latin-1"))
                await writer.drain()
                await reader.read(1)
            else:
                writer.write(self.head(request) + step.get("body", "").encode("latin-1"))
                await writer.drain()
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                request.status = int(head.split()[1])
                found = re.search(r"\r\nx-lb: *([^\r]*)", head, re.I)
                request.lb = found.group(1).strip() if found else None
            writer.close()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        request.done = True

    @staticmethod
    def head(request):
        step = request.step
        headers = dict(step.get("headers", {}))
        if not any(name.lower() == "host" for name in headers):
            headers["Host"] = "localhost"
        headers["X-Case-Id"] = str(step["id"])
        if step.get("body") or step["method"] == "POST":
            headers["Content-Length"] = str(len(step.get("body", "").encode("latin-1")))
        lines = [f"{step['method']} {step['path']} HTTP/1.1"] + [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    async def ask(self, step):
        request = self.requests[step["id"]] = self.latest = Request(step)
        self.tasks.append(asyncio.create_task(self.send(request)))
        await self.quiet()

    async def quiet(self):
        """Waits until what a step caused is over."""
        limit = asyncio.get_running_loop().time() + STEP_LIMIT
        while asyncio.get_running_loop().time() < limit:
            await asyncio.sleep(0.006 * self.pace)
            if await self.settled():
                break
        await asyncio.sleep(0.006 * self.pace)

    async def play(self):
        with tempfile.TemporaryDirectory() as folder:
            self.socket = os.path.join(folder, "socket")
            path = os.path.join(folder, "case.cfg")
            with open(path, "w") as out:
                out.write(self.case["config"].replace("global\n", f"global\n    stats socket {self.socket} level admin\n",
                                                      1))
            for name, server in self.servers.items():
                if name not in self.case.get("dead", []):
                    await server.start()
            process = await asyncio.create_subprocess_exec(self.haproxy, "-db", "-f", path,
                                                           stdout=asyncio.subprocess.DEVNULL,
                                                           stderr=asyncio.subprocess.DEVNULL)
            try:
                for _ in range(100):
                    await asyncio.sleep(0.05)
                    if os.path.exists(self.socket) or process.returncode is not None:
                        break
                if process.returncode is not None:
                    raise RuntimeError("haproxy does not start: is its port taken, or the configuration refused?")
                await asyncio.sleep(0.3 * self.pace)
                for step in self.case["requests"]:
                    await self.step(step)
                return [self.outcome(step) for step in self.case["requests"]]
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()
                for request in self.requests.values():
                    request.release.set()
                for server in self.servers.values():
                    await server.stop()
                for task in self.tasks:
                    task.cancel()

    async def step(self, step):
        kind = step.get("kind")
        if kind is None:
            await self.ask(step)
        elif kind == "release":
            request = self.requests[step["id"]]
            if request.server:  # what no server has cannot be released
                request.held = False
                request.release.set()
                await self.quiet()
        elif kind == "admin":
            await self.command(step["cmd"])
            await self.quiet()
        elif kind == "listen":
            server = self.servers[step["server"]]
            await (server.start() if step["up"] else server.stop())
        elif kind == "wait":
            await asyncio.sleep(step["seconds"])
            await self.quiet()

    def outcome(self, step):
        if step.get("kind"):
            return None
        request = self.requests[step["id"]]
        name = request.server or request.lb
        if request.status and request.lb:
            name = request.lb
        if not name:
            return {"backend": "be", "server": None}
        backend, server = name.split("/", 1)
        entry = {"backend": backend, "server": server if server not in ("", "<NOSRV>") else None}
        if request.status:
            entry["status"] = request.status
        return entry


def play(case, haproxy, pace=1):
    """The outcome of every step: {"backend": ..., "server": ...} of a request, None of others. `pace`: how much longer than
    usual to wait for the end of each step."""
    return asyncio.run(Player(case, haproxy, pace).play())
