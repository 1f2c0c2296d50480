"""Configurations in TCP mode, and what clients say first there: TLS, RDP, MQTT, lines of text, bytes with their length.

Nothing but the backend and the server can be seen of a stream, so conditions choose backends. All rules on content stand
behind one that waits for the first bytes: without it HAProxy may judge before they have come."""
import ssl

from . import generator

GRAMMAR = {
    "name": ["a.example", "b.example", "www.a.example", "A.EXAMPLE", "other.test"],
    "few": ["0", "1", "2", "4", "9", "40"],
    "compared": ["gt", "le", "eq", "ge", "lt"],
    "text": ["GET", "SSH", "hello", "x", "user", "a"],
    "addresses": ["127.0.0.1", "127.0.0.0/30", "127.0.0.2 127.0.0.5", "10.0.0.0/8"],
    "stream": ["req.payload(0,0)", "req.payload(0,4)", "req.payload(1,3)", "req.payload(0,1)", "req.payload(2,0)", "payload(5,1)", "req.payload_lv(0,1)",
               "req.payload_lv(0,2)", "req.payload_lv(43,1)", "payload_lv(2,1)", "req.payload(0,90)", "req.payload_lv(0,1,-1)", "req.payload_lv(1,1,2)"],
    "turned": ["<stream>", "<stream>,hex", "<stream>,length", "<stream>,lower", "<stream>,bytes(1,2),hex", "<stream>,crc32,mod(5)", "<stream>,field(1,' ')",
               "<stream>,base64", "<stream>,regsub(^.,-)", "<stream>,word(2,' ')", "<stream>,be2dec(:,1)"],
    "met": ["req.ssl_sni -i <name>", "req.ssl_sni -m end .example", "req.ssl_sni -m found", "req.ssl_sni,lower,field(1,.) -m str a www", "req_ssl_sni -m beg a",
            "req.ssl_hello_type 1", "req_ssl_hello_type 0:2", "req.ssl_ver gt 3", "req.ssl_ver 3.3:3.4", "req.ssl_ver 3.1", "req.ssl_alpn h2", "req.ssl_alpn http/1.1 x",
            "req.ssl_alpn -m found", "req.ssl_ec_ext 1", "req.ssl_st_ext 1", "req.ssl_st_ext gt 0", "req.len <compared> <few>", "req_len gt 100", "<stream> -m str <text>",
            "<stream> -m beg <text>", "<stream> -m sub <text>", "<stream> -m bin 16 03 00", "<stream> -m len <compared> <few>", "<stream> -m found", "<turned> -m found",
            "<turned> -m sub <text>", "<turned> -m reg -i ^[a-f0-9]+$", "<stream>,length <compared> <few>", "req.rdp_cookie(mstshash) -m found", "req.rdp_cookie(mstshash) -m beg j",
            "req_rdp_cookie_cnt(mstshash) gt 0", "req.rdp_cookie -m found", "req.payload(0,0),mqtt_is_valid", "req.payload(0,0),mqtt_field_value(connect,client_identifier) -m str test",
            "req.payload(0,0),mqtt_field_value(connect,protocol_version) -m int 4", "req.payload(0,0),fix_is_valid", "req.proto_http", "HTTP", "RDP_COOKIE", "REQ_CONTENT", "WAIT_END",
            "src <addresses>", "dst_port gt 1", "sc0_conn_cnt <compared> <few>", "sc_conn_cnt(1) gt 1", "src_conn_cnt(t_ip) <compared> <few>", "sc0_get_gpc0 gt 1", "var(txn.v) -m found",
            "var(txn.v) -m sub <text>", "var(sess.s) -m int 1", "nbsrv(be1) gt 1", "be_conn(be0) lt 5", "req.ssl_sni,map_end(@NAMES@) -m str be1 be2", "always_false",
            "req.payload(0,3) -m bin 474554", "fe_name fe", "src,ipmask(31) 127.0.0.2"],
    "key": ["src", "req.payload(0,4)", "req.ssl_sni", "req.payload_lv(0,1)", "req.rdp_cookie(mstshash)", "req.payload(0,0),length"],
    "counting": ["track-sc0 src table t_ip", "track-sc1 req.ssl_sni table t_str", "track-sc1 req.payload(0,3) table t_str", "sc-inc-gpc0(0)", "sc-set-gpt0(0) 1", "set-var(txn.v) <turned>",
                 "set-var(txn.v) req.ssl_sni,lower", "set-var(sess.s) int(1)", "set-var-fmt(txn.v) \"%[src]-%[req.len]\"", "unset-var(txn.v)", "capture req.ssl_sni len 20", "set-src ipv4(10.1.2.3)"],
    "names": ["%[req.ssl_sni,lower,map_end(@NAMES@,be2)]", "%[req.ssl_sni,map(@NAMES@)]", "be%[req.len,mod(3)]", "%[req.payload(0,3),lower]"],
}


