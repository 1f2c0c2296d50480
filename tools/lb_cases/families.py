"""The kinds of load-balancing cases: each function makes one, by the random numbers of its seed."""
from .requests import request, stream
from .servers import HEAD, Configuration

TYPES = ["map-based", "consistent"]
FUNCTIONS = ["", " sdbm", " djb2", " wt6", " crc32"]
MODIFIERS = ["", "", " avalanche"]
URI = ["uri", "uri depth 1", "uri depth 4", "uri len 1", "uri len 20 whole", "uri len 20 depth 2 whole", "uri path-only",
       "uri depth 2 whole path-only", "uri whole"]
URL_PARAM = ["url_param id", "url_param uid check_post", "url_param q"]
HDR = ["hdr(X-User)", "hdr(host)", "hdr(Host) use_domain_only", "hdr(x-num)"]
HASH = ["hash path,lower", "hash req.hdr(x-user)", "hash base", "hash req.cook(sid)", "hash src", "hash url_param(id)",
        "hash query", "hash method", "hash req.hdr_val(x-num)", "hash path,field(2,/)", "hash req.hdr(x-user),crc32"]


class Maker:
    """One case. `steps` grow by ask(), events and held(); `seconds` is the time between steps that a case is given."""

    def __init__(self, r, version):
        self.r, self.version = r, version
        self.steps, self.holding, self.extra, self.seconds = [], [], {}, 0.01

    # Configurations.
    def simple(self):
        """Algorithms that look at no request and whose choices this version allows to foretell."""
        return ["roundrobin", "static-rr", "first"] + (["leastconn"] * 2 if self.version < (3, 2) else []) + \
            (["random", "random(3)"] if self.version < (3, 0) else ["sticky"])

    def hash_type(self, method=None, chance=0.8):
        if self.r.random() < chance:
            function = self.r.choice(FUNCTIONS)
            self.c.add("hash-type " + (method or self.r.choice(TYPES)) + function + (function and self.r.choice(MODIFIERS)))
            return self.c.lines[-1]
        return ""

    def balance(self, *choices, method=None):
        """A balance line, with a hash type where it means something."""
        chosen = self.r.choice(choices or self.simple() * 2 + ["source", *URI[:4], *URL_PARAM, *HDR, *HASH])
        self.c.add("balance " + chosen)
        if chosen.split()[0].split("(")[0] in ("source", "uri", "url_param", "hdr", "hash", "rdp-cookie"):
            kind = self.hash_type(method, 1 if method else 0.8)
            if "consistent" in kind:
                self.c.maybe(0.2, *(f"hash-balance-factor {n}" for n in (101, 110, 125, 150, 200)))
        return chosen

    def begin(self, **options):
        self.c = Configuration(self.r, **options)
        self.c.backend()
        return self.c

    # Steps.
    def ask(self, headers=(), hold=False, tcp=False):
        number = len(self.steps)
        names = self.c.servers.get("be", ())
        step = stream(self.r, number) if tcp else request(self.r, number, headers, names)
        if hold:
            step["hold"] = True
            self.holding.append(number)
        self.steps.append(step)

    def ask_some(self, least, most, **how):
        for _ in range(self.r.randint(least, most)):
            self.ask(**how)

    def release(self):
        if self.holding:
            number = self.holding.pop(self.r.randrange(len(self.holding)))
            self.steps.append({"kind": "release", "id": number})

    def admin(self, *what):
        default = [f"weight {self.r.choice([0, 1, 2, 5, 50, 100, 256])}", f"weight {self.r.choice([0, 10, 50, 100, 250])}%",
                   "state maint", "state drain", "state ready", "state ready", "state ready"]
        server = self.r.choice(self.c.all_servers())
        if any("balance sticky" in lines for lines in self.c.backends.values()):  # its weights can crash HAProxy
            default = ["state maint", "state ready"]
            server = self.c.all_servers()[0]  # what waits while none is left is woken in ways of its own
        self.steps.append({"kind": "admin", "cmd": f"set server {server} {self.r.choice(what or default)}"})

    def wait(self, seconds):
        self.steps.append({"kind": "wait", "seconds": seconds})

    def listen(self, server, up):
        self.steps.append({"kind": "listen", "server": server, "up": up})

    def play(self, least=40, most=60, events=0.0, holds=0.0, releases=0.35, **how):
        """Requests, with events among them; some are held until their release."""
        for _ in range(self.r.randint(least, most)):
            if self.holding and self.r.random() < releases:
                self.release()
            elif self.r.random() < events:
                self.admin()
            else:
                self.ask(hold=self.r.random() < holds, **how)

    def dead(self, chance):
        servers = [name for name in self.c.all_servers() if self.r.random() < chance]
        if servers:
            self.extra["dead"] = servers
            self.seconds = 1.0


