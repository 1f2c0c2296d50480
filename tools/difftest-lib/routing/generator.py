"""Configurations and requests at random, the same ones for the same seed.

A configuration is a list of lines with placeholders for ports and files, grown from the grammar of vocabulary.py. What
HAProxy does not accept among the random lines is taken out afterwards (compare.py), so the generator need not know every
rule of the language; it only has to be inventive. Nothing that depends on the clock or on chance is generated: such answers
cannot be compared. Three kinds take turns: `mixed` configurations have every kind of rule, `dense` ones set one header after
the other from random expressions, so that many expressions meet each request, `themed` ones are put together from recipes
(themes.py, idioms.py, sites.py, corners.py).
"""
import random
import re

from . import corners, idioms, messages, sites, themes, vocabulary

GRAMMAR = {**vocabulary.GRAMMAR, **themes.WORDS, **idioms.WORDS, **corners.WORDS}
RECIPES = themes.RECIPES + idioms.RECIPES + sites.RECIPES + corners.RECIPES
PLACE = re.compile(r"<([a-z_0-9]+)>")
SERVERS_OF_A_BACKEND = 4
BACKENDS = ["be0", "be1", "be2", "fe"]
LISTEN = 3  # the last one

TABLE_DATA = ("conn_cnt,conn_cur,conn_rate(1h),http_req_cnt,http_req_rate(1h),http_err_cnt,http_err_rate(1h),"
              "http_fail_cnt,sess_cnt,sess_rate(1h),bytes_in_cnt,")
OLD_COUNTERS = "gpc0,gpc0_rate(1h),gpc1,gpc1_rate(1h),gpt0"
ARRAYS = "gpc(4),gpc_rate(4,1h),gpt(4)"


