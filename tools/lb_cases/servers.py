"""The server lines of load-balancing cases, and the shape of their configurations."""
NAMES = "alpha Beta bravo delta fox h2 io k9 lima m1 n04 node-3 orange q r2 S5 srv.x t-800 web-1 yard zulu".split()
WEIGHTS = [[1], [1, 2, 3, 4, 5, 6], [2, 4, 8], [10, 50, 100, 200, 256], list(range(257)), [0, 1, 2, 3], [100]]

HEAD = """global
    nbthread 1
    maxconn {maxconn}

defaults
    mode http
    timeout client 10m
    timeout server 10m
    timeout connect {connect}
    timeout queue {queue}

frontend fe
    bind 127.0.0.1:18080 accept-proxy
    http-after-response set-header x-lb "%[be_name]/%[srv_name]"
"""


class Configuration:
    """A configuration that grows: lines of the frontend and of backends, servers with addresses of their own."""

    def __init__(self, r, connect="1s", queue="10m", head=None):
        self.r = r
        self.head = head or HEAD
        for word, value in (("{maxconn}", str(r.choice([100, 200, 500]))), ("{connect}", connect), ("{queue}", queue)):
            self.head = self.head.replace(word, value)
        self.frontend, self.backends, self.servers = [], {}, {}
        self.other_frontends = ""
        self.free = r.sample(NAMES, len(NAMES))

    def backend(self, name="be"):
        """Begins a backend; what is added comes into it."""
        self.lines = self.backends[name] = []
        self.here = name
        self.weights = self.r.choice(WEIGHTS)

    def add(self, *lines):
        self.lines += lines

    def maybe(self, chance, *choices):
        if self.r.random() < chance:
            self.lines.append(self.r.choice(choices))

    def server(self, *settings, plain=False):
        """A server line with a weight, and settings that are texts, or None."""
        number = sum(len(names) for names in self.servers.values()) + 1
        name = self.free.pop()
        words = [f"server {name} 127.0.1.{number}:{19000 + number}"]
        if not plain and self.r.random() < 0.9:
            words.append(f"weight {self.r.choice(self.weights)}")
        self.lines.append(" ".join(words + [text for text in settings if text]))
        self.servers.setdefault(self.here, []).append(name)

    def some_servers(self, least=1, most=7, backup=0.15, disabled=0.07, settings=lambda i: ()):
        for i in range(self.r.randint(least, most)):
            own = [text for text in settings(i) if text]
            self.server(*own, *(["backup"] if self.r.random() < backup else []),
                        *(["disabled"] if self.r.random() < disabled else []))

    def all_servers(self):
        return [f"{backend}/{name}" for backend, names in self.servers.items() for name in names]

    def text(self):
        parts = [self.head + "".join(f"    {line}\n" for line in [*self.frontend, *([] if self.has_default() else
                                                                     [f"default_backend {next(iter(self.backends))}"])])]
        parts += [f"backend {name}\n" + "".join(f"    {line}\n" for line in lines) for name, lines in self.backends.items()]
        return "\n".join(parts) + self.other_frontends

    def has_default(self):
        return any(line.startswith("default_backend") for line in self.frontend)