# Algorithms. ---------------------------------------------------------------------------------------------------------
def algorithm(m, *choices, events=0.0, holds=0.0, method=None, most=12):
    c = m.begin()
    c.maybe(0.3, "option allbackups")
    m.balance(*choices, method=method)
    c.some_servers(2, most)
    m.play(events=events, holds=holds)


def roundrobin(m):
    algorithm(m, "roundrobin", events=m.r.choice([0, 0.15]))


def no_balance(m):
    c = m.begin()
    c.some_servers(2, 8)
    m.play(20, 30, events=0.1)


def static_rr(m):
    algorithm(m, "static-rr", events=m.r.choice([0, 0.15]))


def simple(m):
    algorithm(m, *m.simple(), events=m.r.choice([0, 0.15]), holds=m.r.choice([0, 0.7]))


def hashed(m):
    algorithm(m, "source", *URI, *URL_PARAM, *HDR, *HASH, events=m.r.choice([0, 0, 0.12]))


def rewritten(m):
    """What is hashed is what rules made of the request."""
    c = m.begin()
    m.balance("hdr(x-forwarded-for)", "uri", "uri whole", "url_param id", "hdr(X-User)", "hash path", "hash base", "source",
              "hash method")
    c.maybe(0.5, "option forwardfor", "option forwardfor except 10.0.0.0/8", "option forwardfor if-none")
    changes = ["http-request set-path /v%[path]", "http-request replace-path (.*)/[^/]*$ \\1", "http-request set-query id=%[path,length]",
               "http-request set-header X-User %[src]", "http-request del-header X-User", "http-request set-uri /x?id=7",
               "http-request set-method GET", "http-request set-src hdr(x-num)", "http-request add-header X-User z",
               "http-request replace-value X-User u z"]
    c.add(*m.r.sample(changes, m.r.randint(1, 3)))
    c.some_servers(2, 8)
    m.play(30, 45)


def template(m):
    """Servers of a template stand at one address, so only the proxy can tell who it was."""
    c = m.begin()
    m.balance()
    c.some_servers(0, 3)
    count = m.r.randint(2, 5)
    c.add(f"server-template t {count} 127.0.1.99:19099 weight {m.r.randint(1, 5)}{m.r.choice(['', ' backup', ' id 3'])}")
    c.servers.setdefault("be", []).extend(f"t{i}" for i in range(1, count + 1))
    c.some_servers(0, 3)
    m.play(events=0.1)


def hash_bounded(m):
    c = m.begin()
    m.c.add("balance " + m.r.choice(["source", "uri", "uri whole", "hash req.hdr(x-user)", "url_param id"]))
    m.hash_type("consistent", 1)
    c.add(f"hash-balance-factor {m.r.choice([101, 110, 125, 150, 200, 1000])}")
    c.some_servers(2, 7)
    m.play(events=m.r.choice([0, 0.1]), holds=0.7)


def ids(m):
    c = m.begin()
    c.maybe(0.3, "default-server weight 7", "default-server maxconn 3", "default-server backup")
    m.balance("first", "roundrobin", "hash base", "source", "hash src", method=m.r.choice([None, "consistent"]))
    used = m.r.sample([1, 2, 3, 4, 5, 7, 10, 100, 4096, 65536, 1048577, 1048578, 268435455, 2147483647], 12)
    c.some_servers(3, 8, settings=lambda i: [m.r.choice([f"id {used[i]}", None, None])])
    m.play(events=0.05)


