"""tools/difftest --routing N --seed S: where do requests go, by real HAProxy and by `hapax route`?

N configurations are made from the seed, each gets REQUESTS requests, one after the other, in every fourth configuration over
a few connections that stay open. Compared are backend and server, the request as the server received it, and the answer as the client received
it: status, headers (names in lower case, in order) and the body where a rule gives one. Left out: the length of the proxy's
own error pages (their text is each program's own). Lines of which hapax itself says that they are "not_modelled" are taken
out of the configuration before it is played, counted, and listed at the end. What differs is played a second time, more
slowly, and only counts if HAProxy does the same again. With --streams the configurations are in TCP mode (streams.py): of what
clients send there only the backend and the server are compared.
"""
import argparse
import collections
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from . import generator, oracle, streams

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
UNCOMPARED = {"connection", "keep-alive", "sec-websocket-key"}  # the last is made up by chance (option accept-unsafe-...)
ENVIRONMENT = {**os.environ, "HAPAX_TEST": "from the environment", "TZ": "UTC"}


def arguments(argv):
    parser = argparse.ArgumentParser(prog="tools/difftest", description="compare routing with real HAProxy")
    parser.add_argument("--routing", type=int, metavar="N", required=True, help="number of configurations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--streams", action="store_true", help="in TCP mode")
    parser.add_argument("--only", type=int, metavar="I", help="only configuration I of the seed")
    parser.add_argument("--requests", type=int, default=20, help="requests for each configuration")
    parser.add_argument("--target", default="3.2")
    parser.add_argument("--hapax", default=os.environ.get("HAPAX", str(ROOT / "build" / "release" / "hapax")))
    parser.add_argument("--oracle", default=os.environ.get("HAPAX_ORACLE_DIR", ""), help="folder of haproxy-VERSION")
    parser.add_argument("--jobs", type=int, default=2 * len(os.sched_getaffinity(0)), help="configurations at a time")
    parser.add_argument("--show", type=int, default=10, help="how many differences to print")
    parser.add_argument("--keep", metavar="DIR", help="keep configurations that differ")
    parser.add_argument("--record", metavar="DIR", help="write every configuration that agrees with its requests and what HAProxy did")
    options = parser.parse_args(argv)
    options.hapax = pathlib.Path(options.hapax).resolve()
    options.oracle = pathlib.Path(options.oracle).resolve()
    return options


def shown(headers):
    """Names in lower case, values without the blanks around them; of bytes that are no UTF-8 only that they are there."""
    return [[n.lower(), re.sub("\ufffd+", "\ufffd", v.strip(" \t"))] for n, v in headers if n.lower() not in UNCOMPARED]


def without_page_length(answer):
    """The proxy's own pages: their length is each program's own. Of the exporter's only that it says one."""
    if answer and ["content-type", "text/plain; version=0.0.4"] in answer["headers"]:
        answer["headers"] = [[name, "?" if name == "content-length" and value != "0" else value] for name, value in answer["headers"]]
    if answer and ["content-type", "text/html"] in answer["headers"] and ["cache-control", "no-cache"] in answer["headers"]:
        answer["headers"] = [h for h in answer["headers"] if h[0] != "content-length"]
        answer.pop("body", None)
    return answer


def thinking_time(configuration):
    """HAProxy judges rules on the content of an answer when the server is connected, and an answer that is there by then
    would be judged, too: no answer comes so early here."""
    return 0.003 if "tcp-response content" in configuration else 0


def observed(client, origin, request):
    """What HAProxy does with the request, in the shape of an entry of `hapax route`, and what a trace says of the connection."""
    origin.seen = None
    origin.answer = request.get("response")
    answer, connection = client.ask(request)
    entry = {"backend": None, "server": None, "request": None, "response": None}
    if origin.seen:
        index, method, target, headers = origin.seen
        backend, server = divmod(index, generator.SERVERS_OF_A_BACKEND)
        entry.update(backend=generator.BACKENDS[backend], server="s%d" % (server + 1),
                     request={"method": method, "path": target, "headers": shown(headers)})
    if answer:
        entry["response"] = without_page_length({"status": answer[0], "headers": shown(answer[1]), "body": answer[2]})
    return entry, connection


def grouped(headers):
    groups = {}
    for name, value in headers:
        groups.setdefault(name, []).append(value)
    return groups


