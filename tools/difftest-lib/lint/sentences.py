"""Sample expressions, ACLs and conditions, made from the tables."""
from lint import values

PATTERNS = {
    "integer": ["1", "10", "gt 5", "ge 1 le 5", "1:5", ":10", "abc", "5:", "10 20", "eq 3", "nosuch 3", "-5", "4294967296", "1.5"],
    "boolean": ["", "1", "0", "true", "abc"],
    "string": ["x", "/path", "-i x", "-m beg x", "-m reg ^x", "-m reg (", "-m end x y", "-m sub -i x", "-m dom example.org", "-m len 5",
               "-m len x", "-m str x", "-m found", "-m dir x", "-m ip 10.0.0.1", "-m int 5", "-m nosuch x", "-f text.txt",
               "-f missing", "-n x", "-M x", "-u 5 x", "-u x y", "-- -x", "-m bool", "-x y", "", "-m bin 4142", "-m bin 4", "-m sub x,y"],
    "address": ["10.0.0.1", "10.0.0.0/8", "::1", "10.0.0.0/33", "nosuch.invalid", "192.0.2.0/255.255.255.0", "10.0.0.1/x", "-m int 4",
                "-m str x", "", "10.0.0", "-m beg 10.", "0/0", "2001:db8::/32", "2001:db8::/129", "10.0.0.1 192.0.2.1", "-n 10.0.0.1"],
    "binary": ["-m bin 4142", "-m str x", "4142", "-m found", "-m len 5", "-m beg 41", "", "-m sub x", "-m reg x", "-m int 5"],
    "method": ["GET", "POST HEAD", "nosuch", "get", "-m str GET", "-m beg G", "", "-m int 1"],
}
PATTERNS["ipv4"] = PATTERNS["ipv6"] = PATTERNS["address"]
PREDEFINED = ["TRUE", "FALSE", "HTTP", "HTTP_1.0", "HTTP_1.1", "HTTP_2.0", "HTTP_CONTENT", "HTTP_URL_ABS", "LOCALHOST", "METH_GET",
              "METH_POST", "RDP_COOKIE", "REQ_CONTENT", "WAIT_END", "METH_HEAD", "HTTP_URL_STAR", "HTTP_URL_SLASH", "nosuch", "true"]
ARGUMENTS = {
    "int": ["0", "1", "5", "24"], "str": ["x", "txn.x", "1", "a.b", "host", "sha2", "md5", "/"], "ip": ["10.0.0.1"],
    "time": ["5s", "10"], "size": ["1k", "10"], "bad": ["", "-1", "abc", "99999999999", "'x y'", "nosuch", "1.5", "txn.", "%[src]"],
}


class Sentences:
    def __init__(self, rng, tables, version):
        self.rng, self.version = rng, version
        self.fetches = [r for r in tables["fetches"] if r.exists_in(version)]
        self.all_fetches = tables["fetches"]
        self.converters = [r for r in tables["converters"] if r.exists_in(version)]
        self.acls = [r for r in tables["acls"] if r.exists_in(version)]
        self.by_name = {r.name: r for r in self.fetches}

    def argument(self, step, careful):
        rng = self.rng
        if not careful and rng.random() < 0.15:
            return rng.choice(ARGUMENTS["bad"])
        if step.type == "ref":
            return rng.choice(values.REFERENCES.get(step.detail, ["x"]))
        if step.kind == "choice":
            return rng.choice(step.words)
        return rng.choice(ARGUMENTS.get(step.type, ARGUMENTS["str"]))

    def call(self, row, careful):
        """NAME, or NAME(arguments) with some of the optional ones."""
        rng, steps = self.rng, row.steps(self.version)
        if not steps:
            return row.name if careful or rng.random() < 0.95 else row.name + rng.choice(["()", "(x)", "(1)"])
        arguments = []
        for step in steps:
            if step.optional and rng.random() < 0.6:
                break
            arguments.append(self.argument(step, careful))
        if not careful and rng.random() < 0.12:
            change = rng.randrange(4)
            if change == 0:
                return row.name
            if change == 1:
                arguments = arguments[:-1]
            elif change == 2:
                arguments.append("x")
            else:
                return row.name + "(" + ",".join(arguments)
        return row.name + ("(" + ",".join(arguments) + ")" if arguments else "")

    def expression(self, careful=False, common=0.5):
        """A fetch and up to three converters, most of which fit."""
        rng = self.rng
        row = rng.choice(self.fetches)
        if rng.random() < common:
            row = self.by_name[rng.choice(["src", "dst", "path", "url", "method", "req.hdr", "req.cook", "var", "str", "int", "rand", "date",
                                           "ssl_fc", "dst_port", "req.len", "res.hdr", "status", "hostname", "bool", "query", "bin", "ipv4"])]
        text, kind = self.call(row, careful), row.cell("out")
        while rng.random() < 0.35:
            fits = [c for c in self.converters if c.cell("in") in (kind, "any") or (kind == "string" and c.cell("in") == "binary")]
            pool = fits if fits and (careful or rng.random() < 0.7) else self.converters
            converter = rng.choice(pool)
            text += "," + self.call(converter, careful)
            kind = converter.cell("out") if converter.cell("out") != "same" else kind
        return text, kind

    def criterion(self, careful=False):
        """What stands in an ACL: a fetch or a derived name, and patterns."""
        rng = self.rng
        if rng.random() < 0.25:
            row = rng.choice(self.acls)
            fetch = self.by_name.get(row.cell("instead").split(" ")[0])
            arguments = self.call(fetch, careful)[len(fetch.name):] if fetch else ""
            text, kind = row.name + arguments, "string"
        else:
            text, kind = self.expression(careful)
        pool = PATTERNS.get(kind, PATTERNS["string"])
        if rng.random() < 0.08:
            pool = PATTERNS[rng.choice(sorted(PATTERNS))]
        return (text + " " + rng.choice(pool)).strip()

    def condition(self, careful=False):
        rng = self.rng
        words = [rng.choice(["if", "if", "if", "unless"])]
        terms = rng.choice([1, 1, 1, 2, 2, 3])
        for number in range(terms):
            if number:
                words.append(rng.choice(["", "", "or", "||", "and" if not careful else ""]))
            negation = rng.choice(["", "", "", "!", "! "])
            if rng.random() < 0.4:
                words.append(negation + (rng.choice(PREDEFINED[:-2]) if careful else rng.choice(PREDEFINED + ["a1", "a2"])))
            else:
                words.append(negation + "{ " + self.criterion(careful) + " }")
        if not careful and rng.random() < 0.05:
            words.append(rng.choice(["}", "{", "!", "or", "x", "{ }", "if"]))
        return " ".join(word for word in words if word)