def backup(m):
    c = m.begin()
    c.maybe(0.5, "option allbackups")
    m.balance()
    c.some_servers(3, 8, backup=0.6)
    m.play(events=0.2, holds=m.r.choice([0, 0.4]))


# Limits and queues. --------------------------------------------------------------------------------------------------
def limits(m, minconn=0.3, maxqueue=0.3, without=0.1):
    def settings(_):
        if m.r.random() < without:
            return [m.r.choice([None, None, "minconn 2", "maxqueue 1"])]
        return [f"maxconn {m.r.randint(1, 4)}", m.r.random() < minconn and f"minconn {m.r.randint(1, 3)}",
                m.r.random() < maxqueue and f"maxqueue {m.r.randint(1, 3)}"]
    return settings


def queue(m, events=0.0, **options):
    c = m.begin(**options)
    if m.r.random() < 0.5:  # fullconn is a tenth of what the frontends that name the backend let in
        c.frontend.append(f"maxconn {m.r.choice([80, 95, 150, 300])}")
        c.other_frontends = m.r.choice(["", "", *(f"\nfrontend f2\n    bind 127.0.0.1:18081\n{rule}\n" for rule in (
            "    default_backend be", "    maxconn 33\n    default_backend be", "    maxconn 20\n    use_backend be if FALSE",
            "    maxconn 25\n    use_backend be if FALSE\n    use_backend be if TRUE\n    default_backend be"))])
    m.balance()
    c.maybe(0.4, *(f"fullconn {n}" for n in (1, 2, 3, 10, 20)))
    headers = []
    if m.r.random() < 0.35:
        c.add("http-request set-priority-class req.hdr_val(x-prio)")
        headers += ["X-Prio"]
    if m.r.random() < 0.25:
        c.add("http-request set-priority-offset req.hdr_val(x-late)")
        headers += ["X-Late"]
    c.maybe(0.4 if events else 0.1, "option redispatch", "option redispatch 1")
    c.maybe(0.2 if events else 0, "option persist")
    if events and m.r.random() < 0.4:
        c.add("cookie SRV insert indirect")
        headers += ["Cookie"]
    limited = limits(m)
    c.some_servers(1, 5, settings=lambda i: [*limited(i), "Cookie" in headers and f"cookie c{i}"])
    m.play(30, 60, events=events, holds=0.95, releases=0.4, headers=headers)


def queue_events(m):
    queue(m, events=0.2)


def queue_timeout(m):
    c = m.begin(queue="800ms")
    m.balance(*m.simple(), "source", "uri")
    c.maybe(0.3, "option redispatch")
    c.some_servers(1, 3, backup=0, disabled=0, settings=limits(m, without=0))
    for _ in range(3):
        m.ask_some(4, 8, hold=True)
        if m.r.random() < 0.5:
            m.release()
        m.wait(1.2)
    m.ask_some(3, 5)


def affinity(m):
    c = m.begin()
    m.c.add("balance " + m.r.choice(["source", "uri", "hash req.hdr(x-user)", "uri len 3 whole", "hdr(Host) use_domain_only"]))
    m.hash_type("consistent", 1)
    c.add("hash-preserve-affinity " + m.r.choice(["always", "maxconn", "maxqueue"]))
    c.some_servers(2, 5, settings=limits(m, minconn=0.2, maxqueue=0.5))
    m.play(30, 50, events=0.05, holds=0.95)


def hash_key(m):
    c = m.begin()
    m.balance("source", "url_param id", "hdr(host)", "hash req.hdr(x-user)", "uri", method="consistent")
    c.maybe(0.3, "option allbackups")
    keys = ["id", "addr", "addr-port"] + (["id32"] if m.version >= (3, 4) else [])
    one = m.r.choice(keys)
    c.some_servers(2, 8, settings=lambda i: [f"hash-key {m.r.choice([one, one, m.r.choice(keys)])}"])
    m.play(events=0.08)