def trace_line(index, request, connection, entry):
    """Whether the answer has a body depends on the method that the server saw."""
    if "payload" in request:
        return json.dumps({"t": index * 0.01, "src": request["src"], "frontend": "fe", "payload_hex": request["payload"].hex()})
    answer = request["response"]
    method = (entry["request"] or request)["method"]
    line = {"t": index * 0.01, "src": request["src"], "frontend": "fe", "method": request["method"],
            "path": request["path"], "version": request.get("version", "1.1"), "headers": grouped(request["headers"]),
            "response": {"status": answer["status"], "headers": grouped(answer["headers"]),
                         "body": "" if method == "HEAD" else answer["body"]}}
    if request["body"]:
        line["body"] = request["body"]
    if "from" in request:
        line["peer"] = request["from"]
    return json.dumps({**line, **connection})


def predicted(options, path, requests, connections, expected):
    trace = path.parent / "trace.jsonl"
    played = zip(requests, connections, expected)
    trace.write_text("".join(trace_line(i, *one) + "\n" for i, one in enumerate(played)), encoding="utf-8")
    run = subprocess.run([options.hapax, "route", "--target", options.target, "--format", "json", "--trace", trace.name,
                          path.name], cwd=path.parent, capture_output=True, timeout=120, env=ENVIRONMENT)
    entries = [json.loads(line) for line in run.stdout.decode().split("\n") if line.startswith("{")]
    return entries, run.stderr.decode()


def comparable(entry):
    result = {"backend": None, "server": None, "request": None, "response": None}
    if entry["request"]:
        result.update(backend=entry["backend"], server=entry["server"],
                      request={"method": entry["request"]["method"], "path": entry["request"]["path"],
                               "headers": shown(entry["request"]["headers"])})
    if entry["response"]:
        result["response"] = without_page_length({**entry["response"], "headers": shown(entry["response"]["headers"])})
    return result


def without_ages(headers):
    """Seconds pass while the requests are played: of ages only that they are there."""
    return [[name, "?" if name == "age" else value] for name, value in headers]


def header_differences(a, b):
    """Names of fields whose values differ; "order" when only that does."""
    a, b = without_ages(a), without_ages(b)
    if a == b:
        return []
    a, b = grouped(a), grouped(b)
    return [name for name in {**a, **b} if a.get(name) != b.get(name)] or ["order"]


def request_line(message):
    """Where the method ends is the receiver's guess when a rule put a blank into it."""
    return "%s %s" % (message["method"], message["path"]) if "method" in message else None


def differences(expected, actual):
    """{what: (HAProxy's, ours)}"""
    found = {key: (expected[key], actual[key]) for key in ("backend", "server") if expected[key] != actual[key]}
    for part in ("request", "response"):
        a, b = expected[part], actual[part]
        if (a is None) != (b is None):
            found[part] = (a, b)
        elif a is not None:
            for key, (theirs, ours) in (("line", (request_line(a), request_line(b))), ("status", (a.get("status"), b.get("status")))):
                if theirs != ours:
                    found["%s.%s" % (part, key)] = (theirs, ours)
            plain = ["content-encoding", "gzip"] not in a["headers"] and ["content-encoding", "deflate"] not in a["headers"]
            if plain and a.get("body") and "body" in b and a["body"] != b["body"] and expected["request"] is None:
                found[part + ".body"] = (a["body"], b["body"])
            for name in header_differences(a["headers"], b["headers"]):
                values = [grouped(side["headers"]).get(name) for side in (a, b)]
                found["%s.headers %s" % (part, name)] = tuple(values) if name != "order" else (a["headers"], b["headers"])
    return found


def one_line_a_request(case):
    parts = []
    for key, value in case.items():
        if isinstance(value, list):
            parts.append("%s: [\n%s]" % (json.dumps(key), ",\n".join(json.dumps(item) for item in value)))
        else:
            parts.append("%s: %s" % (json.dumps(key), json.dumps(value)))
    return "{" + ",\n".join(parts) + "}\n"


