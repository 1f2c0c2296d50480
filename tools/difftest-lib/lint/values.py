"""Words for the arguments of a signature: right ones, wrong ones, and those at the edges."""

GOOD = {
    "time": ["10s", "500", "1m", "5000ms", "1d", "0", "1h", "250us", "3000", "1s"],
    "size": ["1k", "100", "1m", "16384", "64k", "0", "10"],
    "name": ["one", "two-2", "three_3", "a.b:c"],
    "str": ["one", "1", "x-y", "/path", "example.org", "10", "on", "a,b", "name", "default", "h1", "h2", "http/1.1"],
    "regex": ["^/a", "(.*)", "[a-z]+\\.html$", "^([^:]*):\\ (.*)$", "x"],
    "rest": ["one", "1", "on"],
}
BAD = {
    "time": ["abc", "-1", "10x", "1s5", "99999999999", "25d", "1000d", "''", "10S", "1.5s", "infinite", "2147483647"],
    "size": ["abc", "-1", "10x", "1kb", "99999999999999999999", "''", "4g", "1.5k"],
    "name": ["na/me", "'a b'", "a@b", "''", "x#y", "\xe9"],
    "str": ["''", "%[src]", "a=b", "-1", "99999999999", "'a b'", "\"", "if", "no"],
    "regex": ["(", "[a-", "*", "(?<n>a)", "''", "a{2,1}"],
    "rest": ["''", "-1", "x=y", "if"],
}
NUMBERS = ["0", "1", "2", "10", "100", "255", "65535", "65536", "-1", "1000000", "abc", "10k", "4294967296", "1.5", "''", "08", "0x10", " 5"]
ADDRESSES = {
    "good": ["127.0.0.1:8080", ":8081", "*:8082", "[::1]:8083", "ipv4@127.0.0.1:8084", "unix@/tmp/hapax-none.sock",
             "/tmp/hapax-none.sock", "abns@name", "192.0.2.1:80", "ipv6@[::1]:80", "::1:8085"],
    "bad": ["127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:0", ":8080-8090", "127.0.0.1:80-70", "999.0.0.1:80",
            "fd@3", "sockpair@4", "udp@127.0.0.1:53", "quic4@127.0.0.1:443", "stream+ipv4@127.0.0.1:80", "rhttp@be",
            "127.0.0.1:+10", "127.0.0.1:-10", "*", "0.0.0.0", "''", "[::1]", "dgram+127.0.0.1:53", "tcp@127.0.0.1:80",
            "tcp4@:80", "abnsz@name", "127.0.0.1:abc", "ipv4@[::1]:80", "fd@abc", "10.0.0.0/8", "nonsense@1:2", "mptcp@:80"],
}
REFERENCES = {
    "backend": ["be", "b2"], "frontend": ["fe"], "table": ["be", "tbl"], "server": ["be/s1", "s1"], "peers": ["prs"],
    "resolvers": ["res"], "userlist": ["usr"], "http-errors": ["errs"], "cache": ["store"], "fcgi-app": ["app"],
    "mailers": ["mls"], "ring": ["rng"],
}
FILES = {"crt": ["cert.pem"], "ca": ["ca.pem"], "crl": ["crl.pem"], "http": ["503.http"], "fmt": ["text.txt"],
         "crt-list": ["list.txt"], "ticket-keys": ["keys.txt"], "": ["text.txt"]}
# What no signature led to: whether a line takes it is HAProxy's alone to say.
ANY = ["''", "x", "0", "1", "-1", "+1", "1.5", "99999999999", "2147483648", "1s", "1x", "10k", "5%", "on", "off", "none", "/nosuch", "a b",
       "a b c d e f", "1 2", "1 2 3", "on off", "127.0.0.1", "127.0.0.1:80", ":80", "[::1]:80", "%[src]", "%[nosuch]", "x if TRUE", "if TRUE",
       "if nosuch", "if", "unless { }", "src", "hdr(x)", "x src", "{ path / }", "x y if TRUE", "'a b' c", "x %[src]", "(x)", "1 x", "x 1",
       "x 127.0.0.1:80", "127.0.0.1:80 x", "text.txt", "text.txt x", "len 10", "x len 10", "mode http"]
LOG_FORMATS = ["%ci:%cp", "%[src]", "'%ci %[src,ipmask(24)] %{+Q}r'", "text", "%[var(txn.x)]", "%%", "%{+X}pid", "%[req.hdr(host)]",
               "%ts", "'%{Q}[src]'", "%[path,lower]", "%H", "%[status]", "%[rand(10)]", "%T%%"]
BAD_LOG_FORMATS = ["%zz", "%[nosuch]", "%[src", "%[src,nosuch]", "%{+Q", "%[]", "%", "%{+Z}ci", "%[src,]", "''", "%ci%", "%[src,add(1)]",
                   "%{+E}[src]", "%(name)[src]", "%(name:int)[src]", "%[path,sha1]", "%q", "%[res.len]", "%{}ci", "%[ src ]"]


def integers(step):
    """The edges of a range such as 1..65535, and both sides of them."""
    low, _, high = step.detail.partition("..")
    edges = [int(edge) for edge in (low, high) if edge.lstrip("-").isdigit()]
    return [str(edge + shift) for edge in edges for shift in (-1, 0, 1)]


def good(step, hints=()):
    """Words that are likely to be taken. Of languages with a grammar of their own (expr), sentences.py has more."""
    if hints:
        return list(hints)
    if step.kind in ("literal", "choice"):
        return list(step.words)
    kind = step.type
    if kind in ("int", "long", "atoi", "atol", "atou", "cint"):
        low = step.detail.partition("..")[0]
        return [low or "1", "10", "5"] if low.lstrip("-").isdigit() else ["1", "10", "100"]
    if kind == "addr":
        return ADDRESSES["good"]
    if kind == "ref":
        return REFERENCES.get(step.detail, ["one"])
    if kind == "file":
        return FILES.get(step.detail, FILES[""])
    if kind == "fmt":
        return LOG_FORMATS
    return GOOD.get(kind, GOOD["str"])


def bad(step, hints=()):
    """Words that may be refused: whether they are, HAProxy decides."""
    if step.kind in ("literal", "choice"):
        return ["nonsense", step.words[0] + "x", step.words[0].upper(), "''", "1"]
    kind = step.type
    if kind in ("int", "long", "atoi", "atol", "atou", "cint"):
        return integers(step) + NUMBERS
    if kind == "addr":
        return ADDRESSES["bad"]
    if kind == "ref":
        return ["missing", "'a b'", "''"]
    if kind == "file":
        return ["missing.file", ".", "''", "/dev/null"]
    if kind == "fmt":
        return BAD_LOG_FORMATS
    return BAD.get(kind, BAD["str"])
