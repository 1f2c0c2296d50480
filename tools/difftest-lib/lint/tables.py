"""HAProxy's vocabulary as grammar/keywords holds it: rows, and the steps of their signatures."""
import dataclasses
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "grammar" / "keywords"


def number(version):
    """'3.2' as something that compares."""
    return tuple(int(part) for part in version.split("."))


@dataclasses.dataclass
class Row:
    table: str
    cells: dict

    @property
    def name(self):
        return self.cells["name"]

    def cell(self, name):
        value = self.cells.get(name, "")
        return "" if value == "-" else value

    @property
    def flags(self):
        return self.cell("flags").split(",")

    def exists_in(self, version):
        since, removed = self.cell("since") or "2.6", self.cell("removed")
        return number(since) <= number(version) and not (removed and number(removed) <= number(version))

    def sections(self):
        return [s.lstrip("~!") for s in self.cell("sections").split(",") if s]

    def steps(self, version):
        return parse_signature(self.cell("signature"), version)


def read(name):
    """The rows of one table."""
    columns, rows = None, []
    for line in (FOLDER / (name + ".tsv")).read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
        else:
            rows.append(Row(name, dict(zip(columns, cells))))
    return rows


def read_all():
    return {path.stem: read(path.stem) for path in sorted(FOLDER.glob("*.tsv"))}


@dataclasses.dataclass
class Step:
    kind: str  # literal, choice, value, params, action, condition, ignored
    name: str = ""
    words: tuple = ()  # of a literal or a choice
    type: str = ""  # of a value: int, atoi, time, size, addr ...
    detail: str = ""
    optional: int = 0  # the number of its group in [ ], or 0
    repeated: bool = False


TOKEN = re.compile(r"\[|\]|@[\d.]+|<[^>]*>(?:\.\.\.)?|\{[^}]*\}(?:\.\.\.)?|\.\.\.|[a-z]+\([^)]*\)|[^\s\[\]]+")


def parse_signature(text, version):
    """The steps that hold in this version."""
    variants, since = {(0,): []}, (0,)
    group, groups = 0, 0
    for token in TOKEN.findall(text):
        if token == "[":
            groups += 1
            group = groups
        elif token == "]":
            group = 0
        elif token.startswith("@"):
            since = number(token[1:])
            variants[since] = []
        else:
            variants[since].append(parse_step(token, group))
    return variants[max(v for v in variants if v <= number(version))]


def parse_step(token, group):
    repeated = token.endswith("...") and token != "..."
    if repeated:
        token = token[:-3]
    if token == "...":
        return Step("ignored")
    if token in ("<cond>", "<condition!>"):
        return Step("condition", detail="!" if "!" in token else "")
    if token.startswith("<"):
        name, kind, *detail = token[1:-1].split(":")
        return Step("value", name, (), kind, ":".join(detail), group, repeated)
    if token.startswith("{"):
        name, words = token[1:-1].split(":", 1)
        return Step("choice", name, tuple(words.split("|")), "", "", group, repeated)
    call = re.fullmatch(r"(params|action)\((.*)\)", token)
    if call:
        return Step(call[1], detail=call[2], optional=group)
    return Step("literal", token, (token,), optional=group)
