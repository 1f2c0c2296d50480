"""Random requests and the answers that servers give to them."""
import base64
import hashlib
import hmac
import json
import re

from .vocabulary import TERMINALS

WORDS = TERMINALS["word"]
METHODS = ["GET", "GET", "GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO", "get", "foo", "TRACE", "PROPFIND"]
ODD = ["", "a%20b", "x+y", "%", "%4", "%zz", "%2Fetc%2f..", "caf%C3%A9", "a=b", "a%26b", "%00x", "SELECT", "..", "x%0d%0ay",
       "%C3", "%E2%82x", "%C0%AF", "%F0%9F%98%80"]
VALUES = {
    "x-ip": ["10.1.2.3", "2001:db8::7", "nonsense", "192.0.2.1, 10.0.0.1", "10.9.9.9:80", "[2001:db8::9]:80", "::ffff:10.0.0.9"],
    "x-num": ["42", "-7", "abc", "0012", "7, 8", "99999999999", "12ab", "+5", "1.5", "2147483648", " 9 ", "0x10"],
    "x-list": ["a, b,c", "one", 'x,"q,r",y', ", a", "a,,b", "a;b", "b,a,c", "a , b ,c", "b  , ,a"], "x-empty": [""],
    "accept-language": ["fr;q=0.5, en", "de", "es, fr;q=0.1", "en;q=0, fr", "FR, de;q=0.9"],
    "x-json": ['{"a":{"b":[1,"x",true]},"n":42,"t":true,"f":1.5,"s":{"x":"y\\"z"},"list":[7,{"k":"v"},null]}', "{}", "[1,2]", "{bad",
               '{"a":"text","n":-7,"z":null,"d":1e3,"e":"","big":9007199254740993,"s":"\\u00e9\\n"}', '{"a" : "q" }'],
    "forwarded": ["for=192.0.2.43", "for=192.0.2.43:47011;host=shop.example;proto=https;by=10.0.0.1",
                  'for="[2001:db8:cafe::17]:4711"', "for=_hidden, for=unknown", "for=unknown;by=_SEVKISEK", "nonsense",
                  'for=_gazonk;proto=http', 'proto=http;host="a:8080"', "for=10.0.0.1;for=10.0.0.2", "By=10.1.1.1", "for="],
    "x-hex": ["ff", "0xff", "zz", "7FFFFFFF", "00", "FFFFFFFFFFFFFFFF", "1g"],
    "origin": ["https://shop.example", "http://www.shop.example:8080", "https://evil.test", "null"],
    "access-control-request-method": ["PUT"],
    "accept-encoding": ["gzip", "gzip, deflate", "gzip, deflate, br", "deflate;q=0.5, gzip;q=0.3", "*", "identity", "br", "gzip;q=0", "GZIP",
                        "deflate", "gzip;q=0.0, *;q=0.1"], "x-forwarded-proto": ["https", "http", "HTTPS"],
    "x-forwarded-for": ["198.51.100.7", "10.9.1.1, 198.51.100.7", "10.1.2.3:4711", "unknown", "2001:db8::5, 10.0.0.1"],
    "referer": ["https://www.shop.example/cart?id=1", "http://evil.test/", "-", "/a"],
    "x-request-id": ["abc-123", "1, 2", "0123456789abcdef"],
    "x-date": ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "never"],
}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(algorithm, payload, secret):
    """A JSON Web Token signed with a secret; `none` and others get a signature that is no good."""
    head = encoded(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()) + "." + encoded(json.dumps(payload).encode())
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(algorithm)
    signature = hmac.new(secret, head.encode(), digest).digest() if digest else b"nothing"
    return head + "." + encoded(signature)


