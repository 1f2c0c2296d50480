"""Every row of the tables with every systematic variant of its arguments, many lines in one file.

HAProxy goes on after most wrong lines, up to fifty of them, so that one run judges many; only ALERTs and WARNINGs with a line are
compared. A line that nobody knows stands at the end: where HAProxy did not come to it, the last line that it complained of
stopped it, and the lines below are judged by a file of their own.
"""
import collections
import concurrent.futures
import random
import re

from lint import tables
from lint.compare import normalised
from lint.engines import Case, ask_hapax, ask_haproxy, workers
from lint.lines import Lines
from lint.scenery import SECTIONS, scenery, write_files

SENTINEL = "no-such-word-anywhere"
BATCH = 250
# What HAProxy refuses before it looks at any keyword hides the findings on all other lines.
EARLY = re.compile(r"^no |\"|\\\\$|^[^']*'[^']*$")


def probes(lines, section, match):
    """Lines for one section: the rows' variants, options of bind and server, actions, and words of other sections."""
    for row in lines.directives(section):
        if match in row.name:
            yield from lines.variants(row)
    if section == "frontend":
        for row in lines.options("bind"):
            yield from ("bind :8000 " + text for text in lines.variants(row) if match in row.name)
    if section == "backend":
        for number, row in enumerate(lines.options("server")):
            yield from (f"server x{number}y{i} 127.0.0.1:80 " + text for i, text in enumerate(lines.variants(row)) if match in row.name)
    for rule_set in ("http_request", "http_response", "http_after_response", "tcp_request_connection", "tcp_request_session",
                     "tcp_request_content", "tcp_response_content", "quic_initial"):
        if section in ("frontend", "backend"):
            head = rule_set.replace("tcp_request_", "tcp-request ").replace("tcp_response_", "tcp-response ").replace("_", "-")
            for row in lines.actions(rule_set):
                yield from (f"{head} {text}" for text in lines.variants(row) if match in row.name)


def judged(oracle, hapax, scratch, name, version, section, probe_lines):
    """(line, HAProxy's complaints, hapax's) of each probe where they differ."""
    todo, differing, part = list(probe_lines), [], 0
    while todo:
        batch = todo[:BATCH]
        head, tail = scenery(section)
        path = scratch / f"{name}-{part}.cfg"
        part += 1
        path.write_text("\n".join(head + batch + [SENTINEL] + tail) + "\n", encoding="latin1")
        first = len(head) + 1
        code, messages = ask_haproxy(oracle / ("haproxy-" + version), path)
        answer = ask_hapax(hapax, [Case(path, version)])[0]
        theirs = collections.defaultdict(dict)
        for severity, line, text in messages:
            if line is not None:
                theirs[line].setdefault(severity, text)
        end = first + len(batch)
        alerts = [line for line in theirs if first <= line <= end and "ALERT" in theirs[line]]
        last = max(alerts, default=first)
        for line in range(first, min(last + 1, end)):
            ours = {name: answer.lines[s][line] for s, name in (("error", "ALERT"), ("warning", "WARNING")) if line in answer.lines[s]}
            if set(ours) != set(theirs[line]):
                differing.append((batch[line - first], theirs[line], ours))
        todo = todo[last - first + (1 if code is not None else 2):]  # without the line that HAProxy hangs on
    return differing


def groups_of(found):
    groups = collections.defaultdict(list)
    for version, section, differing in found:
        for line, theirs, ours in differing:
            for kind in sorted(set(theirs) ^ set(ours)):
                group = "missing: " + normalised(theirs[kind]) if kind in theirs else "extra: " + ours[kind]["rule"]
                detail = theirs[kind] if kind in theirs else ours[kind]["message"]
                groups[kind, group].append((f"{version} {section}", line, detail))
    return groups


def run(options):
    all_tables = tables.read_all()
    scratch = options.scratch
    write_files(scratch)
    jobs = [(version, section) for version in options.targets for section in (options.section or SECTIONS)]

    def judge_section(job):
        version, section = job
        lines = Lines(random.Random(options.seed), all_tables, version)
        made = list(dict.fromkeys(probes(lines, section, options.match)))
        differing = []
        for name, early in (("early", True), ("", False)):
            chosen = [line for line in made if bool(EARLY.search(line)) == early]
            differing += judged(options.oracle, options.hapax, scratch, f"{section}-{version}-{name}", version, section, chosen)
        return version, section, differing, len(made)

    with concurrent.futures.ThreadPoolExecutor(workers()) as pool:
        results = list(pool.map(judge_section, jobs))
    groups = groups_of([result[:3] for result in results])
    for (kind, group), places in sorted(groups.items(), key=lambda g: (g[0][0] != "WARNING", len(g[1])))[-options.show:]:
        print(f"{len(places):5} {kind:8} {group}")
        for where, line, detail in places[: options.examples]:
            print(f"{'':15}{where}: {line}\n{'':17}{detail[:200]}")
    total = sum(result[3] for result in results)
    wrong = sum(len({line for line, _, _ in result[2]}) for result in results)
    print(f"\n{total} lines judged, {wrong} of them differently")
    return 1 if wrong else 0
