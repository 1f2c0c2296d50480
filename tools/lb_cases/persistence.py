"""The kinds of load-balancing cases in which something else than the algorithm chooses: persistence, rules, counters."""
from .families import Maker, limits  # noqa: F401

MODES = ["insert", "insert indirect", "insert indirect nocache", "insert indirect postonly", "insert preserve", "insert postonly",
         "rewrite", "prefix", "insert indirect maxidle 20y", "insert maxlife 20y", "insert indirect maxidle 20y maxlife 20y"]
# The cookies that the first two servers get by the key `mykey`.
DYNAMIC = ["f588bd2589ade50b", "566ee89ee4eaf37d"]
KEYS = {"src": "ip", "req.hdr(x-user)": "string len 8", "req.hdr(x-user),lower": "string", "req.cook(sid)": "string len 4",
        "req.hdr_val(x-num)": "integer", "req.hdr(x-num)": "integer", "path": "binary len 6", "base32": "binary",
        "src ": "ipv6", "url_param(id)": "string", "req.hdr(x-user) ": "ip"}


def cookie(m):
    c = m.begin(connect="100ms")
    c.maybe(0.3, "option allbackups")
    m.balance()
    mode = m.r.choice(MODES).replace("20y", f"{20 * 365}d")
    c.add("cookie SRV " + mode + m.r.choice(["", "", "", " dynamic"]))
    if c.lines[-1].endswith("dynamic"):
        c.add("dynamic-cookie-key mykey")
    c.maybe(0.3, "option persist")
    c.maybe(0.3, "force-persist if { path_beg /a }")
    c.maybe(0.3, "ignore-persist if { path_beg /v1 }", "ignore-persist unless { path_beg / }")
    c.some_servers(2, 6, settings=lambda i: [m.r.random() < 0.85 and f"cookie c{m.r.choice([i, i, i, 0])}"])
    m.play(35, 50, events=0.12, headers=["Cookie"])
    for step in m.steps:
        if "dynamic" in c.text() and "Cookie" in step.get("headers", {}) and m.r.random() < 0.5:
            step["headers"]["Cookie"] = "SRV=" + m.r.choice(DYNAMIC)
    for step in m.steps:
        if "path" in step and m.r.random() < 0.1:
            step["response_cookie"] = m.r.choice(["SRV=app; path=/", "SID=1", "SRV=c1"])


def stick(m):
    c = m.begin(connect="100ms")
    m.balance(*m.simple(), "source", "uri")
    expression, kind = m.r.choice(list(KEYS.items()))
    expression = expression.strip()
    expires = m.r.random() < 0.3
    table = f"stick-table type {kind} size {m.r.choice(['10k', '1k', '10k', '1k', '6'])}"
    # What is purged first is only known where a table has one list by age: since 3.0 it has several.
    table += m.r.choice(["", " nopurge"]) if m.version < (3, 0) else " nopurge" + (" expire 700ms" if expires else m.r.choice([" expire 10m", ""]))
    table += m.r.choice(["", "", " srvkey addr", " srvkey name"])
    condition = m.r.choice(["", "", " if { path_beg /a }", " unless { method POST }"])
    rules = m.r.choice([[f"stick on {expression}{condition}"],
                        [f"stick match {expression}", f"stick store-request {expression}{condition}"],
                        [f"stick store-request {expression}", f"stick match {expression}{condition}"],
                        [f"stick match {expression}", "stick store-response res.cook(SID)"],
                        [f"stick on {expression} table other{condition}"]])
    if "table other" in rules[0]:
        c.backend("other")
        c.add(table)
        c.lines = c.backends["be"]
        c.here = "be"
    else:
        c.add(table)
    c.add(*rules)
    c.maybe(0.3, "option redispatch")
    c.maybe(0.3, "option persist")
    c.maybe(0.2, "force-persist if { path_beg /v1 }")
    sticks = m.r.random() < 0.3
    if sticks:
        c.add("cookie SRV insert indirect")
    c.some_servers(2, 8, settings=lambda i: [sticks and f"cookie c{i}", m.r.random() < 0.15 and "non-stick"])
    headers = ["Cookie"] if sticks else []
    for _ in range(3 if expires else 1):
        m.play(*((8, 12) if expires else (40, 55)), events=0.1, headers=headers)
        if expires:
            m.wait(m.r.choice([0.9, 0.1]))
    for step in m.steps:
        if "path" in step and "store-response" in rules[-1] and m.r.random() < 0.4:
            step["response_cookie"] = f"SID=s{m.r.randint(1, 4)}"
        if "src" in step:  # few clients, so that they come back
            step["src"] = m.r.choice([f"10.0.0.{m.r.randint(1, 9)}"] * 4 + [f"2001:db8::{m.r.randint(1, 5):x}"])


def use_server(m):
    c = m.begin(connect="100ms")
    m.balance()
    c.some_servers(3, 6, settings=lambda i: [f"cookie c{i}"])
    names = c.servers["be"]
    rules = [f"use-server {m.r.choice(names)} if {{ path_beg /a }}", f"use-server {m.r.choice(names)} if {{ src 10.0.0.0/9 }}",
             f"use-server {m.r.choice(names)} if {{ req.hdr(x-pin) {m.r.choice(names)} }}",
             "use-server %[req.hdr(x-pin)] if { req.hdr(x-pin) -m found }",
             f"use-server {m.r.choice(names)} unless {{ path_end / .png }}"]
    more = m.r.sample(rules, m.r.randint(1, 3))
    c.lines[1:1] = more + m.r.choice([[], ["option persist"]]) + ["cookie SRV insert indirect"] + \
        m.r.choice([[], ["force-persist if { path_beg /a }"], ["ignore-persist if { path_beg /a }"]])
    m.play(35, 55, events=0.12, headers=["Cookie", "X-Pin"])


