"""Real HAProxy on loopback, with servers behind it that note what reaches them, and a client before it."""
import pathlib
import re
import socket
import ssl
import subprocess
import threading
import time

SERVERS = 16
PATIENCE = 2  # seconds that a client waits for what does not come, on a machine that has much else to do


class Origin:
    """The servers: one socket each. What they answer is set for each request; what they got is kept in `seen`. They think
    for as long as `pause` says before they answer."""

    def __init__(self):
        self.seen, self.answer, self.pause = None, None, 0
        self.streams = False  # what comes is no HTTP
        self.sockets = []
        for index in range(SERVERS):
            listener = socket.create_server(("127.0.0.1", 0))
            self.sockets.append(listener)
            threading.Thread(target=self.accept, args=(listener, index), daemon=True).start()
        self.ports = [s.getsockname()[1] for s in self.sockets]

    def accept(self, listener, index):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection, index), daemon=True).start()

    def take_stream(self, connection, index):
        if connection.recv(65536):
            self.seen = (index, "GET", "/", [])
            connection.sendall(b"taken")

    def serve(self, connection, index):
        with connection:
            if self.streams:
                return self.take_stream(connection, index)
            data = b""
            while True:
                head, data = read_head(connection, data)
                if head is None:
                    return
                method, target, headers = parse_request(head)
                data = behind_body(connection, data, dict(headers))
                if data is None:
                    return
                self.seen = (index, method, target, headers)
                text = "HTTP/1.1 %d X\r\n" % self.answer["status"]
                text += "".join("%s: %s\r\n" % header for header in self.answer["headers"]) + "\r\n"
                text += "" if method == "HEAD" else framed(self.answer["headers"], self.answer["body"])
                time.sleep(self.pause)
                try:
                    connection.sendall(text.encode("latin-1"))
                except OSError:  # HAProxy has seen enough
                    return


def framed(headers, body):
    """The body as it is sent: in chunks if the headers say so."""
    if ("transfer-encoding", "chunked") not in [tuple(header) for header in headers]:
        return body
    return "".join("%x\r\n%s\r\n" % (len(part), part) for part in (body[:3], body[3:]) if part) + "0\r\n\r\n"


def announced(headers):
    """What content-length says, or begins with."""
    return int(re.match(r"\d*", dict(headers).get("content-length", "")).group() or 0)


def behind_body(connection, data, headers):
    """What follows a request's body in `data` and what is read after it; None when the connection ends before."""
    length = announced(headers)
    chunked = headers.get("transfer-encoding", "") == "chunked"
    last = b"0\r\n\r\n"
    while (last not in data) if chunked else len(data) < length:
        try:
            more = connection.recv(65536)
        except OSError:
            return None
        if not more:
            return None
        data += more
    return data[data.index(last) + len(last):] if chunked else data[length:]


def read_head(connection, data):
    while b"\r\n\r\n" not in data:
        try:
            more = connection.recv(65536)
        except OSError:
            return None, b""
        if not more:
            return None, data
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    return head.decode("utf-8", "replace"), rest


def parse_headers(lines):
    return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]


def parse_request(head):
    lines = head.split("\r\n")
    method, _, target = lines[0].rpartition(" ")[0].partition(" ")
    return method, target, parse_headers(lines[1:])


# What HAProxy says of a whole section, and which of its lines are to blame.
UNPLACED = {"track-sc": r"\S+ \S+ track-sc", "stick-table": "stick ", "capture id": r"\S+ capture .* id ", "use-server": "use-server "}


def blamed_lines(message, lines):
    """Their numbers."""
    section = re.search(r"(?:[Pp]roxy|backend|frontend) '(\w+)'", message)
    wanted = [pattern for words, pattern in UNPLACED.items() if words in message]
    if not section or not wanted:
        return set()
    begin = next((n for n, line in enumerate(lines) if re.match(r"(backend|frontend|defaults) %s( |$)" % section.group(1), line)), len(lines))
    end = next((n for n in range(begin + 1, len(lines)) if re.match("(backend|frontend|defaults|cache) ", lines[n])), len(lines))
    return {n + 1 for n in range(begin, end) if re.match(wanted[0], lines[n])}


def accepted_lines(binary, lines, write, environment):
    """`lines` without those that HAProxy rejects; None when it rejects what is left for another reason."""
    for _ in range(300):
        path = write(lines)
        run = subprocess.run([binary, "-c", "-f", path.name], cwd=path.parent, capture_output=True, timeout=60,
                             env=environment)
        if run.returncode == 0:
            return lines
        bad = {int(n) for n in re.findall(r"\[ALERT\].*?\[%s:(\d+)\]" % re.escape(path.name), run.stderr.decode("latin-1"))}
        for message in re.findall(r"\[ALERT\].*", run.stderr.decode("latin-1")) if not bad else []:
            bad |= blamed_lines(message, lines)
        if not bad:
            return None
        lines = [line for number, line in enumerate(lines, 1) if number not in bad]
    return None


class HAProxy:
    def __init__(self, binary, path, port, environment):
        self.process = subprocess.Popen([binary, "-db", "-f", path.name], cwd=path.parent, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env=environment)
        for _ in range(200):
            if listens(port):
                break
            time.sleep(0.02)

    def has_died(self, patience):
        """Whether it has, or does within that many seconds: writing its memory down takes it a moment."""
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self):
        self.process.kill()
        self.process.wait(5)


def listens(port):
    """Whether someone listens there, without connecting: that would count as a session."""
    wanted = ":%04X" % port
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(row.split()[1].endswith(wanted) and row.split()[3] == "0A" for row in table.readlines()[1:])


