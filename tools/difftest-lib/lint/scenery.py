"""What stands around generated lines: sections to refer to, and files to read."""
import pathlib
import shutil
import subprocess

DEFAULTS = ["defaults", "mode http", "timeout client 10s", "timeout connect 10s", "timeout server 10s"]
OTHERS = [
    "backend be", "server s1 127.0.0.1:8001", "backend tbl", "stick-table type ip size 1k expire 1m store gpc0,http_req_rate(10s)",
    "userlist usr", "user u insecure-password p", "peers prs", "peer local 127.0.0.1:10000", "resolvers res", "nameserver n 127.0.0.1:53",
    "http-errors errs", "errorfile 503 503.http", "cache store", "total-max-size 4",
    "ring rng", "size 32768", "fcgi-app app", "docroot /x",
]
MAILERS = ["mailers mls", "mailer m 127.0.0.1:25"]
# Section under test: its first line, and what it needs to be complete.
SECTIONS = {
    "global": ["global"], "defaults": ["defaults named"], "frontend": ["frontend fe", "bind :8000"], "backend": ["backend b2"],
    "listen": ["listen li", "bind :8002"], "userlist": ["userlist u2"], "peers": ["peers p2"], "resolvers": ["resolvers r2"],
    "mailers": ["mailers m2"], "http-errors": ["http-errors e2"], "cache": ["cache c2"], "ring": ["ring g2"],
    "program": ["program x2", "command true"], "log-forward": ["log-forward f2"], "fcgi-app": ["fcgi-app a2", "docroot /x"],
    "crt-store": ["crt-store t2"], "log-profile": ["log-profile l2"], "traces": ["traces"], "acme": ["acme q2"],
}
FRONTEND = ["frontend main", "bind :8999", "default_backend be"]


def scenery(section):
    """Lines before and after those under test."""
    if section == "global":
        return ["global", "localpeer local"], DEFAULTS + FRONTEND + OTHERS + MAILERS
    return ["global", "localpeer local", "expose-experimental-directives"] + DEFAULTS + SECTIONS[section], FRONTEND + OTHERS + MAILERS


def others_for(lines):
    """Sections that lines refer to. HAProxy warns of mailers that no proxy uses; of warnings without a line only their
    presence is compared, so that this one would hide others."""
    return OTHERS + MAILERS if any("mls" in line for line in lines) else OTHERS


def write_files(folder):
    """A certificate, lists, an error page and the like, under names that values.py knows."""
    folder = pathlib.Path(folder)
    if shutil.which("openssl"):
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.org", "-days", "3650",
                               "-keyout", "key.pem", "-out", "ca.pem"], cwd=folder, capture_output=True, check=False)
        if made.returncode == 0:
            (folder / "cert.pem").write_text((folder / "ca.pem").read_text() + (folder / "key.pem").read_text())
    texts = {"text.txt": "one\ntwo\n", "a.map": "one 1\ntwo 2\n", "list.txt": "cert.pem\n", "keys.txt": "", "a.acl": "one\n",
             "503.http": "HTTP/1.0 503 Gone\r\nContent-Type: text/plain\r\n\r\nx\n",
             "spoe.conf": "spoe-agent x\n messages m\n timeout processing 1s\n use-backend be\nspoe-message m\n args src\n event on-client-session\n"}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("latin1"))