class Messages:
    def __init__(self, random):
        self.random = random
        self.connects = True  # CONNECT requests are made, too
        self.encrypted = False  # clients speak TLS
        self.proxied = False  # another proxy says first for whom it comes

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    def target(self):
        path = "/" + "/".join(self.pick(WORDS) for _ in range(self.random.randint(0, 3)))
        if self.chance(0.12):
            path = self.pick(["/monitor", "//a//b/../c/./d", "/%41%2f%zz", "/a/../../b", "/a%2Fb%c3%a9/", "/./a/..", "/a/%7Euser",
                              "/..", "/a/b/..//../c", "/%e2%82%ac", "/cart/index.html/", "/a;b=c/d", "/stats", "/a\"b<c>", "/a|b^c`{d}", "/a\\b", "/a%", "/%00", "/a'b~!$()*,", "/a#b", "/a@b:c",
                              "/a/./b/.", "/.a/..b/", "/%2e%2E/a", "/a//../b", "/%C0%AF/%zz"])
        if self.chance(0.4):
            path += "?" + self.pick(["&", "&", "&", ";"]).join(
                "%s=%s" % (self.pick(TERMINALS["param"]), self.pick(WORDS + ODD))
                for _ in range(self.random.randint(1, 3)))
        if self.chance(0.05):
            path += self.pick(["?", "?a", "?id", "?id=1?q=2", "?=x", "?&&id=7", "?id[]=1&id%5B%5D=2", "?q=a+b&q=%20&q", "?redirect=http://x/?y"])
        if self.chance(0.01):
            path += self.pick(["/", "?id="]) + self.pick(["a", "ab/", "%41"]) * self.random.randint(100, 900)
        return path

    def make_absolute(self, request):
        """Mostly with the host that the Host header names, for any other is refused."""
        hosts = [value for name, value in request["headers"] if name == "host"]
        if hosts and (self.chance(0.8) or request["body"]):
            request["path"] = self.pick(["http://", "https://", "http://user@"]) + hosts[0] + request["path"]
        elif not request["body"]:
            request["path"] = self.pick(["http://shop.example", "http://shop.example:80", "https://[::1]"]) + request["path"]
        return request

    def make_connect(self, request):
        """Mostly with a target that the Host header names; without a connection that stays open, for a tunnel begins."""
        hosts = [value for name, value in request["headers"] if name == "host"] or ["shop.example"]
        host = hosts[0] if ":" in hosts[0].rpartition("]")[2] else hosts[0] + self.pick([":80", ":443", ":8080"])
        headers = [header for header in request["headers"] if header[0] != "content-length"]
        absolute = self.pick(["http://", "https://"]) + host + self.pick(["", "/", "/a?b=c"])
        return {**request, "method": "CONNECT", "path": self.pick([host, host, "other.example:443", absolute]), "headers": headers,
                "conn": None}

    def authorization(self):
        secret = self.pick([b"secret", b"secret", b"other"])
        payload = {"sub": self.pick(["joe", "ann"]), "exp": self.pick([1700000000, 42]), "adm": self.chance(0.5)}
        return self.pick(["Basic am9lOnNlY3JldA==", "Basic am9lOndyb25n", "Bearer x", "Basic YW5uOnB3", "bearer  abc", "Digest q",
                          "Basic !!!", "Basic am9l", "Bearer a.b.c", "Bearer " + token("HS256", payload, secret),
                          "Bearer " + token("HS512", payload, secret), "Bearer " + token("none", payload, secret),
                          "Bearer " + token("RS256", payload, secret), "Bearer " + token("HS384", payload, secret)])

    def cookies(self):
        separator = self.pick(["; ", "; ", "; ", ";", " ; ", ", "])
        return separator.join("%s%s%s" % (self.pick(TERMINALS["cookie"]), self.pick(["=", "=", "=", "=", " = ", "= "]),
                                    self.pick(["abc", "42", "s1", "s2", "s1~app", "", "s9", '"q"', "s2|AAAAA", "s3~"]))
                         for _ in range(self.random.randint(1, 3)))

    def body(self, method, headers):
        if method not in ("POST", "PUT", "PATCH", "FOO"):
            return ""
        body = self.pick(["", "id=42", "x", "q=a&id=7&user=joe", '{"a":1}', "id=a%20b&Tok=", "user=x y&id"])
        headers.append(("transfer-encoding", "chunked") if self.chance(0.1) else ("content-length", str(len(body))))
        if self.chance(0.3):
            headers.append(("content-type", "application/x-www-form-urlencoded"))
        return body

    def request(self, kept=False):
        headers = [] if self.chance(0.02) else [("host", self.pick(TERMINALS["host"]))]
        names = sorted({name.lower() for name in TERMINALS["header"]})
        for name in self.random.sample(names, self.random.randint(0, 5)):
            for _ in range(self.pick([1, 1, 1, 2])):
                headers.append((name, self.pick(VALUES.get(name, WORDS + ["be1", "Be2", "hello"])).strip()))
        if self.chance(0.4):
            headers += [("cookie", self.cookies().strip()) for _ in range(self.pick([1, 1, 1, 2]))]
        if self.chance(0.2):
            headers.append(("authorization", self.authorization()))
        if self.chance(0.08):
            headers += self.pick([[("proxy-authorization", "Basic am9lOnNlY3JldA==")], [("x_under", "1")], [("x.dot", "a"), ("x_a", "b")], [("connection", "upgrade"), ("upgrade", "foo")],
                                  [("connection", "upgrade"), ("upgrade", "h2c")], [("te", "trailers, gzip")], [("connection", "close")],
                                  [("connection", "keep-alive"), ("keep-alive", "300")], [("expect", "100-continue")], [("trailer", "x-t")],
                                  [("connection", "upgrade, HTTP2-Settings"), ("upgrade", "h2c"), ("http2-settings", "AAMAAABk")],
                                  [("proxy-connection", "keep-alive")], [("connection", "x-b, te"), ("te", "gzip")]])
        if self.chance(0.004):
            headers += [("x-many-%d" % i, "v") for i in range(self.random.randint(80, 100))]
        if self.chance(0.05):
            headers.append(("x-token", self.pick(["Bearer tok", "Basic x", "x"])))
        if self.chance(0.15):
            headers.append(("accept-encoding", self.pick(VALUES["accept-encoding"])))
        for name in ("x-forwarded-for", "origin", "access-control-request-method", "x-forwarded-proto", "referer", "x-request-id"):
            if self.chance(0.12):
                headers.append((name, self.pick(VALUES[name])))
        if self.chance(0.1):
            headers = self.odd_fields(headers)
        method = self.pick(METHODS)
        if self.chance(0.01) and method in ("GET", "DELETE"):  # with a body the refusal may be lost
            headers += [("connection", "upgrade"), ("upgrade", "websocket")]
        elif self.chance(0.015) and method in ("GET", "DELETE") and not {"connection", "upgrade"} & {name for name, _ in headers}:
            headers += [("connection", self.pick(["Upgrade", "keep-alive, Upgrade"])), ("upgrade", "websocket"),
                        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="), ("sec-websocket-version", "13")]
        source = self.random.randint(1, 6)
        request = {"src": "127.0.0.%d" % source, "method": method, "path": self.target(), "headers": headers,
                   "conn": "k%d" % source if kept and self.chance(0.7) else None, "body": self.body(method, headers),
                   "response": self.response()}
        if request["body"]:  # too many are refused, and with a body the refusal may be lost
            request["headers"] = [header for header in headers if not header[0].startswith("x-many-")]
        if request["conn"] is None and self.connects and self.chance(0.5):
            self.answer_upgrade(request)
        if self.chance(0.04) and request["conn"] is None:
            request["version"] = "1.0"
        if self.encrypted:
            request["ssl"] = self.encryption(request)
        if self.proxied:
            # Whom a connection is for is said once, at its beginning.
            request["from"], request["src"] = request["src"], ["198.51.100.%d", "10.9.1.%d", "127.0.0.%d"][source % 3] % source
        if self.connects and self.chance(0.01) and not request["body"]:
            return self.make_connect(request)
        return self.make_absolute(request) if self.chance(0.06) else request

    def encryption(self, request):
        """What the client wants of TLS. On a connection that stays open, that of its first request holds."""
        hosts = [value.partition(":")[0] for name, value in request["headers"] if name == "host"]
        names = [host for host in hosts if re.fullmatch("[a-z_.@-]*[a-z]", host, re.IGNORECASE)]  # no address: it is not sent
        return {"sni": self.pick(names + ["shop.example", "www.shop.example", None, "other.example"]),
                "alpn": self.pick(["http/1.1", "http/1.1", None]), "version": self.pick(["TLSv1.3", "TLSv1.3", "TLSv1.2"])}

    def odd_fields(self, headers):
        """Fields as no browser sends them. Those of one name stay together: a trace does not know their order."""
        kind = self.random.randint(0, 5)
        if kind == 0:  # other letters
            change = self.pick([str.upper, str.title, str.swapcase])
            return [(change(name), value) for name, value in headers]
        if kind == 1:  # the host again, the same or another
            hosts = [value for name, value in headers if name == "host"] or ["shop.example"]
            return [("host", host) for host in [*hosts, self.pick([hosts[0], hosts[0], "other.example"])]] + [
                header for header in headers if header[0] != "host"]
        if kind == 2:
            host = self.pick(["", "shop.example:", "SHOP.example:80", "user@shop.example", "a b", "shop_1.example", "-", "shop.example:8o", "*"])
            return [("host", host), *(header for header in headers if header[0] != "host")]
        if kind == 3:  # values of nothing, or of blanks
            empty = self.pick(["cookie", "x-forwarded-for", "user-agent", "origin", "accept-encoding", "referer", "x-a"])
            return [header for header in headers if header[0] != empty] + [(empty, self.pick(["", "  ", ",", ";", "=", '""']))]
        if kind == 4:
            cookie = self.pick(["sid", "sid=", "=abc", "sid=a=b", "$Version=1; sid=abc", "sid=abc;;lang=x", "a, sid=b", 'sid="a;b"; lang=c', "SID=abc",
                                "sid=abc; sid=42", " sid = abc ; lang", "lang=%20; sid=a%3Bb", "sid=abc,lang=42", "sid\t=\tabc"])
            return [header for header in headers if header[0] != "cookie"] + [("cookie", cookie)]
        # Not so long that converters make more of it than HAProxy's buffers hold.
        return headers + [("x-long", self.pick(["v", "a, ", "b=c;"]) * self.random.randint(10, 300))]

    def response(self):
        headers = [("x-origin", self.pick(["o", "a, b", "x", "b"]))]
        if self.chance(0.3):
            headers.append(("set-cookie", self.pick(["app=1; path=/", "SRV=mine; path=/", "app=2; Path=/; HttpOnly",
                                                       "app=3; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Path=/", "x=1, app=4; Path=/"])))
        if self.chance(0.2):
            headers.append(("x-where", self.pick(["10.2.2.2", "2001:db8::5", "here"])))
        if self.chance(0.2):
            headers.append(("content-type", self.pick(["text/html", "application/json", "text/plain; charset=utf-8", "image/png"])))
        if self.chance(0.1):
            headers += self.pick([[("location", "http://app.example/app/x?y=1")], [("location", "/there")], [("server", "nginx/1.2"), ("x-powered-by", "x")],
                                  [("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT")], [("x-frame-options", "SAMEORIGIN")], [("retry-after", "5")],
                                  [("www-authenticate", "Basic realm=\"a\"")], [("link", "<a>; rel=x, <b>")]])
        if self.chance(0.1):
            headers.append(("cache-control", self.pick(["private", "no-store", "max-age=60", "public, no-transform", "no-store, public", "max-age=0, public"])))
        if self.chance(0.2):
            headers.append(self.pick([("etag", '"v1"'), ("etag", 'W/"v2"'), ("etag", "v3"), ("vary", "origin"), ("vary", "accept-encoding"),
                                      ("content-encoding", "gzip")]))
        body = self.pick(["", "", "answer"])
        status = self.pick([200] * 10 + [404, 404, 500, 500, 302, 302, 503, 503, 201, 201, 204, 304, 301, 401, 403, 410, 429, 502, 504, 206])
        if status in (204, 304):
            return {"status": status, "headers": headers, "body": ""}
        headers.append(("transfer-encoding", "chunked") if self.chance(0.06) else ("content-length", self.length(body)))
        if self.chance(0.003):
            headers += [("x-many-%d" % i, "v") for i in range(self.random.randint(90, 110))]
        return {"status": status, "headers": headers, "body": body}

    def answer_upgrade(self, request):
        """The server switches protocols where it is asked to, and sometimes in a way that is none: HAProxy passes on bytes
        from then on, so that what is open cannot be counted."""
        wished = [value for name, value in request["headers"] if name == "upgrade" and value != "h2c"]
        if not wished or request["method"] == "HEAD":
            return
        headers = [("x-origin", "o"), ("connection", "upgrade"), ("upgrade", wished[0]), ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]
        if self.chance(0.2):
            headers.remove(self.pick(headers))
        request["response"] = {"status": 101, "headers": headers, "body": ""}

    def length(self, body):
        """Rarely one that is less than there is, or none at all."""
        return self.pick(["x", "-1", "", "0", "3"]) if body and self.chance(0.02) else str(len(body))
