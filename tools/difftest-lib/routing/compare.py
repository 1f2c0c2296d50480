"""tools/difftest --routing N --seed S: where do requests go, by real HAProxy and by `hapax route`?

N configurations are made from the seed, each gets REQUESTS requests, one after the other. Compared are backend and server,
the request as the server received it, and the answer as the client received it: status and headers, names in lower case,
in order. Left out: the length of the proxy's own error pages (their text is each program's own) and requests whose way
hapax itself says it does not know ("not_modelled").
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from . import generator, oracle

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
UNCOMPARED = {"connection", "keep-alive"}


def arguments(argv):
    parser = argparse.ArgumentParser(prog="tools/difftest", description="compare routing with real HAProxy")
    parser.add_argument("--routing", type=int, metavar="N", required=True, help="number of configurations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=20, help="requests for each configuration")
    parser.add_argument("--target", default="3.2")
    parser.add_argument("--hapax", default=str(ROOT / "build" / "release" / "hapax"))
    parser.add_argument("--oracle", default=os.environ.get("HAPAX_ORACLE_DIR", ""), help="folder of haproxy-VERSION")
    parser.add_argument("--show", type=int, default=10, help="how many differences to print")
    parser.add_argument("--keep", metavar="DIR", help="keep configurations that differ")
    return parser.parse_args(argv)


def shown(headers):
    return [[n.lower(), v] for n, v in headers if n.lower() not in UNCOMPARED]


def without_page_length(answer):
    """The proxy's own pages: their length is each program's own."""
    if answer and ["content-type", "text/html"] in answer["headers"]:
        answer["headers"] = [h for h in answer["headers"] if h[0] != "content-length"]
        answer.pop("body", None)
    return answer


def observed(haproxy, origin, request):
    """What HAProxy does with the request, in the shape of an entry of `hapax route`."""
    origin.seen = None
    origin.answer = (request["response"]["status"], request["response"]["headers"])
    answer = haproxy.ask(request)
    entry = {"backend": None, "server": None, "request": None, "response": None}
    if origin.seen:
        index, method, target, headers = origin.seen
        entry.update(backend="be%d" % (index // 4), server="s%d" % (index % 4 + 1),
                     request={"method": method, "path": target, "headers": shown(headers)})
    if answer:
        entry["response"] = without_page_length({"status": answer[0], "headers": shown(answer[1])})
    return entry


def trace_line(index, request):
    headers = {}
    for name, value in request["headers"]:
        headers.setdefault(name, []).append(value)
    answer = {}
    for name, value in request["response"]["headers"]:
        answer.setdefault(name, []).append(value)
    line = {"t": index * 0.01, "src": request["src"], "frontend": "fe", "method": request["method"],
            "path": request["path"], "version": "1.1", "headers": headers,
            "response": {"status": request["response"]["status"], "headers": answer}}
    if request["body"]:
        line["body"] = request["body"]
    return json.dumps(line)


def predicted(options, path, requests):
    trace = path.parent / "trace.jsonl"
    trace.write_text("".join(trace_line(i, r) + "\n" for i, r in enumerate(requests)), encoding="utf-8")
    run = subprocess.run([options.hapax, "route", "--target", options.target, "--format", "json", "--trace", trace.name,
                          path.name], cwd=path.parent, capture_output=True, timeout=60)
    entries = [json.loads(line) for line in run.stdout.decode().splitlines() if line.startswith("{")]
    return entries, run.stderr.decode()


def comparable(entry):
    result = {"backend": None, "server": None, "request": None, "response": None}
    if entry["request"]:
        result.update(backend=entry["backend"], server=entry["server"],
                      request={"method": entry["request"]["method"], "path": entry["request"]["path"],
                               "headers": shown(entry["request"]["headers"])})
    if entry["response"]:
        result["response"] = without_page_length({"status": entry["response"]["status"],
                                                  "headers": shown(entry["response"]["headers"])})
    return result


def same_headers(a, b):
    """Order counts only among fields of one name: the trace groups a request's headers by name."""
    return sorted(a, key=lambda h: h[0]) == sorted(b, key=lambda h: h[0])


def differences(expected, actual):
    found = [key for key in ("backend", "server") if expected[key] != actual[key]]
    for part in ("request", "response"):
        a, b = expected[part], actual[part]
        if (a is None) != (b is None):
            found.append(part)
        elif a is not None:
            found += ["%s.%s" % (part, key) for key in a if key != "headers" and a[key] != b.get(key)]
            if not same_headers(a["headers"], b["headers"]):
                found.append(part + ".headers")
    return found


class Comparison:
    def __init__(self, options):
        self.options = options
        self.origin = oracle.Origin()
        self.counts = collections.Counter()
        self.kinds = collections.Counter()

    def configuration(self, number):
        make = generator.Generator("%d/%d" % (self.options.seed, number))
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hapax-routing-"))
        port = oracle.free_port()
        replacements = {"BIND": "127.0.0.1:%d" % port}
        replacements.update(("SERVER%d" % i, "127.0.0.1:%d" % p) for i, p in enumerate(self.origin.ports))
        for name, content in make.files().items():
            replacements[name] = name.lower()
            (folder / name.lower()).write_text(content, encoding="utf-8")
        text = "\n".join(make.configuration())
        for name, value in replacements.items():
            text = text.replace("@%s@" % name, value)

        def write(lines):
            path = folder / "haproxy.cfg"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            return path

        binary = oracle.find_binary(self.options.oracle, self.options.target)
        lines = oracle.accepted_lines(binary, text.split("\n"), write)
        if lines is None:
            self.counts["configurations that could not be repaired"] += 1
            shutil.rmtree(folder)
            return
        requests = [make.request() for _ in range(self.options.requests)]
        self.compare(number, binary, write(lines), port, requests)
        shutil.rmtree(folder)

    def compare(self, number, binary, path, port, requests):
        haproxy = oracle.HAProxy(binary, path, port)
        try:
            expected = []
            for request in requests:
                expected.append(observed(haproxy, self.origin, request))
                time.sleep(0.002)  # HAProxy has seen the end of the connection before the next begins
        finally:
            haproxy.stop()
        entries, errors = predicted(self.options, path, requests)
        self.counts["configurations"] += 1
        if len(entries) != len(requests):
            self.counts["configurations that hapax refuses"] += 1
            self.report(number, path, "refused", {"stderr": errors[:600]})
            return
        for index, entry in enumerate(entries):
            self.counts["requests"] += 1
            if entry.get("not_modelled"):
                self.counts["not modelled"] += 1
                continue
            actual = comparable(entry)
            found = differences(expected[index], actual)
            if not found:
                self.counts["agree"] += 1
                continue
            self.report(number, path, ", ".join(found), {
                "request": requests[index], "haproxy": expected[index], "hapax": actual, "outcome": entry["outcome"]})

    def report(self, number, path, kind, details):
        self.kinds[kind] += 1
        if self.options.keep:
            shutil.copytree(path.parent, pathlib.Path(self.options.keep) / str(number), dirs_exist_ok=True)
        if sum(self.kinds.values()) > self.options.show:
            return
        print("configuration %d: %s" % (number, kind))
        for name, value in details.items():
            print("  %s: %s" % (name, json.dumps(value) if not isinstance(value, str) else value))

    def summary(self):
        compared = self.counts["requests"] - self.counts["not modelled"]
        for name, count in self.counts.items():
            print("%8d %s" % (count, name))
        for kind, count in self.kinds.most_common(12):
            print("%8d differ in %s" % (count, kind))
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
    comparison = Comparison(options)
    for number in range(options.routing):
        comparison.configuration(number)
    return comparison.summary()
