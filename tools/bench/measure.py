"""What the benchmarks of this folder have in common: where things are, CPU time and memory of a command."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ROOT / "tools" / "bench" / "models"
WORK = ROOT / "build" / "bench"
HAPAX = os.environ.get("HAPAX", str(ROOT / "build" / "release" / "hapax"))


def prepare():
    """The folder for what is generated; ends the program when there is no release to measure."""
    if not os.access(HAPAX, os.X_OK):
        sys.exit(f"{sys.argv[0]}: {HAPAX} is missing: tools/build release hapax")
    WORK.mkdir(parents=True, exist_ok=True)
    return WORK


def once(command, output=None):
    """Seconds of CPU time and peak memory in KiB of one run; its standard output too when `output` is None."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output or subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    text = process.stdout.read() if process.stdout else ""
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{sys.argv[0]}: {' '.join(map(str, command))} failed: {errors.strip()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, text


def together(commands, rounds):
    """Runs all commands in turn, `rounds` times; for each the medians of CPU time and peak memory, and its output."""
    runs = [[once(command) for command in commands] for _ in range(rounds)]
    return [(statistics.median(run[i][0] for run in runs), max(run[i][1] for run in runs), runs[-1][i][2])
            for i in range(len(commands))]


def missing(program, package):
    """Says in words that a program to compare with is not there; true when it is not."""
    if shutil.which(program):
        return False
    print(f"  {program} is not installed (package {package}): not compared with it")
    return True


def fill(name, to, **values):
    """Writes a file of models/ with @NAME@ filled in; returns where."""
    text = (MODELS / name).read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    to.write_text(text)
    return to