class Comparison:
    """Plays configurations, one after the other. After one, its findings are in counts, kinds, left_out and examples."""

    def __init__(self, options):
        self.options = options
        self.binary = oracle.find_binary(options.oracle, options.target)
        self.origin = oracle.Origin()
        self.origin.streams = options.streams
        self.keys = oracle.make_keys()

    def configuration(self, number):
        self.counts, self.kinds, self.left_out = collections.Counter(), collections.Counter(), collections.Counter()
        self.shown, self.examples = set(), []  # what differs is shown once for each configuration
        self.play_configuration(number)
        return self.counts, self.kinds, self.left_out, self.examples

    def play_configuration(self, number):
        seed = "%d/%d" % (self.options.seed, number)
        make = streams.Generator(seed) if self.options.streams else generator.Generator(seed, kind=("mixed", "dense", "themed")[number % 3])
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hapax-routing-"))
        held = oracle.Port()
        port = held.number
        replacements = {"BIND": "127.0.0.1:%d" % port}
        replacements.update(("SERVER%d" % i, "127.0.0.1:%d" % p) for i, p in enumerate(self.origin.ports))
        for name, content in {**make.files(), **self.keys}.items():
            replacements[name] = name.lower()
            (folder / name.lower()).write_text(content, encoding="utf-8", newline="")
        lines = make.configuration()
        # A trace does not say when a connection is closed, nor does one without an answer end with its request.
        if number % 4 == 3 or any("set-status 1" in line for line in lines):
            lines = [line for line in lines if line.startswith("stick-table") or
                     not re.search(r"(fe|act|dst)_conn|conn_cur|trackers|%({.*?})?(ac|fc)\b", line)]
        if self.options.target == "2.6":  # it dies of that fetch
            lines = [line for line in lines if "src_inc_gpc(" not in line]
        if self.options.target == "3.0":  # its ring was repaired later
            lines = [line for line in lines if not line.startswith("hash-type consistent")]
        if any(re.search("compression|cache-", line) for line in lines):  # with a filter, what is redirected to a server never ends
            lines = [re.sub(r"( redir \S+)", "", line) if line.startswith("server ") else line for line in lines]
        if make.encrypted:  # an error that a key's library keeps ends the next connection with TLS
            lines = [line for line in lines if "jwt_verify" not in line or "@" not in line]
        if any("use-service" in line for line in lines):  # the exporter's text is each program's own
            lines = [line for line in lines if "res.body" not in line]
        text = "\n".join(lines)
        for name, value in replacements.items():
            text = text.replace("@%s@" % name, value)

        def write(lines):
            path = folder / "haproxy.cfg"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            return path

        lines = self.modelled(oracle.accepted_lines(self.binary, text.split("\n"), write, ENVIRONMENT), write)
        if lines is None:
            self.counts["configurations that could not be repaired"] += 1
        else:
            # Tunnels outlast their requests, so that what is open cannot be counted.
            self.origin.pause = thinking_time(text)
            make.messages.connects = not re.search(r"_conn|conn_|trackers|maxconn|%({.*?})?[abfs]c\b", text)
            make.messages.encrypted, make.messages.proxied = make.encrypted, make.proxied
            requests = [make.messages.request(kept=number % 4 == 3) for _ in range(self.options.requests)]
            try:
                self.compare(number, write(lines), port, requests)
            except ConnectionError:
                self.counts["configurations that HAProxy did not survive"] += 1
        shutil.rmtree(folder)

    def modelled(self, lines, write):
        """Without the lines that hapax says it does not model."""
        if lines is None:
            return None
        path = write(lines)
        run = subprocess.run([self.options.hapax, "compile", "--target", self.options.target, path.name], cwd=path.parent,
                             capture_output=True, timeout=120, env=ENVIRONMENT)
        try:
            missing = json.loads(run.stdout).get("not_modelled", [])
        except ValueError:
            return lines  # compare() reports that hapax refuses it
        self.counts["lines"] += len(lines)
        self.counts["lines not modelled"] += len(missing)
        for what in missing:
            self.left_out[re.sub(r"\(.*|/.*", "", what["text"])] += 1
        numbers = {what["place"]["line"] for what in missing}
        kept = [line for number, line in enumerate(lines, 1) if number not in numbers]
        return oracle.accepted_lines(self.binary, kept, write, ENVIRONMENT)

    def play(self, path, port, requests, pause):
        haproxy = oracle.HAProxy(self.binary, path, port, ENVIRONMENT)
        client = oracle.Client(port)
        expected, connections = [], []
        try:
            for request in requests:
                entry, connection = observed(client, self.origin, request)
                expected.append(entry)
                connections.append(connection)
                time.sleep(pause)  # HAProxy has seen the end of the connection before the next begins
            if haproxy.has_died(0 if expected[-1]["response"] else 0.5):
                raise ConnectionError("HAProxy has died")
        finally:
            client.close()
            haproxy.stop()
        return expected, connections

    def compare(self, number, path, port, requests):
        expected, connections = self.play(path, port, requests, 0.003)
        entries, errors = predicted(self.options, path, requests, connections, expected)
        self.counts["configurations"] += 1
        if len(entries) != len(requests):
            self.counts["configurations that hapax refuses"] += 1
            self.report(number, path, {"refused": ("", errors[:600])}, None)
            return
        found = [differences(e, comparable(a)) for e, a in zip(expected, entries)]
        if any(found):
            again, connections = self.play(path, port, requests, 0.03)
            entries, _ = predicted(self.options, path, requests, connections, again)
            found = [differences(e, comparable(a)) for e, a in zip(again, entries)]
        elif self.options.record:
            self.record(number, path, requests, connections, expected)
        for index, entry in enumerate(entries):
            self.counts["requests"] += 1
            if entry.get("not_modelled"):
                self.counts["not modelled"] += 1
            elif not found[index]:
                self.counts["agree"] += 1
            else:
                self.report(number, path, found[index], requests[index])

    def record(self, number, path, requests, connections, expected):
        """One file that tests/cli/recorded_routes_test.cpp can play."""
        files = {file.name: file.read_text(encoding="utf-8", errors="replace") for file in sorted(path.parent.iterdir())
                 if file.name != "trace.jsonl"}
        case = {"target": self.options.target, "files": files,
                "requests": [json.loads(trace_line(i, *one)) for i, one in enumerate(zip(requests, connections, expected))],
                "expected": expected}
        name = "%s-%d-%d.json" % (self.options.target, self.options.seed, number)
        folder = pathlib.Path(self.options.record)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(one_line_a_request(case), encoding="utf-8")

    def report(self, number, path, found, request):
        lines = path.read_text(encoding="utf-8").split("\n")
        for kind in {kind.split(" x-n")[0].split(" x-r")[0] for kind in found}:
            self.kinds[kind] += 1
        self.counts["differ"] += 1
        found = {kind: values for kind, values in found.items() if (number, kind) not in self.shown}
        self.shown.update((number, kind) for kind in found)
        if not found:
            return
        if self.options.keep:
            shutil.copytree(path.parent, pathlib.Path(self.options.keep) / str(number), dirs_exist_ok=True)
        example = ["configuration %d: %s" % (number, json.dumps(request, default=bytes.hex))]
        for kind, (theirs, ours) in found.items():
            name = kind.rpartition(" ")[2]
            example.append("  %s: haproxy %s, hapax %s" % (kind, json.dumps(theirs), json.dumps(ours) if kind != "refused" else ours))
            for line in lines if " " in kind else []:
                if re.search(r"(header|value|hdr) %s " % re.escape(name), line, re.IGNORECASE):
                    example.append("      " + line)
        self.examples.append("\n".join(example))