def switching(m):
    c = m.begin()
    c.backends.clear()
    count = m.r.randint(2, 5)
    for i in range(count):
        c.backend(f"be{i}")
        m.balance()
        c.maybe(0.3, "option allbackups")
        c.some_servers(1, 4)
    backend = lambda: f"be{m.r.randrange(count)}"  # noqa: E731
    c.frontend += ["acl is_api path_beg /api", "acl is_img path_end .png .jpg", "acl vip src 10.0.0.0/8",
                   "acl dom hdr(host) -i Shop.example", "http-request set-header x-tenant %[path,field(2,/)] if { path_beg /v1 }"]
    rules = [f"use_backend {backend()} if dom", f"use_backend {backend()} if vip !is_api", f"use_backend {backend()} unless vip",
             f"use_backend {backend()} if is_img or is_api", "use_backend be%[req.hdr(x-n)] if { req.hdr(x-n) -m found }",
             f"use_backend {backend()} if {{ req.hdr(x-user) -m sub a }} {{ method GET }}"]
    c.frontend += m.r.sample(rules, m.r.randint(1, 4)) + [f"default_backend {backend()}"]
    m.play(45, 65, events=0.05, headers=["X-N"])


def counters(m):
    """Rules of the frontend that count in a stick table choose the backend."""
    c = m.begin()
    c.backends.clear()
    for name in ("be0", "be1", "be2"):
        c.backend(name)
        m.balance("roundrobin", "static-rr", "source")
        c.some_servers(1, 4, disabled=0)
    c.backend("counts")
    c.add(f"stick-table type {m.r.choice(['ip', 'ipv6'])} size 1k expire 10m store "
          "gpc0,gpc0_rate(10m),http_req_cnt,http_req_rate(10m),conn_cur,conn_cnt,http_err_cnt,gpt0,sess_cnt")
    limit = lambda: m.r.randint(1, 4)  # noqa: E731
    rules = [f"use_backend be1 if {{ sc_http_req_rate(0) gt {limit()} }}", f"use_backend be2 if {{ sc_http_req_cnt(0) eq {limit()} }}",
             f"use_backend be2 if {{ sc_conn_cur(0) ge {limit()} }}", f"use_backend be1 if {{ src_http_req_cnt(counts) gt {limit()} }}",
             f"use_backend be1 if {{ sc_get_gpc0(0) gt {limit()} }}", f"use_backend be2 if {{ src_get_gpc0(counts) eq {limit()} }}",
             f"use_backend be2 if {{ sc_gpc0_rate(0) ge {limit()} }}", "use_backend be1 if { sc_get_gpt0(0) gt 0 }",
             f"use_backend be1 if {{ src,table_http_req_cnt(counts) gt {limit()} }}", f"use_backend be1 if {{ sc_sess_cnt(0) gt {limit()} }}"]
    c.frontend += ["http-request track-sc0 src table counts" + m.r.choice(["", " if { path_beg /a }"]),
                   "http-request sc-inc-gpc0(0) if { path_beg /v1 /a }", "http-request sc-set-gpt0(0) 1 if METH_POST"]
    c.frontend += m.r.sample(rules, m.r.randint(2, 5)) + ["default_backend be0"]
    m.play(45, 60, holds=m.r.choice([0, 0.5]))
    for step in m.steps:
        if "src" in step:
            step["src"] = m.r.choice([f"10.0.0.{m.r.randint(1, 5)}"] * 4 + [f"2001:db8::{m.r.randint(1, 3):x}"])


def mixed(m):
    """Something of everything."""
    c = m.begin(connect="60ms")
    m.balance()
    c.maybe(0.3, "option allbackups")
    c.maybe(0.4, "option redispatch", "option redispatch 1", "option redispatch 2")
    c.maybe(0.3, "option persist")
    c.maybe(0.4, "fullconn 3", "fullconn 10", "fullconn 20")
    c.maybe(0.2, "http-request set-priority-class req.hdr_val(x-prio)")
    c.maybe(0.2, "force-persist if { path_beg /a }", "ignore-persist if { path_beg /a }")
    if m.r.random() < 0.4:
        c.add("stick-table type string size 1k", "stick on req.hdr(x-user)")
    sticks = m.r.random() < 0.4
    if sticks:
        c.add("cookie SRV insert indirect" + m.r.choice(["", " postonly"]))
    limited = limits(m, without=0.4)
    c.some_servers(1, 7, settings=lambda i: [*limited(i), sticks and f"cookie c{i}", m.r.random() < 0.1 and f"id {10 * (9 - i)}"])
    pins = m.r.random() < 0.2
    if pins:
        c.lines.insert(1, f"use-server {m.r.choice(c.servers['be'])} if {{ path_beg /api }}")
    m.dead(m.r.choice([0, 0, 0.2]))
    m.play(35, 60, events=m.r.choice([0, 0.12]), holds=m.r.choice([0, 0.9]),
           headers=["X-Prio", *(["Cookie"] if sticks else [])])