class Generator:
    grammar = GRAMMAR

    def __init__(self, seed, kind="mixed"):
        self.random = random.Random(seed)
        self.dense, self.themed = kind == "dense", kind == "themed"
        self.fresh = 0
        self.encrypted = self.chance(0.15)  # clients come by TLS
        self.listens = self.chance(0.12)  # the frontend is a backend, too
        self.proxied = not self.encrypted and self.chance(0.08)  # another proxy says whose connection it is
        self.messages = messages.Messages(self.random)

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, probability):
        return self.random.random() < probability

    def grow(self, text):
        """`text` with every <name> replaced by something that stands under the name."""
        def replacement(found):
            name = found.group(1)
            if name == "fresh":
                self.fresh += 1
                return str(self.fresh)
            return self.pick(self.grammar[name]) if name in self.grammar else found.group(0)

        for _ in range(12):
            grown = PLACE.sub(replacement, text)
            if grown == text:
                break
            text = grown
        return text

    # Conditions. -------------------------------------------------------------------------------------------------

    def condition(self, names, test="<test>"):
        alternatives = []
        for _ in range(self.pick([1, 1, 1, 2])):
            terms = []
            for _ in range(self.pick([1, 1, 2, 3])):
                negated = self.pick(["", "", "!"])
                if names and self.chance(0.5):
                    terms.append(negated + self.pick(names))
                else:
                    made = self.grow(test)
                    terms.append(negated + (made if made.isupper() and " " not in made else "{ %s }" % made))
            alternatives.append(" ".join(terms))
        return self.pick(["if", "if", "if", "unless"]) + " " + " or ".join(alternatives)

    def maybe(self, names, probability=0.5, test="<test>"):
        return " " + self.condition(names, test) if self.chance(probability) else ""

    # Rules. ------------------------------------------------------------------------------------------------------

    def request_rules(self, count, names):
        lines = []
        for _ in range(count):
            if self.dense:
                lines.append("http-request " + self.grow(self.pick(
                    ["set-header x-n<fresh> <format>"] * 9 + ["set-var(<var>) <quoted>", "<request_action>"])))
                continue
            final = self.chance(0.25)
            lines.append("http-request " + self.grow("<final_action>" if final else "<request_action>") +
                         (" " + self.condition(names) if final else self.maybe(names)))
        return lines

    def response_rules(self, count, names):
        lines = []
        for _ in range(count):
            kind = self.pick(["http-response", "http-response", "http-after-response"])
            final = self.chance(0.15) and not self.dense
            action = self.grow("<response_final>" if final else "<response_action>")
            condition = " " + self.condition(names, "<response_test>") if final else self.maybe(names, 0.3, "<response_test>")
            if re.search(r"res\.body|res\.hdrs|content-length", action + condition):
                kind = "http-response"  # the size of the proxy's own pages is each program's own
            lines.append("%s %s%s" % (kind, action, condition))
        return lines

    def tcp_rules(self, count):
        lines = ["tcp-request inspect-delay %s" % self.pick(["10ms", "0"])] if self.chance(0.5) else []
        for _ in range(count):
            kind = self.pick(["connection", "session", "content", "content", "content"])
            lines.append("tcp-request %s %s%s" % (kind, self.grow("<tcp_action>"), " " + self.condition([], "<tcp_test>")))
        return lines

    def tcp_response_rules(self):
        """What HAProxy rejects before the answer has come may reach the server or not: such rules look at the answer. They
        wait for none, or so long that it always comes in time."""
        lines = ["tcp-response inspect-delay %s" % self.pick(["150ms", "200ms", "0"])] if self.chance(0.6) else []
        for _ in range(self.random.randint(1, 4)):
            if self.chance(0.2):
                lines.append(self.grow("tcp-response content <tcp_response_final> if { <answer_test> }"))
            else:
                lines.append("tcp-response content " + self.grow("<tcp_response_action>") + self.maybe([], 0.6, "<response_test>"))
        return lines

    # Recipes. ----------------------------------------------------------------------------------------------------

    def merged(self, lists):
        """One list of all, each in its own order."""
        lists = [list(lines) for lines in lists if lines]
        result = []
        while lists:
            chosen = self.pick(lists)
            result.append(chosen.pop(0))
            lists = [lines for lines in lists if lines]
        return result

    def choose_recipes(self):
        """What the recipes of this configuration put into the frontend, and into backends by number."""
        chosen = self.random.sample(RECIPES, self.random.randint(3, 6)) if self.themed else []
        frontend = self.merged([recipe.get("frontend", []) for recipe in chosen])
        backends = {}
        for recipe in chosen:
            lines = recipe.get("backend", [])
            backends.setdefault(self.random.randint(0, 2), []).extend(line for line in lines if self.chance(0.6))
        return [self.grow(line) for line in frontend], {n: [self.grow(line) for line in lines] for n, lines in backends.items()}

    # A whole configuration. --------------------------------------------------------------------------------------

    def configuration(self):
        lines = ["global", "expose-experimental-directives", "nbthread 1", "set-var proc.p0 str(process)", "set-var proc.n0 int(2)", "defaults base", "mode http", "timeout client 5s",
                 "timeout server 5s", "timeout connect 2s", "timeout tarpit 20ms", *self.defaults(),
                 "userlist users", "group g1 users joe", "group g2", "user joe insecure-password secret",
                 "user ann insecure-password pw groups g2",
                 "http-errors pages", "errorfile 403 @ERRORFILE@", "errorfile 404 @ERRORFILE@", "errorfile 503 @ERRORFILE@",
                 "backend t_ip from base", "stick-table type ip size 100 expire 1h store " + TABLE_DATA +
                 self.pick([OLD_COUNTERS, ARRAYS]),
                 "backend t_str from base", "stick-table type string len 64 size 100 expire 1h store " + TABLE_DATA +
                 self.pick([OLD_COUNTERS, ARRAYS]),
                 "cache c", "total-max-size 4", *self.vary(), *self.rules_of_defaults(),
                 ("listen" if self.listens else "frontend") + " fe from " + self.frontend_defaults,
                 "bind @BIND@" + self.pick([" name public", ""]) + self.encryption() + (" accept-proxy" if self.proxied else "")]
        lines += ["declare capture request len 8", "declare capture response len 8"]
        names = []
        for i in range(self.random.randint(2, 6)):
            for _ in range(self.pick([1, 1, 2])):
                lines.append("acl acl%d %s" % (i, self.grow("<test>")))
            names.append("acl%d" % i)
        lines += self.frontend_options()
        if not self.dense and self.chance(0.3):
            lines += self.tcp_rules(self.random.randint(1, 4))
        recipes, self.backend_recipes = self.choose_recipes()
        lines += recipes
        count = self.random.randint(25, 40) if self.dense else self.random.randint(0, 2) if self.themed else self.random.randint(4, 14)
        lines += self.request_rules(count, names)
        lines += self.response_rules(self.random.randint(8, 14) if self.dense else self.random.randint(0, 5), [])
        if self.chance(0.2) and not self.dense:
            lines.append("redirect " + self.grow("<redirect>") + " " + self.condition(names))
        for i in range(self.random.randint(1, 4)):
            lines.append("use_backend be%d %s" % (self.random.randint(0, 2), self.condition(names)))
        if self.chance(0.3):
            lines.append("use_backend %s %s" % (self.pick(["be%[path,length,mod(3)]", "%[req.hdr(x-a),lower]",
                                                           "%[path,map_beg(@BEMAP@,be2)]"]), self.condition(names)))
        if self.chance(0.3 if self.listens else 0.95):
            lines.append("default_backend be0")
        lines += self.servers_of_listen() if self.listens else []
        for b in range(3):
            lines += self.backend(b)
        return lines

    def servers_of_listen(self):
        lines = ["balance " + self.pick(["roundrobin", "source", "uri", "hdr(x-a)"])]
        cookie = self.chance(0.5)
        lines += ["cookie SRV " + self.pick(["insert", "insert indirect nocache", "rewrite", "prefix"])] if cookie else []
        lines += [self.grow(line) for line in ("use-server s1 if <met>", "stick-table type string size 100 expire 1h", "stick on <stick_key>") if self.chance(0.2)]
        return lines + ["server s%d @SERVER%d@%s" % (s + 1, LISTEN * SERVERS_OF_A_BACKEND + s, self.server_options(s, cookie))
                        for s in range(self.random.randint(1, SERVERS_OF_A_BACKEND))]

    def rules_of_defaults(self):
        """Sections whose rules go before those of the proxies that take them."""
        self.frontend_defaults = self.backend_defaults = "base"
        lines = []
        if self.chance(0.12):
            self.frontend_defaults = "web"
            lines += ["defaults web from base"] + self.request_rules(self.random.randint(1, 3), []) + self.response_rules(self.random.randint(0, 2), [])
        if self.chance(0.12):
            self.backend_defaults = "app"
            lines += ["defaults app from base"] + self.request_rules(self.random.randint(0, 2), []) + self.response_rules(self.random.randint(1, 3), [])
            lines += self.pick([[], ["option forwardfor"], ["retries 1"], ["errorfile 503 @ERRORFILE@"], ["option redispatch"]])
        return [line for line in lines if "cache-store" not in line]  # of defaults it breaks connections, and 2.6 dies

    def vary(self):
        lines = ["process-vary on"] if self.chance(0.5) else []
        return lines + ["max-secondary-entries %d" % self.random.randint(1, 3)] if lines and self.chance(0.3) else lines

    def encryption(self):
        return self.pick([" ssl crt @PEM@", " ssl crt @PEM@ alpn http/1.1", " ssl crt @PEM@ alpn h2,http/1.1"]) if self.encrypted else ""

    def defaults(self):
        """What the frontend and the backends inherit; some of it changes nothing, which is worth seeing, too."""
        lines = []
        for line in ("option forwardfor", "option forwardfor if-none", "option http-server-close", "option redispatch", "retries 2",
                     "errorloc 403 /refused", "errorloc303 404 http://pages.example/none", "errorfile 503 @ERRORFILE@", "fullconn 10",
                     "http-error status 429 content-type text/plain string slow", "compression algo gzip", "http-reuse always",
                     "option http-restrict-req-hdr-names delete", "default-server weight 3",
                     "option originalto", "cookie SRV insert indirect", "unique-id-format %[path,length]", "option httplog",
                     "timeout queue 3s", "timeout http-request 5s", "option abortonclose", "email-alert level info", "maxconn 100",
                     "option forwarded", "http-send-name-header x-sent-to", "load-server-state-from-file none", "option prefer-last-server",
                     "option http-use-htx", "option tcp-smart-accept", "option contstats", "option log-health-checks", "hash-type consistent"):
            if self.chance(0.03):
                lines.append(line)
        return lines

    def frontend_options(self):
        options = []
        for probability, choices in (
                (0.2, ["option forwardfor", "option forwardfor if-none", "option forwardfor except 127.0.0.2",
                       "option forwardfor header x-client"]),
                (0.1, ["option originalto", "option originalto except 127.0.0.1"]),
                (0.1, ["monitor-uri /monitor"]), (0.05, ["monitor fail if acl0"]),
                (0.15, ["unique-id-format u-%[path,length]-%ci", "unique-id-format %{+X}o%ci"]),
                (0.1, ["unique-id-header x-unique"]),
                (0.3, ["capture request header x-a len 3", "capture request header host len 20"]),
                (0.2, ["capture response header x-origin len 10"]), (0.1, ["capture cookie sid len 10"]),
                (0.1, ["errorfile 403 @ERRORFILE@", "errorfiles pages", "http-error status 404 content-type a/b string x",
                       "http-error status 403 content-type a/b lf-string \"%[path]\" hdr x-err 1",
                       "http-error status 404 errorfiles pages", "http-error status 403 default-errorfiles"]),
                (0.05, ["compression algo gzip", "compression algo deflate gzip\ncompression type text/html application/json"]),
                (0.1, ["option http-server-close", "option httpclose", "option http-keep-alive"]),
                (0.04, ["errorfile 403 /dev/null", "errorfile 503 /dev/null"]), (0.08, ["errorloc 403 /refused", "errorloc302 404 https://pages.example/none", "errorloc303 503 /sorry"]),
                (0.1, ["option http-buffer-request"]), (0.1, ["log 127.0.0.1:1 local0\nlog-format \"%ci\""]),
                (0.1, ["option http-restrict-req-hdr-names delete", "option http-restrict-req-hdr-names reject",
                       "option accept-unsafe-violations-in-http-request"]),
                (0.05, ["stats uri /stats", "option httpslog", "filter compression",
                        "stats uri /stats\nstats http-request deny unless { src 127.0.0.1 127.0.0.2 }\nstats http-request auth realm S"])):
            if self.chance(probability):
                options += self.pick(choices).split("\n")
        return options

    def backend(self, number):
        lines = ["backend be%d from %s" % (number, self.backend_defaults),
                 "balance " + self.pick(["roundrobin", "static-rr", "first", "source", "uri", "uri whole", "uri depth 2",
                                         "hdr(x-a)", "url_param id", "hdr(host)", "uri len 5",
                                         "hash path,lower", "uri path-only", "url_param user check_post"])]
        if self.chance(0.3):
            lines.append("hash-type " + self.pick(["consistent", "map-based djb2", "consistent wt6 avalanche",
                                                   "map-based crc32 avalanche", "consistent sdbm"]))
        cookie = self.chance(0.35)
        if cookie:
            lines.append("cookie SRV " + self.pick(["insert", "insert indirect nocache", "rewrite", "prefix", "prefix nocache",
                                                    "insert postonly", "insert preserve", "insert indirect httponly secure",
                                                    "insert domain .a.example domain b.example", "insert preserve indirect",
                                                    "insert attr \"SameSite=None\"", "rewrite nocache",
                                                    "insert nocache", "insert dynamic", "insert indirect dynamic"]))
            if lines[-1].endswith("dynamic"):
                lines.append("dynamic-cookie-key " + self.pick(["key", "other"]))
                cookie = self.chance(0.2)  # a server with a name of its own keeps it
        if self.chance(0.1):
            lines += self.tcp_rules(1)
        if self.chance(0.12):
            lines += self.tcp_response_rules()
        lines += self.request_rules(self.random.randint(0, 3), [])
        lines += self.response_rules(self.random.randint(0, 2), [])
        for probability, choices in ((0.1, ["option forwardfor"]), (0.05, ["option forwarded", "option forwarded host by for proto"]),
                                     (0.05, ["option http-restrict-req-hdr-names delete"]), (0.1, ["http-send-name-header x-server"]),
                                     (0.1, ["force-persist " + self.condition([])]),
                                     (0.1, ["ignore-persist " + self.condition([])]), (0.05, ["option allbackups"]),
                                     (0.1, ["retries 1", "option persist"]), (0.1, ["errorfile 503 @ERRORFILE@", "errorloc 502 /broken"]),
                                     (0.05, ["default-server weight 3", "default-server backup", "default-server disabled"]),
                                     (0.06, ["retry-on 500 503", "retry-on all-retryable-errors", "retry-on 404 conn-failure\nretries 1",
                                             "retry-on 503 429\noption redispatch", "retry-on 302 500\noption redispatch 1"]),
                                     (0.05, ["option redispatch", "fullconn 20", "http-reuse never", "option prefer-last-server"])):
            if self.chance(probability):
                lines += self.pick(choices).split("\n")
        if self.chance(0.25):
            kind, keys = self.pick([("string len 32", "<stick_key>"), ("string", "<stick_key>"), ("binary len 5", "<stick_key>"),
                                    ("ip", "src"), ("ipv6", "src"), ("integer", "path,length"), ("ip", "req.hdr_ip(x-ip)")])
            lines += ["stick-table type %s size 100 expire 1h" % kind,
                      self.grow("stick %s %s%s" % (self.pick(["on", "match", "store-request", "on"]), keys, self.maybe([], 0.3)))]
            if self.chance(0.3):
                lines.append("stick store-response " + self.pick(["res.cook(app)", "res.hdr(x-origin)", "src"]))
        lines += self.backend_recipes.get(number, [])
        servers = self.random.randint(1, SERVERS_OF_A_BACKEND)
        if self.chance(0.2):
            lines.append("use-server s%d %s" % (self.random.randint(1, servers), self.condition([])))
        for s in range(servers):
            lines.append("server s%d @SERVER%d@%s" % (s + 1, number * SERVERS_OF_A_BACKEND + s, self.server_options(s, cookie)))
        return lines

    def server_options(self, index, cookie):
        text = " cookie s%d" % (index + 1) if cookie else ""
        for probability, option in ((0.3, "weight %d" % self.random.randint(0, 5)), (0.1, "disabled"),
                                    (0.15 if index else 0, "backup"), (0.1, "maxconn %d" % self.random.randint(1, 9)),
                                    (0.1, "id %d" % self.random.randint(5, 900) if index else "id 77"), (0.05, "non-stick"), (0.05, "check inter 1h"),
                                    (0.05, "init-addr last,libc,none")):
            if self.chance(probability):
                text += " " + option
        # Not with a limit: 3.2 miscounts those whom such a server redirects, until it counts as full.
        if "maxconn" not in text and self.chance(0.04):
            text += " redir " + self.pick(["https://img.example", "/", "/moved", "http://files.example/pub"])
        return text

    def files(self):
        """Files by placeholder."""
        keys = ["/a", "/cart", "/", "alpha", "42", "shop", ".html", "/api/v1", "img", "hello", "a", "shop.example"]
        self.random.shuffle(keys)
        # A pattern of delimiters alone: HAProxy's `dir` and `dom` look at whatever byte lies behind the text in memory.
        words = [key for key in keys if key.strip("/.:")]
        return {
            "WORDMAP": "".join("%s %s\n" % (k, self.pick(["alpha", "beta", "/new", "7", "two words"])) for k in words),
            "MAP": "".join("%s %s\n" % (k, self.pick(["alpha", "beta", "/new", "7", "two words"])) for k in keys),
            "REGMAP": "^/([a-z]+) one-\\1\n([0-9]+) num-\\1\nhel(l)o \\0-\\1\n",
            "INTMAP": "".join("%s %d\n" % (k, self.random.randint(-5, 99)) for k in keys),
            "NUMMAP": "1 11\n2:5 2\n42 7\n0 0\n7:9 789\n-5 5\n100: 99\n",
            "ADDRMAP": "/a 10.1.1.1\n/ 2001:db8::1\nalpha 10.9.9.9\nhello 192.0.2.7\n",
            "HOSTMAP": "shop.example be1\nwww.shop.example be2\nEXAMPLE be0\n10.1.2.3 be2\nimg.test be1\n[::1] be2\n",
            "BEMAP": "/a be1\n/api be2\n/ be0\n",
            "IPMAP": "10.0.0.0/8 ten\n10.1.0.0/16 7\n127.0.0.0/8 loop\n127.0.0.2 2\n2001:db8::/32 doc\n::1 self\n",
            "LIST": "/a\n/cart\n# comment\n.example\nshop\n  /img\n",
            "METHODS": "get\nFOO\nPOST\nPatch\n",
            "NETS": "127.0.0.2\n10.0.0.0/8\n2001:db8::/48\n",
            "BODY": "hello body\n", "LFBODY": "path %[path] and %[method]\n",
            "ERRORFILE": "HTTP/1.1 403 No\r\nContent-Type: text/plain\r\nX-Page: own\r\nContent-Length: 4\r\n\r\nown\n"}