def hash_none(m):
    c = m.begin()
    c.add("balance " + m.r.choice(["hash req.hdr(x-num)", "hash path", "hdr(x-num)", "url_param id"] +
                                  (["hash req.hdr_val(x-num)"] if m.version >= (3, 2) else [])))
    c.add(f"hash-type {m.r.choice(TYPES)} none{m.r.choice(MODIFIERS)}")
    c.maybe(0.3, "option allbackups")
    c.some_servers(2, 8)
    m.play(headers=["X-Num"])


# Time. ---------------------------------------------------------------------------------------------------------------
def slowstart(m):
    c = m.begin()
    m.balance(*m.simple(), "source", "uri", "hash src")
    limited = limits(m) if m.r.random() < 0.3 else lambda i: []
    seconds = m.r.choice(["2500ms", "4s", "3s", "1s", "900ms"])
    c.some_servers(2, 5, disabled=0, settings=lambda i: [*limited(i), m.r.random() < 0.9 and f"slowstart {seconds}"])
    m.ask_some(3, 8)
    slow = m.r.choice(c.all_servers())
    hold = m.r.random() < 0.3
    m.steps.append({"kind": "admin", "cmd": f"set server {slow} state maint"})
    m.ask_some(2, 5)
    m.steps.append({"kind": "admin", "cmd": f"set server {slow} state ready"})
    for _ in range(m.r.randint(3, 5)):
        m.ask_some(4, 7, hold=hold)
        m.release()
        m.wait(1.0)
    m.ask_some(5, 10)


def checks(m):
    c = m.begin(connect="200ms")
    c.maybe(0.8, "option redispatch", "option redispatch 1")
    c.maybe(0.3, "option allbackups")
    c.maybe(0.2, "option persist")
    m.balance()
    limited = limits(m) if m.r.random() < 0.4 else lambda i: []
    check = f"check inter 100ms fastinter 50ms downinter 80ms rise {m.r.randint(1, 3)} fall {m.r.randint(1, 3)}"
    check += m.r.choice(["", "", "", " on-marked-down shutdown-sessions", " slowstart 1s", " on-marked-up shutdown-backup-sessions"])
    hold = 0.6 if m.r.random() < 0.5 else 0
    c.some_servers(2, 6, settings=lambda i: [*limited(i), check])
    m.play(10, 14, holds=hold)
    m.wait(0.8)
    stopped = [name for name in c.all_servers() if m.r.random() < 0.5]
    for name in stopped:
        m.listen(name, False)
    m.wait(1.2)
    m.play(10, 15, holds=hold, events=0.05)
    for name in m.r.sample(stopped, len(stopped)):
        m.listen(name, True)
        m.wait(1.3)
        m.play(4, 8, holds=hold)


def observe(m):
    """Errors of the traffic take servers down. Checks are too rare to bring them back."""
    c = m.begin(connect="60ms")
    m.balance()
    c.maybe(0.6, "option redispatch", "option redispatch 1")
    c.maybe(0.3, "option allbackups")
    c.maybe(0.3, "retries 1")
    what = f"check inter 1h observe {m.r.choice(['layer7', 'layer7', 'layer4'])} error-limit {m.r.randint(1, 4)}"
    what += " on-error " + m.r.choice(["mark-down", "mark-down", "fail-check", "sudden-death"])
    what += f" rise {m.r.randint(1, 2)} fall {m.r.randint(1, 3)}"
    c.some_servers(2, 6, disabled=0, settings=lambda i: [m.r.random() < 0.9 and what])
    m.dead(m.r.choice([0, 0.3]))
    m.extra["replies"] = {name: m.r.choice([500, 503, 501, 404, "close"]) for name in c.all_servers() if m.r.random() < 0.5}
    m.seconds = 1.0
    m.play(30, 45, events=0.05)


def track(m):
    """Servers that follow those of another backend."""
    c = m.begin()
    c.backend("other")
    c.some_servers(2, 3)
    c.lines[:] = [line + " check inter 1h" for line in c.lines]
    leaders = c.servers["other"]
    c.lines, c.here = c.backends["be"], "be"
    m.balance()
    c.maybe(0.5, "option redispatch")
    limited = limits(m) if m.r.random() < 0.4 else lambda i: []
    c.some_servers(2, 5, settings=lambda i: [*limited(i), m.r.random() < 0.7 and f"track other/{m.r.choice(leaders)}"])
    m.play(events=0.25, holds=m.r.choice([0, 0.7]))


