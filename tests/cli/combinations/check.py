#!/usr/bin/env python3
"""check.py HAPAX TOOLS: tools/difftest combines lines that hapax accepts alone, and the same ones for the same seed."""
import pathlib
import random
import sys
import tempfile

HAPAX, TOOLS = sys.argv[1:]
sys.path.insert(0, f"{TOOLS}/difftest-lib")

from lint import combine, tables  # noqa: E402
from lint.engines import Case, ask_hapax  # noqa: E402
from lint.generate import Generator  # noqa: E402
from lint.scenery import write_files  # noqa: E402


def verdict(folder, text):
    path = folder / "asked.cfg"
    path.write_text(text, encoding="latin1")
    return ask_hapax(HAPAX, [Case(path, "3.2")])[0].verdict


def main(folder):
    write_files(folder)
    combine.DRAWN = 20
    rows = tables.read_all()
    one, other = (combine.Combiner(Generator(random.Random(7), rows, "3.2"), HAPAX, folder) for _ in range(2))
    made = [one.configuration() for _ in range(12)]
    assert made == [other.configuration() for _ in range(12)], "a seed gives other configurations the second time"
    assert one.known, "no line was asked for"
    for (kind, mode), lines in one.known.items():
        assert lines, f"no line for {kind} in mode {mode} is accepted"
        for line in lines[:3]:
            assert verdict(folder, combine.configuration_with(kind, mode, [line])) == "accept", line
        refused = combine.configuration_with(kind, mode, ["nosuch"])
        assert verdict(folder, refused) == "reject", f"what stands in {kind} is not looked at"
    assert "mailers" not in combine.configuration_with("backend", "http", ["balance source"])
    assert "mailers mls" in combine.configuration_with("backend", "http", ["email-alert mailers mls"])


with tempfile.TemporaryDirectory() as scratch:
    main(pathlib.Path(scratch))
