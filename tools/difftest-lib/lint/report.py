"""Agreement per version, and what differs, grouped so that the next thing to fix is at the bottom of the screen."""
import collections
import concurrent.futures

from lint.compare import compare
from lint.corpus import exceptions
from lint.engines import ask_hapax, batches, workers
from lint.shrink import Shrinker

KINDS = ("verdict", "ALERT", "WARNING")


def report(cases, options):
    totals, agreed, groups = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    known, excepted = exceptions(options.exceptions), collections.defaultdict(list)
    with concurrent.futures.ThreadPoolExecutor(workers()) as pool:
        lots = list(batches(sorted(cases, key=lambda c: (c.version, str(c.folder), c.files))))
        for lot, answers in zip(lots, pool.map(lambda lot: ask_hapax(options.hapax, lot), lots)):
            for case, answer in zip(lot, answers):
                differences = compare(case, answer)
                name = name_of(case, options)
                if name in known and differences:
                    excepted[name].append(case.version)
                    continue
                totals[case.version] += 1
                for kind in KINDS:
                    agreed[case.version, kind] += kind not in {k for k, _, _ in differences}
                for kind, group, detail in differences:
                    groups[kind, group].append((case, detail))
    for kind in reversed(KINDS):
        show_groups(kind, groups, options)
    for (path, environment), versions in sorted(excepted.items()):
        print(f"exception {path} ({environment}, {', '.join(versions)}): {known[path, environment]}")
    print("\nagreement          verdict     ALERT   WARNING   configurations")
    for version in sorted(totals):
        shares = "".join(f"{100 * agreed[version, kind] / totals[version]:9.2f}%" for kind in KINDS)
        print(f"  {version:14}{shares}{totals[version]:17}")
    return 1 if groups else 0


def name_of(case, options):
    """How the list of exceptions calls it."""
    inside = case.path.is_relative_to(options.corpus)
    return str(case.path.relative_to(options.corpus)) if inside else "", "bare" if case.files else "provisioned"


def show_groups(kind, groups, options):
    chosen = sorted(((group, places) for (k, group), places in groups.items() if k == kind), key=lambda g: -len(g[1]))
    for group, places in reversed(chosen[: options.show]):
        print(f"{len(places):5} {kind:8} {group}")
        for case, detail in places if options.verbose else places[: options.examples]:
            print(f"{'':15}{case.version} {'' if case.files else '--no-files '}{case.note or case.path}\n{'':17}{detail[:230]}")
        if kind == "verdict" and options.shrink and not group.startswith("hapax gives"):
            for line in Shrinker(options, places[0][0], group).run():
                print(f"{'':17}| {line}")