class Summary:
    """What all configurations came to. Differences are printed as they are found."""

    def __init__(self, options):
        self.options = options
        self.counts, self.kinds, self.left_out = collections.Counter(), collections.Counter(), collections.Counter()
        self.examples = 0

    def add(self, counts, kinds, left_out, examples):
        self.counts += counts
        self.kinds += kinds
        self.left_out += left_out
        for example in examples[:max(0, self.options.show - self.examples)]:
            print(example, flush=True)
        self.examples += len(examples)

    def conclude(self):
        compared = self.counts["requests"] - self.counts["not modelled"]
        for name, count in self.counts.items():
            print("%8d %s" % (count, name))
        for kind, count in self.kinds.most_common(12):
            print("%8d differ in %s" % (count, kind))
        for what, count in self.left_out.most_common(self.options.show * 3):
            print("%8d not modelled: %s" % (count, what))
        rate = 100.0 * self.counts["agree"] / compared if compared else 0.0
        print("agreement %.3f %% of %d requests compared" % (rate, compared))
        return 0 if rate >= 99.9 and not self.counts["configurations that hapax refuses"] else 1


def main(argv):
    options = arguments(argv)
    binary = oracle.find_binary(options.oracle, options.target)
    if not binary.exists():
        print("no HAProxy %s in '%s': name its folder with --oracle or HAPAX_ORACLE_DIR" % (options.target,
                                                                                        options.oracle))
        return 2
    numbers = [options.only] if options.only is not None else range(options.routing)
    summary = Summary(options)
    with multiprocessing.Pool(min(options.jobs, len(numbers)), start_worker, (options,)) as pool:
        for findings in pool.imap(play_one, numbers):
            summary.add(*findings)
    return summary.conclude()


def start_worker(options):
    """Each process has its own servers."""
    global comparison
    comparison = Comparison(options)


def play_one(number):
    return comparison.configuration(number)