def hello(name, protocols, highest):
    """The first bytes of a TLS client."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = highest
    if protocols:
        context.set_alpn_protocols(protocols)
    sent = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return sent.read()


class Streams:
    """What clients send, in the shape of requests."""

    def __init__(self, random):
        self.random = random

    def request(self, kept=False):
        pick = self.random.choice
        name = pick([*GRAMMAR["name"], None])
        rdp = b"Cookie: %s=%s\r\n" % (pick([b"mstshash", b"MSTSHASH", b"msts"]), pick([b"joe", b"ann", b"167772417.14640.0000", b""]))
        text = pick([b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", b"GET /x HTTP/1.0\r\n\r\n", b"SSH-2.0-x\r\n", b"hello user\r\n", b"x", b"HELLO", b"a" * self.random.randint(1, 99)])
        payload = pick([hello(name, pick([[], ["h2"], ["http/1.1", "h2"]]), pick([ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]))] * 3 + [text, text, text,
                       b"\x03\x00" + (len(rdp) + 11).to_bytes(2, "big") + bytes([len(rdp) + 6, 0xe0, 0, 0, 0, 0, 0]) + rdp,
                       bytes.fromhex("101000044d5154540402003c000474657374"), bytes.fromhex("101000044d5154540402003c000461"), b"8=FIX.4.2\x019=5\x0135=0\x0110=161\x01",
                       bytes([len(text)]) + text, len(text).to_bytes(2, "big") + text, bytes(self.random.randint(1, 60)), b"\x16\x03\x01", b"\x16\x03\x01\x00\x05\x01abcd"])
        return {"src": "127.0.0.%d" % self.random.randint(1, 6), "conn": None, "payload": payload}


class Generator(generator.Generator):
    """As the other one, for TCP."""

    grammar = GRAMMAR

    def __init__(self, seed):
        super().__init__(seed)
        self.encrypted = self.proxied = False
        self.messages = Streams(self.random)

    def files(self):
        return {"NAMES": "a.example be1\n.b.example be2\nb.example be0\nother.test be1\n"}

    def configuration(self):
        lines = ["global", "nbthread 1", "defaults base", "mode tcp", "timeout client 5s", "timeout server 5s", "timeout connect 2s",
                 "backend t_ip from base", "stick-table type ip size 100 expire 1h store conn_cnt,conn_cur,conn_rate(1h),sess_cnt,gpc0,gpt0",
                 "backend t_str from base", "stick-table type string len 20 size 100 expire 1h store conn_cnt,sess_cnt",
                 "frontend fe from base", "bind @BIND@"]
        for _ in range(self.random.randint(0, 2)):
            lines.append(self.grow("tcp-request %s" % self.pick(["connection track-sc0 src table t_ip", "connection reject if { src <addresses> } { src_conn_cnt(t_ip) gt <few> }", "session set-var(sess.s) int(1)",
                                                                 "connection set-var(sess.s) int(1) if { src <addresses> }", "session reject if { sc0_conn_cnt gt 9 }"])))
        lines += ["tcp-request inspect-delay 200ms", "tcp-request content set-var(txn.came) int(1) if REQ_CONTENT"]
        for _ in range(self.random.randint(1, 7)):
            ends = self.chance(0.4)
            action = self.pick(["accept", "accept", "reject"]) + " " + self.condition([], "<met>") if ends else "<counting>" + self.maybe([], 0.5, "<met>")
            lines.append("tcp-request content " + self.grow(action))
        for _ in range(self.random.randint(1, 4)):
            lines.append(self.grow("use_backend %s " % self.pick(["be0", "be1", "be2", "be1", "be2", "<names>"])) + self.condition([], "<met>"))
        lines += ["default_backend be0"] if self.chance(0.9) else []
        for number in range(3):
            lines += self.backend(number)
        return lines

    def backend(self, number):
        lines = ["backend be%d from base" % number, "balance " + self.pick(["roundrobin", "static-rr", "source", "first", "rdp-cookie", "rdp-cookie(mstshash)", "hash src"])]
        lines += ["hash-type " + self.pick(["consistent", "map-based djb2"])] if self.chance(0.3) else []
        if self.chance(0.3):
            lines += ["tcp-request inspect-delay 200ms", "tcp-request content set-var(txn.here) int(1) if REQ_CONTENT", self.grow("tcp-request content reject ") + self.condition([], "<met>")]
        if self.chance(0.4):
            lines += ["stick-table type %s size 100 expire 1h" % self.pick(["string len 12", "ip", "binary len 8", "integer"]), self.grow("stick %s <key>%s" % (self.pick(["on", "match", "on"]), self.maybe([], 0.3, "<met>")))]
        lines += [self.pick(["persist rdp-cookie", "persist rdp-cookie(mstshash)", "option persist", "option redispatch"])] if self.chance(0.2) else []
        count = self.random.randint(1, generator.SERVERS_OF_A_BACKEND)
        if self.chance(0.3):
            lines.append("use-server s%d %s" % (self.random.randint(1, count), self.condition([], "<met>")))
        return lines + ["server s%d @SERVER%d@%s" % (s + 1, number * generator.SERVERS_OF_A_BACKEND + s, self.server_options(s, False)) for s in range(count)]