# Failures. -----------------------------------------------------------------------------------------------------------
def redispatch(m):
    c = m.begin(connect="60ms")
    m.balance()
    c.maybe(0.7, *("option redispatch" + n for n in ("", "", " 1", " 2", " 3", " -1", " -2")))
    c.maybe(0.5, *(f"retries {n}" for n in (0, 2, 3, 4)))
    if c.lines[-1] == "retries 0" or c.lines[-1] == "retries 2":  # an interval of -retries-1 makes HAProxy crash
        c.lines[:] = [line for line in c.lines if not line.startswith("option redispatch -")]
    c.maybe(0.2, "option persist")
    c.maybe(0.3, "option allbackups")
    limited = limits(m) if m.r.random() < 0.3 else lambda i: []
    sticks = m.r.random() < 0.3
    if sticks:
        c.add("cookie SRV insert indirect", "force-persist if { path_beg /a }")
    c.some_servers(2, 6, settings=lambda i: [*limited(i), sticks and f"cookie c{i}"])
    m.dead(0.4)
    stopping = m.r.random() < 0.5
    for _ in range(m.r.randint(2, 4) if stopping else 1):
        m.play(6 if stopping else 18, 8 if stopping else 25, events=0.05, headers=["Cookie"] if sticks else [])
        if stopping:
            server = m.r.choice(c.all_servers())
            dead = m.extra.setdefault("dead", [])
            down = sum((s.get("server") == server) for s in m.steps if s.get("kind") == "listen") % 2
            m.listen(server, bool(down) != (server in dead))
            m.seconds = 1.0


def retry_on(m):
    c = m.begin(connect="60ms")
    m.balance("roundrobin", "roundrobin", "source", "uri", "static-rr", "first")
    c.add("retry-on " + m.r.choice(["all-retryable-errors", "conn-failure", "503", "empty-response 503", "none",
                                    "conn-failure empty-response 500 404", "404 500 502 503 504"]))
    c.maybe(0.7, *("option redispatch" + n for n in ("", " 1", " 2")))
    c.maybe(0.4, *(f"retries {n}" for n in (1, 2, 4)))
    c.maybe(0.2, "http-request disable-l7-retry if METH_POST", "http-request disable-l7-retry if { path_beg /a }")
    sticks = m.r.random() < 0.3
    if sticks:
        c.add("cookie SRV insert indirect")
    if m.r.random() < 0.3:
        c.add("stick-table type string size 1k", "stick on req.hdr(x-user)")
    c.some_servers(2, 5, settings=lambda i: [sticks and f"cookie c{i}"])
    m.dead(0.1)
    m.seconds = 1.0
    replies = {name: m.r.choice([503, 503, 500, 404, "close", 502, 504, 403, 200]) for name in c.all_servers()
               if m.r.random() < 0.5}
    m.extra["replies"] = replies
    m.play(12, 20, headers=["Cookie"] if sticks else [])


def rdp_cookie(m):
    head = HEAD.replace("mode http", "mode tcp").replace(
        '    http-after-response set-header x-lb "%[be_name]/%[srv_name]"\n',
        "    tcp-request inspect-delay 100ms\n    tcp-request content accept if { req.rdp_cookie(mstshash) -m found }\n"
        "    tcp-request content accept if WAIT_END\n")
    c = m.begin(head=head)
    m.balance("rdp-cookie", "rdp-cookie(msts)", "rdp-cookie(mstshash)", "source", "roundrobin", "hash req.rdp_cookie(mstshash)")
    c.maybe(0.4, "persist rdp-cookie", "persist rdp-cookie(msts)")
    c.maybe(0.2, "option persist")
    c.some_servers(2, 7)
    m.extra["tcp"] = True
    m.seconds = 0.5
    m.play(18, 28, tcp=True, events=0.08)
