"""The requests of load-balancing cases: targets, headers, bodies, first bytes of a TCP stream."""
SEGMENTS = "a b c x api img static users cart search v1 2024 Index.HTML logo.png long-directory-name %7Ebob".split()
AUTHORITIES = ["www.Example.org", "example.com", "h:80"]
PARAMETERS = ["id", "uid", "q", "sid"]
METHODS = ["GET"] * 12 + ["POST", "POST", "HEAD", "DELETE"]
HOSTS = ["www.example.com", "a.co.uk", "a.b.c.d.example.co.uk", "localhost", "localhost:8080", "10.1.2.3", ".com", "x.",
         "www.example.com:8080", "shop.example", "SHOP.EXAMPLE"]
USERS = ["a,b", "x, y", "x,y,z", "Bob", "bob", "ALICE", "", "user 7", "tail ", "b,a", '"q,r",s', "Mozilla/5.0 (X11; Linux)",
         "carol-with-a-long-name-1-abcdef", "carol-with-a-long-name-1-abcdefgh"]
NUMBERS = ["", "+5", "-3", " 9", "x", "12abc", "1x2", "007", "4294967297", "-1", "1.5", "99999999999999999999"]
RDP = ["mstshash=alice", "mstshash=bob", "MSTSHASH=Eve7", "mstshash=DOM\\joe", "msts=abc", "mstshash=", "msts = x"]


def target(r):
    """A request target, as HTTP/1 sends it."""
    if r.random() < 0.12:
        text = "/"
    else:
        text = "/" + "/".join(r.choice(SEGMENTS) for _ in range(r.randint(1, 5)))
        text = r.choice(["", "", "", "", "", "", "/"]) + text + r.choice(["", "", "", "", "/"])
    if r.random() < 0.45:
        text += "?" + "&".join(parameter(r) for _ in range(r.randint(0, 3)))
    if r.random() < 0.07:
        text = "http://" + r.choice(AUTHORITIES) + text
    return text


def parameter(r):
    value = r.choice(["", str(r.randint(1, 99)), f"user{r.randint(1, 30)}", "abc", "x-y", "a/b", "a,b", "z%20z"])
    return r.choice(PARAMETERS) + r.choice(["=", "=", "=", "=", "=", "=", "=", "=", ""]) + value


def body(r):
    return r.choice(["hello world", "id=", "id= x", "q=one two&z=9", "id=/x", "uid=a,b&z=9",
                     "&".join(parameter(r) for _ in range(r.randint(1, 3)))])


def address(r):
    return r.choice([f"192.168.0.{r.randint(1, 254)}", f"10.{r.randint(0, 2)}.0.{r.randint(1, 9)}",
                     f"{r.randint(1, 223)}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
                     f"2001:db8:{r.randint(1, 65535):x}::{r.randint(1, 65535):x}"])


def cookie(r):
    """A Cookie header, of persistence and of others."""
    key = r.choice([f"c{r.randint(0, 5)}"] * 6 + ["nope", ""])
    value = key + r.choice([""] * 8 + ["|AAAAA", "|" + r.choice(DATES), "|" + r.choice(DATES) + "|" + r.choice(DATES), "~x"])
    return r.choice([f"SRV={value}"] * 6 +
                    [f"a=b; SRV={value}", f"SRV={value}; z=9", f"SRV=nope; SRV={value}", f"SRV = {value}", f"srv={value}",
                     f"$Version=1; SRV={value}", f"SRV={value}; SRV=c{r.randint(0, 5)}", f"sid=s{r.randint(1, 6)}; SRV={value}"])


def date(seconds):
    """Seconds since 1970 as persistence cookies write them."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return "".join(alphabet[seconds // 4 >> shift & 63] for shift in (24, 18, 12, 6, 0))


# 1990 and 2020 and 2090: too old, good and from the future where the limit is twenty years.
DATES = [date(631152000), date(1577836800), date(3786912000), "%%%%%", "AA"]

# Headers by name: the chance that a request has it, and its values.
HEADERS = {
    "Host": (0.3, lambda r: r.choice(HOSTS + [f"x{r.randint(1, 30)}.example.org"])),
    "X-User": (0.4, lambda r: r.choice(USERS + [f"u{r.randint(1, 40)}"] * 8)),
    "X-Num": (0.4, lambda r: r.choice(NUMBERS + [str(r.randint(0, 5000))] * 8)),
    "X-Prio": (0.5, lambda r: str(r.randint(-3, 3))),
    "X-Late": (0.2, lambda r: str(r.choice([-5000, -1000, 1000, 5000]))),
    "X-Pin": (0.4, lambda r: r.choice(["unknown", "", "s1"])),
    "X-N": (0.3, lambda r: str(r.randint(0, 5))),
    "Cookie": (0.5, cookie),
}
ALWAYS = ["Host", "X-User", "X-Num"]


def request(r, number, headers=(), names=()):
    """A request with some of the headers named, beside those that any may have. `names` are the servers' names."""
    step = {"id": number, "src": address(r), "method": r.choice(METHODS), "path": target(r), "headers": {}}
    for name in sorted({*ALWAYS, *headers}):
        chance, value = HEADERS[name]
        if r.random() < chance:
            step["headers"][name] = r.choice(names) if name == "X-Pin" and names and r.random() < 0.7 else value(r)
    if step["path"].startswith("http://"):  # an authority that is not the host is refused
        step["headers"]["Host"] = step["path"].split("/")[2]
    if "Cookie" not in headers and r.random() < 0.4:
        step["headers"]["Cookie"] = r.choice([f"sid=s{r.randint(1, 9)}", f"a=1; sid=q{r.randint(1, 9)}; b=2", "z=9"])
    if step["method"] == "POST":
        step["body"] = body(r)
    return step


def stream(r, number):
    """The first bytes of a TCP connection."""
    text = r.choice(RDP + [f"mstshash=u{r.randint(1, 40)}"] * 4 + [RDP_SERVERS] * 4)
    if text == RDP_SERVERS:
        n = r.randint(1, 6)
        ip = 127 | 1 << 16 | n << 24
        port = 19000 + n
        text = f"msts={ip}.{(port & 255) << 8 | port >> 8}.0000"
    packet = "Cookie: " + text + "\r\n"
    payload = "\x03\x00\x00" + chr(len(packet) + 11) + chr(len(packet) + 6) + "\xe0\x00\x00\x00\x00\x00" + packet
    return {"id": number, "src": address(r), "payload": payload if r.random() < 0.9 else "hello\r\n"}


RDP_SERVERS = "msts=?"
