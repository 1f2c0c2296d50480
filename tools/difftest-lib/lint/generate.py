"""Configurations built from the keyword tables, and changed files of the corpus, with HAProxy's verdict on each."""
import concurrent.futures
import itertools
import random

from lint import corpus, tables
from lint.combine import Combiner
from lint.engines import Case, judge, workers
from lint.lines import Lines
from lint.scenery import DEFAULTS, SECTIONS, others_for, write_files

RULES = {"frontend": ["http_request", "http_response", "http_after_response", "tcp_request_connection", "tcp_request_session",
                      "tcp_request_content", "tcp_response_content", "quic_initial"]}
RULES["listen"] = RULES["backend"] = RULES["defaults"] = RULES["frontend"]
# How often a section is the one that lines are made for.
WEIGHTS = {"global": 6, "defaults": 5, "frontend": 12, "backend": 12, "listen": 7, "peers": 2, "resolvers": 2, "cache": 1, "userlist": 1}
COMBINED = 0.2  # how many of the generated configurations are of lines that are right alone


class Generator:
    def __init__(self, rng, all_tables, version):
        self.rng, self.version = rng, version
        self.lines = Lines(rng, all_tables, version)
        self.by_section = {section: self.lines.directives(section) for section in SECTIONS}

    def line(self, section, wild):
        """A line for this section; now and then one of another section."""
        rng = self.rng
        if rng.random() < wild / 10:
            section = rng.choice(list(SECTIONS))
        draw = rng.random()
        if section in RULES and draw < 0.3:
            rule_set = rng.choice(RULES[section])
            head = rule_set.replace("tcp_request_", "tcp-request ").replace("tcp_response_", "tcp-response ").replace("_", "-")
            tail = " " + self.lines.sentences.condition(rng.random() > wild) if rng.random() < 0.4 else ""
            return f"{head} {self.lines.action(rule_set, wild)}{tail}"
        if section in RULES and draw < 0.4:
            return f"acl {rng.choice(['a1', 'a2', 'a1', 'x-y', 'or'])} {self.lines.sentences.criterion(rng.random() > wild)}"
        if section in ("frontend", "listen") and draw < 0.48:
            return f"bind :{rng.randrange(8100, 8900)} {self.lines.option_list('bind', wild)}".strip()
        if section in ("backend", "listen") and draw < 0.56:
            return f"server s{rng.randrange(2, 9)} 127.0.0.1:80 {self.lines.option_list('server', wild)}".strip()
        return self.lines.line(rng.choice(self.by_section[section]), wild)

    def section(self, name, wild):
        count = self.rng.choice([1, 1, 1, 2, 2, 3, 4])
        return SECTIONS[name] + [self.line(name, wild) for _ in range(count)]

    def configuration(self):
        rng = self.rng
        wild = rng.choice([0.02, 0.1, 0.3])
        names = list(WEIGHTS)
        tested = {rng.choices(names + ["any"], [WEIGHTS[n] for n in names] + [4])[0] for _ in range(rng.choice([1, 1, 2]))}
        tested = {rng.choice(list(SECTIONS)) if name == "any" else name for name in tested}
        head = ["global", "localpeer local"] + (["expose-experimental-directives"] if rng.random() < 0.5 else [])
        if "global" in tested:
            head += self.section("global", wild)[1:]
        defaults = list(DEFAULTS) if rng.random() < 0.95 else DEFAULTS[:1]
        if rng.random() < 0.25:
            defaults[1:2] = rng.choice([["mode tcp"], ["mode tcp"], []])
        parts = [self.section(name, wild) for name in sorted(tested) if name != "global"]
        parts += [["frontend main", "bind :8999", "default_backend be"], others_for(line for part in [head, *parts] for line in part)]
        if rng.random() < 0.3:
            rng.shuffle(parts)
        return "\n".join(head + defaults + [line for part in parts for line in part]) + "\n"


def made(options):
    """(path, version, folder) of every configuration to compare: half of them generated, half mutated."""
    rng = random.Random(options.seed)
    all_tables = tables.read_all()
    versions = [v for v in options.targets if (options.oracle / ("haproxy-" + v)).exists()]
    generators = {v: Generator(rng, all_tables, v) for v in versions}
    combiners = {v: Combiner(generators[v], options.hapax, options.scratch) for v in versions}
    mutator = corpus.Mutator(rng, options.corpus) if options.mutate else None
    for number in range(options.generate):
        version = versions[number % len(versions)]
        maker = combiners[version] if rng.random() < COMBINED else generators[version]
        yield f"g{number}", maker.configuration(), version, options.scratch
    for number in range(options.mutate):
        text, folder = mutator.next()
        yield f"m{number}", text, versions[number % len(versions)], folder


def cases(options):
    write_files(options.scratch)

    def ask(item):
        name, text, version, folder = item
        path = options.scratch / (name + ".cfg")
        path.write_text(text, encoding="latin1")
        return judge(options.oracle, Case(path, version, folder=folder))

    source = made(options)
    with concurrent.futures.ThreadPoolExecutor(workers()) as pool:
        while chunk := list(itertools.islice(source, 500)):
            yield from (case for case in pool.map(ask, chunk) if case.verdict)
