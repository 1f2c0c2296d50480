"""The examples of HAProxy's configuration manual as configurations: it is read where it is installed.

An example that opens sections stands alone, and once more before a section that listens; lines of a section are tried in
each kind of section that they could belong to, right or wrong.
"""
import gzip
import pathlib
import re

BEGINS = re.compile(r"^(\s*)(Examples?|Sample|e\.g\.)\b.*:\s*(.*)$")
SECTION = re.compile(r"^(global|defaults|frontend|backend|listen|userlist|peers|resolvers|mailers|http-errors|cache|"
                     r"program|ring|log-forward|log-profile|fcgi-app|crt-store|acme|traces)\b")
TIMEOUTS = "  timeout client 5s\n  timeout server 5s\n  timeout connect 5s\n"
HTTP = f"defaults\n  mode http\n{TIMEOUTS}"
SERVER = "  server s1 127.0.0.1:80\n"
AROUND = {
    "frontend": f"{HTTP}frontend fe\n  bind :8080\n%s\n  default_backend be\nbackend be\n{SERVER}",
    "backend": f"{HTTP}frontend fe\n  bind :8080\n  default_backend be\nbackend be\n%s\n{SERVER}",
    "listen": f"defaults\n  mode tcp\n{TIMEOUTS}listen li\n  bind :8080\n%s\n{SERVER}",
    "global": f"global\n%s\n{HTTP}listen li\n  bind :8080\n{SERVER}",
    "defaults": f"{HTTP}%s\nlisten li\n  bind :8080\n{SERVER}",
}
LISTENS = f"\nlisten other\n  mode tcp\n  bind :9999\n{TIMEOUTS}"


def indent(line):
    return len(line) - len(line.lstrip())


def blocks(lines):
    """Number of the line above, and lines, of each example: what is indented deeper than the word 'Example'."""
    at = 0
    while at < len(lines):
        begin = BEGINS.match(lines[at])
        at += 1
        if not begin:
            continue
        number, body = at, [begin[3]] if begin[3].strip() else []
        while at < len(lines) and (not lines[at].strip() or indent(lines[at]) > len(begin[1])):
            body.append(lines[at])
            at += 1
        if any(line.strip() for line in body):
            yield number, body


def configurations(body):
    left = min(indent(line) for line in body if line.strip())
    body = [line[left:] for line in body]
    if any(SECTION.match(line.strip()) for line in body):
        text = "\n".join(body)
        yield "alone", text + "\n"
        yield "listening", text + LISTENS
    else:
        for name, around in AROUND.items():
            yield name, around % "\n".join("  " + line for line in body)


def files(manual, scratch):
    """Writes the configurations, and gives their paths."""
    opened = gzip.open if manual.suffix == ".gz" else open
    with opened(manual, "rt", errors="replace") as text:
        lines = text.read().split("\n")
    for number, body in blocks(lines):
        for name, text in configurations(body):
            path = pathlib.Path(scratch) / f"{number}-{name}.cfg"
            path.write_text(text)
            yield path
