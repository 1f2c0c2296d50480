"""Asking HAProxy and hapax: verdict, and the lines that each complains of."""
import dataclasses
import json
import os
import pathlib
import re
import subprocess

MACHINE = re.compile(r"could not resolve address|no peer named|through cpu-map|via cpu-map|total of \d+ CPUs|cannot find (user|group) id|"
                     r"[Cc]annot (raise|set) (FD|memory) limit|FD limit|out of memory|Cannot open namespace|processing 'namespace'|"
                     r"unknown (user|group) name|Bad file descriptor|unable to allocate ssl context|[Nn]ot enough memory|"
                     r"Failed to (create|open) pipe|invalid address: '[A-Za-z][\w.-]*'|agent-addr failed. Check if '[A-Za-z]|"
                     r"ssl-provider .*: unknown provider|unassigned thread|"
                     r"SSL library does not support the QUIC|QUIC is not compiled in|QUIC protocol is unsupported on the backend")
SUMMARY = re.compile(r"Error\(s\) found in|Fatal errors found|Configuration file is valid|Configuration file has no error")


@dataclasses.dataclass
class Case:
    path: pathlib.Path
    version: str
    files: bool = True
    verdict: str = ""
    messages: list = dataclasses.field(default_factory=list)  # [ALERT or WARNING, line or None, text]
    args: tuple = ()
    folder: pathlib.Path = None  # where relative names of files begin
    note: str = ""  # what is tried, for the report

    def __post_init__(self):
        self.folder = self.folder or self.path.parent

    @property
    def depends_on_machine(self):
        return any(m[0] == "ALERT" and MACHINE.search(m[2]) for m in self.messages)


def ask_haproxy(binary, path, folder=None):
    """Its exit status, None where it hangs, and messages."""
    name = path.name if folder in (None, path.parent) else str(path)
    try:
        run = subprocess.run([binary, "-c", "-dr", "-f", name], cwd=folder or path.parent, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=5)
        code, output = run.returncode, run.stdout
    except subprocess.TimeoutExpired as late:
        code, output = None, late.output or b""
    return code, read_messages(output, path)


def read_messages(output, path):
    messages = []
    for line in output.decode("utf-8", "replace").split("\n"):
        found = re.match(r"\[(ALERT|WARNING)\]\s*\(\d+\) : (.*)", line)
        if found and not SUMMARY.search(line):
            # Before the line that is parsed, 2.6 may name the one at which it prepared a server.
            name = re.escape(path.name)
            place = re.search(r"parsing \[%s:(\d+)" % name, found[2]) or re.search(r"%s:(\d+)" % name, found[2])
            messages.append([found[1], int(place[1]) if place else None, found[2]])
    return messages


def judge(oracle, case):
    """The case with HAProxy's verdict. '' where HAProxy crashed or hung, or the machine decided."""
    code, case.messages = ask_haproxy(oracle / ("haproxy-" + case.version), case.path, case.folder)
    case.verdict = "" if code is None or code < 0 else "accept" if code == 0 else "reject"
    if case.depends_on_machine:
        case.verdict = ""
    case.messages = [m for m in case.messages if not MACHINE.search(m[2])]
    return case


@dataclasses.dataclass
class Answer:
    verdict: str
    lines: dict  # severity: {line: finding}
    whole: dict  # severity: how many without a line
    broken: str = ""


def read_answer(configuration):
    lines, whole = {"error": {}, "warning": {}}, {"error": 0, "warning": 0}
    for finding in configuration["diagnostics"]:
        if finding["origin"] != "haproxy" or finding["severity"] == "info":
            continue
        if finding.get("whole"):
            whole[finding["severity"]] += 1
        else:
            lines[finding["severity"]].setdefault(finding["line"], finding)
    return Answer(configuration["verdict"], lines, whole)


def ask_hapax(hapax, cases):
    """Answers for cases of one version, folder and environment, by one process; one by one where that fails."""
    first = cases[0]
    command = [str(hapax), "lint", "--format", "json", "--target", first.version]
    if not first.files:
        command.append("--no-files")
    command += [case.path.name if case.folder == case.path.parent else str(case.path) for case in cases]
    try:
        run = subprocess.run(command, cwd=first.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        found = json.loads(run.stdout.decode("utf-8", "replace"))["configurations"]
        if len(found) == len(cases):
            return [read_answer(configuration) for configuration in found]
        problem = "too few answers"
    except (subprocess.TimeoutExpired, ValueError, IndexError, KeyError) as error:
        problem = str(error)
    if len(cases) > 1:
        return [ask_hapax(hapax, [case])[0] for case in cases]
    return [Answer("broken", {"error": {}, "warning": {}}, {"error": 0, "warning": 0}, problem)]


def batches(cases, size=40):
    """Cases that one process of hapax can answer, in order."""
    batch = []
    for case in cases:
        key = (case.version, case.folder, case.files)
        if batch and (len(batch) == size or key != (batch[0].version, batch[0].folder, batch[0].files)):
            yield batch
            batch = []
        batch.append(case)
    if batch:
        yield batch


def workers():
    return min(2, os.cpu_count() or 1)
