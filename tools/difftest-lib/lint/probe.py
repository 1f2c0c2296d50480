"""Every row of the tables with every systematic variant of its arguments, each line in a configuration of its own."""
import random

from lint import tables
from lint.engines import Case
from lint.lines import Lines
from lint.scenery import SECTIONS, scenery, write_files

RULE_SETS = ("http_request", "http_response", "http_after_response", "tcp_request_connection", "tcp_request_session",
             "tcp_request_content", "tcp_response_content", "quic_initial")


def probes(lines, section, match):
    """Lines for one section: the rows' variants, options of bind and server, actions, and words of other sections."""
    for row in lines.directives(section):
        if match in row.name:
            yield from lines.variants(row)
    if section == "frontend":
        yield from behind("bind :8000 ", lines, lines.options("bind"), match)
    if section == "backend":
        yield from behind("server x 127.0.0.1:80 ", lines, lines.options("server"), match)
    if section in ("frontend", "backend"):
        for rule_set in RULE_SETS:
            head = rule_set.replace("tcp_request_", "tcp-request ").replace("tcp_response_", "tcp-response ").replace("_", "-")
            yield from behind(head + " ", lines, lines.actions(rule_set), match)


def behind(head, lines, rows, match):
    for row in rows:
        if match in row.name:
            yield from (head + text for text in lines.variants(row))


def made(options):
    """(version, section, line) of every probe, or of `options.sample` of them."""
    all_tables, rng = tables.read_all(), random.Random(options.seed)
    chosen = []
    for version in options.targets:
        lines = Lines(random.Random(options.seed), all_tables, version)
        for section in options.section or SECTIONS:
            chosen += [(version, section, line) for line in dict.fromkeys(probes(lines, section, options.match))]
    return rng.sample(chosen, options.sample) if 0 < options.sample < len(chosen) else chosen


def cases(options):
    write_files(options.scratch)
    for number, (version, section, line) in enumerate(made(options)):
        head, tail = scenery(section)
        path = options.scratch / f"p{number}.cfg"
        path.write_text("\n".join(head + [line] + tail) + "\n", encoding="latin1")
        yield Case(path, version, note=f"{section}: {line}")
