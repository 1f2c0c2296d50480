"""Configurations and requests at random, the same ones for the same seed.

A configuration is a list of lines with placeholders for ports. What HAProxy does not accept among the random lines is
taken out afterwards (compare.py), so the generator need not know every rule of the language; it only has to be inventive.
Nothing that depends on the clock or on chance is generated: such answers cannot be compared.
"""
import random

WORDS = ["a", "b", "cart", "admin", "img", "api", "v1", "x-y", "Foo", "index.html", "1", "42", "shop", "example"]
HOSTS = ["shop.example", "www.shop.example:8080", "api.shop.example", "EXAMPLE", "10.1.2.3", "static.img.test"]
HEADERS = ["x-a", "x-b", "x-ip", "x-num", "user-agent", "accept-language", "x-list", "x-empty"]
COOKIES = ["sid", "lang", "SRV"]
PARAMETERS = ["id", "q", "user", "Tok"]
STRINGS = ["hello", "Hello World", "a=1&b=2", "one,two,,three", "/a/b/c.html", "%41%2fb+c", "YWJj", "10.0.0.1",
           "2001:db8::1", "17", "-3", "  padded  ", "x.y.z", "ab12cd", "www.example.com:81", '{"a":{"b":[1,"x",true]}}']
METHODS = ["GET", "GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.variables = ["txn.v%d" % i for i in range(4)]

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    # Expressions. ------------------------------------------------------------------------------------------------

    def text_fetch(self):
        r = self.random
        return self.pick([
            lambda: "path", lambda: "pathq", lambda: "url", lambda: "query", lambda: "base", lambda: "baseq",
            lambda: "method", lambda: "req.ver", lambda: "capture.req.uri", lambda: "capture.req.method",
            lambda: "req.hdr(%s)" % self.pick(HEADERS + ["host"]),
            lambda: "req.hdr(%s,%d)" % (self.pick(HEADERS), r.choice([1, 2, 3, -1, -2])),
            lambda: "req.fhdr(%s)" % self.pick(HEADERS + ["host", "cookie"]),
            lambda: "req.hdr_names", lambda: "req.cook(%s)" % self.pick(COOKIES), lambda: "req.cook_names",
            lambda: "url_param(%s)" % self.pick(PARAMETERS), lambda: "urlp(%s)" % self.pick(PARAMETERS),
            lambda: "var(%s)" % self.pick(self.variables), lambda: "fe_name",
            lambda: "str('%s')" % self.pick([s for s in STRINGS if '"' not in s]),
            lambda: "str('%s')" % self.pick(WORDS)])()

    def number_fetch(self):
        return self.pick([
            lambda: "int(%d)" % self.pick([0, 1, 7, 42, -5, 1000, 4294967296]),
            lambda: "req.hdr_cnt(%s)" % self.pick(HEADERS), lambda: "req.fhdr_cnt(%s)" % self.pick(HEADERS),
            lambda: "req.hdr_val(x-num)", lambda: "req.cook_cnt(sid)", lambda: "req.cook_val(sid)",
            lambda: "urlp_val(id)", lambda: "base32", lambda: "url32", lambda: "req.body_len",
            lambda: "path,length", lambda: "req.hdr_cnt"])()

    def text_converter(self):
        r = self.random
        delimiter = self.pick(["/", "'.'", "-", "','", "=", "&", ":"])
        return self.pick([
            lambda: "lower", lambda: "upper", lambda: "hex", lambda: "base64", lambda: "url_dec", lambda: "url_enc",
            lambda: "field(%d,%s)" % (r.choice([1, 2, 3, -1, -2]), delimiter),
            lambda: "field(%d,%s,%d)" % (r.choice([1, 2, -1]), delimiter, r.choice([0, 1, 2])),
            lambda: "word(%d,%s)" % (r.choice([1, 2, 3, -1]), delimiter),
            lambda: "word(%d,%s,%d)" % (r.choice([1, 2, -1, -2]), delimiter, r.choice([0, 1, 2])),
            lambda: "regsub(%s,%s%s)" % (self.pick(["[0-9]+", "a", "^/", "o*", "[a-c]"]), self.pick(["X", "", "-"]),
                                         self.pick(["", ",g"])),
            lambda: "bytes(%d)" % r.randint(0, 6), lambda: "bytes(%d,%d)" % (r.randint(0, 4), r.randint(0, 6)),
            lambda: "concat(<,%s,>)" % self.pick(self.variables), lambda: "ltrim(/)", lambda: "rtrim(l)",
            lambda: "host_only", lambda: "cut_crlf", lambda: "json", lambda: "b64dec", lambda: "sha1,hex",
            lambda: "param(%s)" % self.pick(["a", "b", "c"]), lambda: "language(en;fr,de)",
            lambda: "sha2(256),hex", lambda: "ub64enc", lambda: "digest(md5),hex",
            lambda: "map_%s(%s%s)" % (self.pick(["str", "beg", "sub", "dom", "dir", "end", "reg"]), "@MAP@",
                                      self.pick(["", ",none"])),
            lambda: "map_regm(@REGMAP@)", lambda: "map_str_int(@INTMAP@,5)"])()

    def number_converter(self):
        n = self.pick([0, 1, 2, 3, 10, -4, 255])
        return self.pick(["add(%d)" % n, "sub(%d)" % n, "mul(%d)" % n, "div(%d)" % n, "mod(%d)" % n, "and(%d)" % n,
                          "or(%d)" % n, "xor(%d)" % n, "neg", "not", "bool", "odd", "even", "cpl"])

    def to_number(self):
        return self.pick(["length", "crc32", "djb2", "sdbm", "wt6", "xxh32", "xxh64", "crc32(1)", "crc32c",
                          "port_only", "strcmp(%s)" % self.pick(self.variables), "map_str_int(@INTMAP@,5)"])

    def expression(self):
        if self.chance(0.06):
            return self.pick(["src,ipmask(24)", "src", "dst", "dst,ipmask(8)", "req.hdr_ip(x-ip)",
                              "req.hdr_ip(x-ip),ipmask(16,64)", "req.hdr_ip(x-ip,1)", "src,map_ip(@IPMAP@,no)",
                              "req.hdr_ip(x-ip),map_ip(@IPMAP@,no)"])
        if self.chance(0.3):
            parts = [self.number_fetch()]
            while self.chance(0.5):
                parts.append(self.number_converter())
            if self.chance(0.2):
                parts.append("iif(yes,no)")
            return ",".join(parts)
        parts = [self.text_fetch()]
        while self.chance(0.5):
            parts.append(self.text_converter())
        if self.chance(0.25):
            parts.append(self.to_number())
            while self.chance(0.4):
                parts.append(self.number_converter())
        return ",".join(parts)

    def format(self):
        text = ""
        for _ in range(self.random.randint(1, 2)):
            text += self.pick(["", "p-", "v=", "/"]) + "%[" + self.expression() + "]"
        return '"%s"' % text

    # Conditions. -------------------------------------------------------------------------------------------------

    def test(self):
        r = self.random
        flag = self.pick(["", "", "", "-i "])
        return self.pick([
            lambda: "path %s/%s" % (flag, self.pick(WORDS)),
            lambda: "path_beg %s/%s /%s" % (flag, self.pick(WORDS), self.pick(WORDS)),
            lambda: "path_end %s%s" % (flag, self.pick([".html", "/", "42", "t"])),
            lambda: "path_sub %s%s" % (flag, self.pick(WORDS)), lambda: "path_dir %s%s" % (flag, self.pick(WORDS)),
            lambda: "path_reg %s%s" % (flag, self.pick(["^/[a-z]+$", "[0-9]", "^/(a|b)/", "html$"])),
            lambda: "path_len %s %d" % (self.pick(["gt", "le", "eq", "lt", "ge"]), r.randint(1, 12)),
            lambda: "url_sub %s" % self.pick(["?", "=", "%", "cart"]),
            lambda: "method %s" % self.pick(["GET", "POST", "GET HEAD", "PATCH"]),
            lambda: "hdr(host) %s%s" % (flag, self.pick(HOSTS)), lambda: "hdr_beg(host) %swww." % flag,
            lambda: "hdr_dom(host) %sshop" % flag, lambda: "hdr_end(host) %s.example" % flag,
            lambda: "hdr(%s) %s%s" % (self.pick(HEADERS), flag, self.pick(WORDS + STRINGS[:1])),
            lambda: "hdr_sub(%s) %s%s" % (self.pick(HEADERS), flag, self.pick(WORDS)),
            lambda: "hdr_reg(%s) %s%s" % (self.pick(HEADERS), flag, self.pick(["^[a-z]+$", "[0-9]+", "^$"])),
            lambda: "hdr_cnt(%s) %s" % (self.pick(HEADERS), self.pick(["gt 0", "eq 2", "0", "1:2"])),
            lambda: "hdr_val(x-num) %s" % self.pick(["gt 10", "lt 0", "5:50", "eq 42"]),
            lambda: "hdr_ip(x-ip) %s" % self.pick(["10.0.0.0/8", "2001:db8::/32", "192.0.2.0/24 10.1.0.0/16"]),
            lambda: "req.cook(sid) %s%s" % (flag, self.pick(["abc", "42"])),
            lambda: "cook_beg(sid) a", lambda: "url_param(id) %s" % self.pick(["1", "42", "abc"]),
            lambda: "url_param(q) -m found", lambda: "req.hdr(x-a) -m found", lambda: "query -m sub id=",
            lambda: "src %s" % self.pick(["127.0.0.1", "127.0.0.0/30", "127.0.0.2 127.0.0.4/31"]),
            lambda: "var(%s) -m %s %s" % (self.pick(self.variables), self.pick(["str", "sub", "beg"]),
                                          self.pick(WORDS)),
            lambda: "var(%s) -m found" % self.pick(self.variables),
            lambda: "path,lower -m %s %s" % (self.pick(["str", "beg", "sub"]), self.pick(["/a", "/cart", "img"])),
            lambda: "path -f @LIST@", lambda: "hdr(host),lower -m end -f @LIST@",
            lambda: "path -m beg -f @LIST@", lambda: "src -f @NETS@", lambda: "hdr_ip(x-ip) -f @NETS@",
            lambda: "TRUE" if False else "always_true", lambda: "ssl_fc", lambda: "http_first_req",
            lambda: "path,map_beg(@MAP@,zero) -m str alpha", lambda: "req.body_len gt 3",
            lambda: "str(abc) -m %s %s" % (self.pick(["str", "beg", "end", "len"]), self.pick(["abc", "a", "3"]))])()

    def condition(self, names):
        alternatives = []
        for _ in range(self.pick([1, 1, 1, 2])):
            terms = []
            for _ in range(self.pick([1, 1, 2, 3])):
                negated = self.pick(["", "", "!"])
                if names and self.chance(0.5):
                    terms.append(negated + self.pick(names))
                else:
                    terms.append(negated + "{ %s }" % self.test())
            alternatives.append(" ".join(terms))
        return self.pick(["if", "if", "if", "unless"]) + " " + " or ".join(alternatives)

    def maybe(self, names, probability=0.7):
        return " " + self.condition(names) if self.chance(probability) else ""

    # Rules. ------------------------------------------------------------------------------------------------------

    def request_rule(self, number, names):
        header = self.pick(["x-a", "x-b", "x-list", "x-new%d" % number])
        return "http-request " + self.pick([
            lambda: "set-header x-n%d %s" % (number, self.format()) + self.maybe(names, 0.3),
            lambda: "set-header x-n%d %s" % (number, self.format()) + self.maybe(names, 0.3),
            lambda: "set-header x-n%d %s" % (number, self.format()) + self.maybe(names, 0.3),
            lambda: "add-header %s %s" % (header, self.format()) + self.maybe(names),
            lambda: "del-header %s" % header + self.maybe(names),
            lambda: "del-header x- -m %s" % self.pick(["beg", "sub"]) + self.maybe(names),
            lambda: "replace-header %s (.*) %s" % (header, self.pick([r"<\1>", r"\1\1", "gone"])) + self.maybe(names),
            lambda: "replace-value %s ([a-z]+) %s" % (header, self.pick([r"<\1>", "w"])) + self.maybe(names),
            lambda: "set-var(%s) %s" % (self.pick(self.variables), self.expression()) + self.maybe(names, 0.3),
            lambda: "set-var(%s,%s) %s" % (self.pick(self.variables),
                                           self.pick(["ifexists", "ifnotexists", "ifnotempty"]), self.expression()),
            lambda: "set-var-fmt(%s) %s" % (self.pick(self.variables), self.format()),
            lambda: "unset-var(%s)" % self.pick(self.variables) + self.maybe(names),
            lambda: 'set-path "/p%[path]"' + self.maybe(names),
            lambda: "set-path /%s" % self.pick(WORDS) + self.maybe(names),
            lambda: "set-pathq %s" % self.pick(["/x?y=1", "/z"]) + self.maybe(names),
            lambda: "set-query %s" % self.pick(["a=b", '"%[query,lower]"']) + self.maybe(names),
            lambda: r"replace-path ^/([^/]*)(.*) %s" % self.pick([r"\2/\1", r"/r\1\2"]) + self.maybe(names),
            lambda: r"replace-pathq ([^?]*)(\?.*)? %s" % self.pick([r"\1", r"/pq\1\2"]) + self.maybe(names),
            lambda: "set-method %s" % self.pick(["POST", "GET", "PATCH"]) + self.maybe(names, 1),
            lambda: "normalize-uri %s" % self.pick(["path-merge-slashes", "path-strip-dot", "path-strip-dotdot",
                                                    "path-strip-dotdot full", "percent-to-uppercase",
                                                    "percent-decode-unreserved", "query-sort-by-name"]),
            lambda: "track-sc%d %s table %s" % (self.pick([0, 1]), self.pick(["src", "path", "req.hdr(host)"]),
                                                self.pick(["t_ip", "t_str"])) + self.maybe(names, 0.3),
            lambda: "sc-inc-gpc0(%d)" % self.pick([0, 1]) + self.maybe(names),
            lambda: "sc-set-gpt0(0) %d" % self.pick([1, 9]) + self.maybe(names),
            lambda: 'set-header x-sc%d "%%[%s]"' % (number, self.pick([
                "sc_http_req_cnt(0)", "sc0_http_req_cnt", "sc_conn_cnt(1)", "sc_get_gpc0(0)", "sc_get_gpt0(0)",
                "sc_http_req_rate(0)", "sc_conn_cur(0)", "sc_tracked(1)", "src_http_req_cnt(t_ip)", "sc_http_err_cnt(0)",
                "src,table_http_req_cnt(t_ip)", "path,in_table(t_str)", "src_get_gpc0(t_ip)", "sc_gpc0_rate(0)"])),
            lambda: "set-map(@MAP@) %s %s" % (self.pick(['"%[path]"', "/a"]), self.pick(["beta", '"%[method]"']))
                    + self.maybe(names, 1),
            lambda: "deny" + self.answer() + " " + self.condition(names),
            lambda: "return" + self.answer() + " " + self.condition(names),
            lambda: "redirect " + self.redirect() + " " + self.condition(names),
            lambda: "allow " + self.condition(names),
            lambda: "reject " + self.condition(names) + " { path_end 42 }",
            lambda: "tarpit " + self.condition(names) + " { path_sub admin }",
            lambda: "auth realm R " + self.condition(names) + " !{ http_auth(users) }"])()

    def answer(self):
        text = self.pick(["", " status %d" % self.pick([400, 403, 404, 429, 500, 503])])
        if self.chance(0.5):
            text += ' content-type text/plain ' + self.pick(['string "no"', 'lf-string %s' % self.format()])
        if self.chance(0.4):
            text += ' hdr x-answer %s' % self.format()
        return text

    def redirect(self):
        text = self.pick(["location /there", 'location "/t?u=%[path]"', "prefix /pre", "scheme https",
                          'location "%[path,map_str(@MAP@)]" ignore-empty', "prefix http://h.example"])
        for option in (" code %d" % self.pick([301, 302, 303, 307, 308]), " drop-query", " append-slash",
                       " set-cookie A=1", " clear-cookie B="):
            if self.chance(0.25):
                text += option
        return text

    def response_rule(self, number, names):
        return "http-response " + self.pick([
            lambda: 'set-header x-r%d "%s"' % (number, self.pick([
                "%[status]", "%[res.hdr(x-origin)]", "%[res.hdr_cnt(x-origin)]", "%[var(txn.v0)]", "%[res.fhdr(x-origin)]",
                "%[method]", "%[capture.req.uri]", "%[res.cook(app)]", "%[srv_name]", "%[be_name]", "%[src]",
                "%[status,add(1)]", "%[res.hdr(x-origin),upper]", "%[sc_http_req_cnt(0)]"])),
            lambda: "add-header x-r %s" % self.pick(WORDS), lambda: "del-header x-origin",
            lambda: "del-header x- -m beg", lambda: r"replace-header x-origin (.*) [\1]",
            lambda: r"replace-value x-origin (.*) [\1]",
            lambda: "set-status %d if { status %s }" % (self.pick([201, 404, 599]), self.pick(["200", "404", "ge 500"])),
            lambda: "deny%s if { status %s }" % (self.pick(["", " status 500"]), self.pick(["404", "ge 500"])),
            lambda: "return status 200 content-type text/plain string ok hdr x-a b if { status 500 }",
            lambda: "redirect location /resp if { status 404 }"])()

    # A whole configuration. --------------------------------------------------------------------------------------

    def configuration(self):
        lines = ["defaults", "mode http", "timeout client 5s", "timeout server 5s", "timeout connect 2s",
                 "timeout tarpit 20ms", "userlist users", "user joe insecure-password secret",
                 "backend t_ip", "stick-table type ip size 100 expire 1h store conn_cnt,conn_cur,http_req_cnt,"
                 "http_req_rate(1h),http_err_cnt,gpc0,gpc0_rate(1h),gpt0",
                 "backend t_str", "stick-table type string len 64 size 100 expire 1h store conn_cnt,http_req_cnt,"
                 "http_req_rate(1h),gpc0,gpt0,http_err_cnt",
                 "frontend fe", "bind @BIND@"]
        names = []
        for i in range(self.random.randint(2, 6)):
            name = "acl%d" % i
            for _ in range(self.pick([1, 1, 2])):
                lines.append("acl %s %s" % (name, self.test()))
            names.append(name)
        if self.chance(0.2):
            lines.append("option forwardfor" + self.pick(["", " if-none", " except 127.0.0.2", " header x-client"]))
        if self.chance(0.1):
            lines.append("monitor-uri /monitor")
        for i in range(self.random.randint(4, 14)):
            lines.append(self.request_rule(i, names))
        for i in range(self.random.randint(0, 4)):
            lines.append(self.response_rule(i, names))
        if self.chance(0.3):
            lines.append("http-after-response set-header x-after %s" % self.pick(['"%[status]"', "1"]))
        if self.chance(0.2):
            lines.append("redirect " + self.redirect() + " " + self.condition(names))
        for i in range(self.random.randint(1, 4)):
            lines.append("use_backend be%d %s" % (self.random.randint(0, 2), self.condition(names)))
        if self.chance(0.3):
            lines.append("use_backend %s %s" % (self.pick(["be%[path,length,mod(3)]", "%[req.hdr(x-a),lower]",
                                                           "%[path,map_beg(@BEMAP@,be2)]"]), self.condition(names)))
        if self.chance(0.95):
            lines.append("default_backend be0")
        for b in range(3):
            lines += self.backend(b)
        return lines

    def backend(self, number):
        lines = ["backend be%d" % number,
                 "balance " + self.pick(["roundrobin", "static-rr", "first", "source", "uri",
                                         "uri whole", "hdr(x-a)", "url_param id", "hdr(host) use_domain_only"])]
        if self.chance(0.3):
            lines.append("hash-type " + self.pick(["consistent", "map-based djb2", "consistent wt6 avalanche"]))
        cookie = self.chance(0.3)
        if cookie:
            lines.append("cookie SRV " + self.pick(["insert", "insert indirect nocache", "rewrite", "prefix",
                                                    "insert postonly", "insert preserve"]))
        for i in range(self.random.randint(0, 3)):
            lines.append(self.request_rule(20 + i, []))
        for i in range(self.random.randint(0, 2)):
            lines.append(self.response_rule(20 + i, []))
        if self.chance(0.2):
            lines += ["stick-table type string len 32 size 100 expire 1h",
                      "stick on " + self.pick(["req.hdr(x-a)", "url_param(id)", "req.cook(sid)", "path"])]
        servers = self.random.randint(1, 4)
        if self.chance(0.2):
            lines.append("use-server s%d %s" % (self.random.randint(1, servers), self.condition([])))
        for s in range(servers):
            weight = " weight %d" % self.random.randint(1, 5) if self.chance(0.3) else ""
            backup = " backup" if s > 0 and self.chance(0.15) else ""
            key = " cookie s%d" % (s + 1) if cookie else ""
            lines.append("server s%d @SERVER%d@%s%s%s" % (s + 1, number * 4 + s, weight, backup, key))
        return lines

    def files(self):
        """Pattern and map files by placeholder."""
        keys = ["/a", "/cart", "/", "alpha", "42", "shop", ".html", "/api/v1", "img", "hello"]
        self.random.shuffle(keys)
        return {
            "MAP": "".join("%s %s\n" % (k, self.pick(["alpha", "beta", "/new", "7"])) for k in keys),
            "REGMAP": "^/([a-z]+) one-\\1\n([0-9]+) num-\\1\n",
            "INTMAP": "".join("%s %d\n" % (k, self.random.randint(-5, 99)) for k in keys),
            "BEMAP": "/a be1\n/api be2\n/ be0\n",
            "IPMAP": "10.0.0.0/8 ten\n10.1.0.0/16 ten-one\n127.0.0.0/8 loop\n127.0.0.2 two\n2001:db8::/32 doc\n",
            "LIST": "/a\n/cart\n# comment\n.example\nshop\n",
            "NETS": "127.0.0.2\n10.0.0.0/8\n2001:db8::/48\n"}

    # Requests. ---------------------------------------------------------------------------------------------------

    def target(self):
        path = "/" + "/".join(self.pick(WORDS) for _ in range(self.random.randint(0, 3)))
        if self.chance(0.1):
            path = self.pick(["/monitor", "//a//b/../c/./d", "/%41%2f%zz", "/a/../../b", "/a%2Fb%c3%a9/"])
        if self.chance(0.4):
            path += "?" + "&".join("%s=%s" % (self.pick(PARAMETERS), self.pick(WORDS + ["", "a%20b", "x+y"]))
                                   for _ in range(self.random.randint(1, 3)))
        return path

    def request(self):
        headers = [("host", self.pick(HOSTS))]
        values = {"x-ip": ["10.1.2.3", "2001:db8::7", "nonsense", "192.0.2.1, 10.0.0.1", "10.9.9.9:80"],
                  "x-num": ["42", "-7", "abc", "0012", "7, 8", "99999999999", "12ab"],
                  "x-list": ["a, b,c", "one", 'x,"q,r",y', ", a", "a,,b"], "x-empty": [""],
                  "accept-language": ["fr;q=0.5, en", "de", "es, fr;q=0.1"]}
        for name in self.random.sample(HEADERS, self.random.randint(0, 4)):
            for _ in range(self.pick([1, 1, 1, 2])):
                headers.append((name, self.pick(values.get(name, WORDS + ["be1", "Be2", "hello"]))))
        if self.chance(0.4):
            parts = ["%s=%s" % (self.pick(COOKIES), self.pick(["abc", "42", "s1", "s2", "s1~app", "", "s9"]))
                     for _ in range(self.random.randint(1, 3))]
            headers.append(("cookie", "; ".join(parts)))
        if self.chance(0.1):
            headers.append(("authorization", self.pick(["Basic am9lOnNlY3JldA==", "Basic am9lOndyb25n", "Bearer x"])))
        method = self.pick(METHODS)
        body = self.pick(["", "id=42", "x"]) if method in ("POST", "PUT", "PATCH") else ""
        if method in ("POST", "PUT", "PATCH"):
            headers.append(("content-length", str(len(body))))
        return {"src": "127.0.0.%d" % self.random.randint(1, 6), "method": method, "path": self.target(),
                "headers": headers, "body": body,
                "response": {"status": self.pick([200, 200, 200, 200, 404, 500, 302]),
                             "headers": self.response_headers()}}

    def response_headers(self):
        headers = [("content-length", "0"), ("x-origin", self.pick(["o", "a, b", "x"]))]
        if self.chance(0.3):
            headers.append(("set-cookie", self.pick(["app=1; path=/", "SRV=mine; path=/"])))
        return headers
