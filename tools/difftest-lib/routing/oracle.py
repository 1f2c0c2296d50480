"""Real HAProxy on loopback, with servers behind it that note what reaches them."""
import pathlib
import re
import socket
import subprocess
import threading
import time

SERVERS = 12


class Origin:
    """The servers: one socket each. What they answer is set for each request; what they got is kept in `seen`."""

    def __init__(self):
        self.seen, self.answer = None, (200, [])
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

    def serve(self, connection, index):
        with connection:
            data = b""
            while True:
                head, data = read_head(connection, data)
                if head is None:
                    return
                method, target, headers = parse_request(head)
                length = int(dict(headers).get("content-length", "0") or 0)
                while len(data) < length:
                    more = connection.recv(65536)
                    if not more:
                        return
                    data += more
                data = data[length:]
                self.seen = (index, method, target, headers)
                status, answer = self.answer
                text = "HTTP/1.1 %d X\r\n" % status + "".join("%s: %s\r\n" % h for h in answer) + "\r\n"
                connection.sendall(text.encode("latin-1"))


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
    return head.decode("latin-1"), rest


def parse_headers(lines):
    return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]


def parse_request(head):
    lines = head.split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    return method, target, parse_headers(lines[1:])


def accepted_lines(binary, lines, write):
    """`lines` without those that HAProxy rejects; None when it rejects what is left for another reason."""
    for _ in range(40):
        path = write(lines)
        run = subprocess.run([binary, "-c", "-f", path.name], cwd=path.parent, capture_output=True, timeout=20)
        if run.returncode == 0:
            return lines
        bad = {int(n) for n in re.findall(r"\[ALERT\].*?\[%s:(\d+)\]" % re.escape(path.name), run.stderr.decode())}
        if not bad:
            return None
        lines = [line for number, line in enumerate(lines, 1) if number not in bad]
    return None


class HAProxy:
    def __init__(self, binary, path, port):
        self.port = port
        self.process = subprocess.Popen([binary, "-db", "-f", path.name], cwd=path.parent, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait(5)

    def ask(self, request):
        """(status, headers, body) of the answer; None when the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5, source_address=(request["src"], 0)) as c:
            text = "%s %s HTTP/1.1\r\n" % (request["method"], request["path"])
            text += "".join("%s: %s\r\n" % header for header in request["headers"]) + "\r\n" + request["body"]
            c.sendall(text.encode("latin-1"))
            head, rest = read_head(c, b"")
            if head is None:
                return None
            lines = head.split("\r\n")
            headers = parse_headers(lines[1:])
            length = int(dict(headers).get("content-length", "0") or 0)
            while request["method"] != "HEAD" and len(rest) < length:
                more = c.recv(65536)
                if not more:
                    break
                rest += more
            return int(lines[0].split(" ")[1]), headers, rest.decode("latin-1")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def find_binary(folder, version):
    return pathlib.Path(folder) / ("haproxy-" + version)
