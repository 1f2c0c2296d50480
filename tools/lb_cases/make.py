"""Makes random load-balancing cases from a seed."""
import random

NAMES = "alpha Beta bravo delta fox h2 io k9 lima m1 n04 node-3 orange q r2 S5 srv.x t-800 web-1 yard zulu".split()
HEAD = """global
    nbthread 1
    maxconn 200

defaults
    mode http
    timeout client 10m
    timeout server 10m
    timeout connect {connect}
    timeout queue 10m

frontend fe
    bind 127.0.0.1:18080 accept-proxy
    http-after-response set-header x-lb "%[be_name]/%[srv_name]"
    default_backend be

backend be
"""
SIMPLE = ["roundrobin", "static-rr", "leastconn", "first", "random", "random(3)"]
HASHED = ["source", "uri", "uri depth 2", "uri len 6 whole", "uri path-only", "url_param id", "url_param uid check_post",
          "hdr(X-User)", "hdr(host) use_domain_only", "hash path,lower", "hash req.hdr(x-user)", "hash base",
          "hash req.cook(sid)", "hash src", "hash url_param(id)", "hash query"]
TYPES = ["map-based", "consistent"]
FUNCTIONS = ["", " sdbm", " djb2", " wt6", " crc32", " sdbm avalanche", " wt6 avalanche"]


class Maker:
    def __init__(self, seed, oracle):
        self.r = random.Random(seed)
        self.seed = seed
        # From 3.0 on `random`, from 3.2 on `leastconn` cannot be foretold.
        version = tuple(int(n) for n in oracle.split(".")[:2])
        self.simple = [a for a in SIMPLE if not (a.startswith("random") and version >= (3, 0)) and
                       not (a == "leastconn" and version >= (3, 2))]

    def chance(self, p):
        return self.r.random() < p

    def servers(self, queues):
        """The server lines, and their names."""
        count = self.r.randint(1, 7)
        names = self.r.sample(NAMES, count)
        weights = self.r.choice([[1], [1, 2, 3, 5], [10, 50, 100, 256], list(range(257))])
        cookies = self.chance(0.25)
        explicit_ids = self.chance(0.15)
        lines = []
        for i, name in enumerate(names):
            line = f"    server {name} 127.0.1.{i + 1}:{19001 + i} weight {self.r.choice(weights)}"
            if queues:
                line += f" maxconn {self.r.randint(1, 4)}"
                if self.chance(0.3):
                    line += " minconn 1"
                if self.chance(0.3):
                    line += f" maxqueue {self.r.randint(1, 2)}"
            if explicit_ids and self.chance(0.5):
                line += f" id {self.r.randint(1, 30) * 10 + i}"
            if self.chance(0.2):
                line += " backup"
            if self.chance(0.1):
                line += " disabled"
            if cookies:
                line += f" cookie c{i}"
            lines.append(line)
        return lines, names, cookies

    def backend(self, queues):
        hashed = self.chance(0.5)
        lines = ["    balance " + self.r.choice(HASHED if hashed else self.simple)]
        if hashed:
            lines.append("    hash-type " + self.r.choice(TYPES) + self.r.choice(FUNCTIONS))
            if "consistent" in lines[-1] and self.chance(0.25):
                lines.append(f"    hash-balance-factor {self.r.choice([110, 125, 150, 200])}")
        if self.chance(0.3):
            lines.append("    option allbackups")
        if self.chance(0.3):
            lines.append("    option redispatch" + self.r.choice(["", " 1", " 2", " -2"]))
        if self.chance(0.2):
            lines.append("    option persist")
        if self.chance(0.2):
            lines.append(f"    retries {self.r.randint(2, 4)}")
        if queues and self.chance(0.4):
            lines.append(f"    fullconn {self.r.choice([2, 3, 10, 20])}")
        if queues and self.chance(0.2):
            lines.append("    http-request set-priority-class req.hdr_val(x-prio)")
        if self.chance(0.15):
            lines += ["    stick-table type string size 10k expire 10m", "    stick on req.hdr(x-user)"]
        servers, names, cookies = self.servers(queues)
        if cookies:
            lines.append("    cookie SRV insert indirect" + self.r.choice(["", " postonly"]))
        return lines + servers, names

    def request(self, number):
        path = self.r.choice(["/", "/a/b", "/a/b/c?id=%d" % self.r.randint(1, 50), "/Index.HTML",
                              "/img/logo.png?uid=%d&id=x" % self.r.randint(1, 50), "//x//y?q", "/p?id=",
                              "http://www.Example.org/a/%d" % self.r.randint(1, 20), "/search?q=%7Ebob&id=a,b"])
        headers = {}
        for name, values in (("X-User", ["u%d" % self.r.randint(1, 40), "a,b", "x, y"]),
                             ("Cookie", ["SRV=c%d" % self.r.randint(0, 6), "sid=%d; SRV=c1" % self.r.randint(1, 30)]),
                             ("X-Prio", [str(self.r.randint(-3, 3))]),
                             ("Host", ["www.example.com", "a.co.uk", "localhost:8080", "x%d.example.org" % number])):
            if self.chance(0.35):
                headers[name] = self.r.choice(values)
        src = self.r.choice([f"192.168.0.{self.r.randint(1, 254)}", f"10.{self.r.randint(0, 9)}.0.{self.r.randint(1, 254)}",
                             f"2001:db8::{self.r.randint(1, 60000):x}"])
        if "://" in path:  # HAProxy refuses an authority that is not the host
            headers["Host"] = path.split("/")[2]
        step = {"id": number, "src": src, "method": "GET", "path": path, "headers": headers}
        if self.chance(0.1):
            step.update(method="POST", body=self.r.choice(["id=42", "x=1&id=a,b", "id= x", "uid=7&id=", "id=/x"]))
        return step

    def case(self):
        queues = self.chance(0.45)
        backend, names = self.backend(queues)
        dead = [f"be/{n}" for n in names if self.chance(0.15)] if self.chance(0.3) else []
        events = self.chance(0.5)
        steps, held = [], []
        for number in range(self.r.randint(25, 60)):
            if held and self.chance(0.3):
                steps.append({"kind": "release", "id": held.pop(self.r.randrange(len(held)))})
            elif events and self.chance(0.15):
                what = self.r.choice(["weight %d" % self.r.choice([0, 1, 2, 50, 100, 256]), "state maint", "state drain",
                                      "state ready", "state ready"])
                steps.append({"kind": "admin", "cmd": f"set server be/{self.r.choice(names)} {what}"})
            else:
                step = self.request(number)
                if queues:
                    step["hold"] = True
                    held.append(number)
                steps.append(step)
        for i, step in enumerate(steps):
            step["t"] = round(i * (1.0 if dead else 0.01), 2)
        case = {"seed": self.seed, "family": "random", "config": HEAD.format(connect="60ms") + "\n".join(backend) + "\n"}
        if dead:
            case["dead"] = dead
        case["requests"] = steps
        return case


def make(seed, oracle="2.6"):
    """The case of a seed whose outcome that release's choices allow to foretell."""
    return Maker(seed, oracle).case()