class Client:
    """Connections of clients. A request with a `conn` goes over the connection of that name, which stays open until the end;
    when HAProxy closed it the name gets a number. Every other request has a connection of its own."""

    def __init__(self, port):
        self.port, self.connection = port, None
        self.kept, self.numbers = {}, {}

    def close(self):
        for connection in self.kept.values():
            connection.close()

    def connect(self, request):
        self.connection = None
        origin = request.get("from", request["src"])
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(origin, 0))
        if "from" in request:
            connection.sendall(b"PROXY TCP4 %s 127.0.0.1 4711 %d\r\n" % (request["src"].encode(), self.port))
        return encrypted(connection, request["ssl"]) if request.get("ssl") else connection

    def kept_connection(self, name, request):
        connection = self.kept.get(name)
        if connection is None or not is_open(connection):
            if connection:
                self.kept.pop(name).close()
            self.numbers[name] = self.numbers.get(name, -1) + 1
            connection = self.kept[name] = self.connect(request)
        return connection

    def told(self, request):
        """What a trace says of the connection."""
        name, wishes = request["conn"], request.get("ssl")
        told = {"conn": "%s.%d" % (name, self.numbers[name])} if name else {}
        if wishes:
            told["ssl"] = facts(self.connection) if self.connection else {key: value for key, value in wishes.items() if value}
        return told

    def ask(self, request):
        """(status, headers, body) of the answer; None when the connection was closed without one. And what a trace says of
        the connection."""
        name = request["conn"]
        try:
            self.connection = self.kept_connection(name, request) if name else self.connect(request)
        except (TlsRefused, ConnectionResetError, BrokenPipeError):  # also before anything was asked
            return None, self.told(request)
        told = self.told(request)
        if "payload" in request:
            return self.send_stream(request["payload"]), told
        text = "%s %s HTTP/%s\r\n" % (request["method"], request["path"], request.get("version", "1.1"))
        text += "".join("%s: %s\r\n" % header for header in request["headers"]) + "\r\n" + framed(request["headers"], request["body"])
        try:
            self.connection.sendall(text.encode("latin-1"))
            answer = self.read_answer(request["method"])
        except OSError:
            answer = None
        if not name or answer is None:
            self.connection.close()
        if name and answer is None:  # silent-drop: HAProxy has gone from a connection that looks open here
            del self.kept[name]
        return answer, told

    def send_stream(self, payload):
        """Until the server has taken it, or the connection ends."""
        with self.connection:
            try:
                self.connection.sendall(payload)
                self.connection.recv(5)
            except OSError:
                pass

    def read_answer(self, method):
        head, rest = read_head(self.connection, b"")
        while head is not None and head.startswith("HTTP/1.1 1") and not head.startswith("HTTP/1.1 101 "):
            head, rest = read_head(self.connection, rest)
        if head is None:
            return None
        lines = head.split("\r\n")
        headers = parse_headers(lines[1:])
        length = announced(headers)
        status = int(lines[0].split(" ")[1])
        chunked = dict(headers).get("transfer-encoding", "") == "chunked"

        def is_whole():
            return rest.endswith(b"0\r\n\r\n") if chunked else len(rest) >= length

        while method != "HEAD" and status not in (101, 204, 304) and not is_whole():
            try:
                more = self.connection.recv(65536)
            except TimeoutError:  # a body is promised that never comes
                break
            if not more:
                break
            rest += more
        return status, headers, rest.decode("utf-8", "replace")


class TlsRefused(Exception):
    """The connection ended, or nothing came, before TLS was agreed on."""


def encrypted(connection, wishes):
    """TLS as `wishes` say: the name that is asked for, a protocol, the highest version."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2 if wishes.get("version") == "TLSv1.2" else ssl.TLSVersion.TLSv1_3
    if wishes.get("alpn"):
        context.set_alpn_protocols([wishes["alpn"]])
    try:
        return context.wrap_socket(connection, server_hostname=wishes.get("sni") or None)
    except OSError as error:
        connection.close()
        raise TlsRefused from error


def facts(connection):
    """What a trace says of a connection with TLS."""
    told = {"sni": connection.server_hostname, "alpn": connection.selected_alpn_protocol(), "version": connection.version(),
            "cipher": connection.cipher()[0]}
    return {name: value for name, value in told.items() if value}


def is_open(connection):
    connection.setblocking(False)
    try:
        # Of TLS bytes come in by which the session could go on another time; they are not for those who read.
        connection.recv(1, 0 if isinstance(connection, ssl.SSLSocket) else socket.MSG_PEEK)
        return False  # the end, or something that nobody asked for
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False
    finally:
        connection.settimeout(PATIENCE)


def make_keys():
    """Public keys for tokens that are signed with somebody else's: their content decides nothing. And a certificate."""
    keys = {"PEM": subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "-",
                                   "-days", "2", "-subj", "/CN=shop.example"], capture_output=True, check=True).stdout.decode()}
    for name, kind in (("PUBKEY", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]), ("ECKEY", ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"])):
        private = subprocess.run(["openssl", "genpkey", "-algorithm", *kind], capture_output=True, check=True).stdout
        keys[name] = subprocess.run(["openssl", "pkey", "-pubout"], input=private, capture_output=True, check=True).stdout.decode()
    return keys


class Port:
    """A free port on which an HAProxy may listen. While this lives no other such port has the same number: two HAProxy
    would share it without a word, and each get half of the other's requests."""

    def __init__(self):
        self.holder = socket.socket()
        self.holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # HAProxy binds with it, too
        self.holder.bind(("127.0.0.1", 0))
        self.number = self.holder.getsockname()[1]


def find_binary(folder, version):
    return pathlib.Path(folder) / ("haproxy-" + version)
