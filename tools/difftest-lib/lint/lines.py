"""Lines for a row of the tables: right ones, and systematic changes of them."""
import pathlib

from lint import values
from lint.sentences import Sentences

OPTION_TABLES = {"bind": "bind", "server": "server", "filter": "filters"}


def read_phrases():
    phrases = {}
    for line in (pathlib.Path(__file__).parent / "phrases.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, list_ = line.split("\t")
            phrases[name] = [phrase.strip() for phrase in list_.split(" ; ")]
    return phrases


class Lines:
    def __init__(self, rng, tables, version):
        self.rng, self.tables, self.version = rng, tables, version
        self.sentences = Sentences(rng, tables, version)
        self.phrases = read_phrases()

    def directives(self, section):
        """The rows that may stand in a section, in any version: a removed word is a good probe."""
        rows = []
        for table in ("global", "proxy", "options", "timeouts", "sections"):
            rows += [r for r in self.tables[table] if section in r.sections()]
        return rows

    def options(self, table):
        if table in OPTION_TABLES:
            return self.tables[OPTION_TABLES[table]]
        return [r for r in self.tables["parameters"] if r.cell("table") == table]

    def actions(self, rule_set):
        return [r for r in self.tables["actions"] if rule_set in r.cell("rule_sets").split(",")]

    def step(self, row, step, wild):
        """Words for one step; `wild` is how likely each of them is an odd one."""
        rng, odd = self.rng, self.rng.random() < wild
        if step.kind == "ignored":
            return rng.choice(["", "", "more"]) if odd else ""
        if step.kind == "condition":
            return self.sentences.condition(not odd) if step.detail or rng.random() < 0.5 else ""
        if step.kind == "params":
            return self.option_list(step.detail, wild)
        if step.kind == "action":
            return self.action(step.detail, wild)
        if step.type == "expr":
            return self.sentences.expression(not odd)[0]
        words = values.bad(step) if odd else values.good(step)
        return rng.choice(words)

    def arguments(self, row, wild):
        rng = self.rng
        phrases = self.phrases.get(row.name)
        if phrases and rng.random() < 0.5:
            return rng.choice(phrases)
        words, skipped = [], 0
        for step in row.steps(self.version):
            if step.optional and (step.optional == skipped or (not words or step.optional) and rng.random() < 0.4):
                skipped = step.optional
                continue
            words.append(self.step(row, step, wild))
            while step.repeated and rng.random() < 0.3:
                words.append(self.step(row, step, wild))
        return " ".join(word for word in words if word)

    def word(self, row):
        """The name; behind a prefix, parentheses."""
        if "prefix" in row.flags and not row.name.endswith(")"):
            if row.name in ("lua.", "track-sc"):
                return row.name + self.rng.choice(["0", "1", "2", "x", "7"])
            inside = self.rng.choice(["txn.x", "0", "0,1", "a.map", "sess.y", "x", "", "txn.x,res", "check.x", "0x20", "proc.z"])
            return row.name + self.rng.choice([f"({inside})"] * 9 + [""])
        return row.name

    def option_list(self, table, wild):
        rows = [r for r in self.options(table) if r.exists_in(self.version) or self.rng.random() < wild / 4]
        count = 1 if table == "filter" else self.rng.choice([0, 1, 1, 2, 2, 3, 4])
        chosen = [self.rng.choice(rows) for _ in range(count)] if rows else []
        return " ".join((self.word(row) + " " + self.arguments(row, wild)).strip() for row in chosen)

    def action(self, rule_set, wild):
        rows = self.actions(rule_set) if self.rng.random() > wild / 4 else self.tables["actions"]
        row = self.rng.choice(rows)
        return (self.word(row) + " " + self.arguments(row, wild)).strip()

    def line(self, row, wild):
        """A line of a row; afterwards, sometimes, words are dropped, doubled, swapped or replaced."""
        rng = self.rng
        text = (self.word(row) + " " + self.arguments(row, wild)).strip()
        if rng.random() < 0.04:
            text = rng.choice(["no ", "default "]) + text
        if rng.random() < wild / 2:
            text = self.changed(text)
        return text

    def changed(self, text):
        rng, words = self.rng, text.split(" ")
        at = rng.randrange(len(words))
        change = rng.randrange(7)
        if change == 0:
            del words[at]
        elif change == 1:
            words.insert(at, words[at])
        elif change == 2:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif change == 3:
            words[at] = rng.choice(["nosuch", "1", "''", "10s", "if", "no", "on", "%[src]"])
        elif change == 4:
            words.append(rng.choice(["extra", "1", "if", "'", "\\", "#", "''", "if TRUE"]))
        elif change == 5:
            words = words[:at]
        else:
            words[at] = words[at][:-1] or "x"
        return " ".join(words)

    def variants(self, row):
        """Every systematic change of a line: each argument's odd values, one word less, one word more."""
        steps = row.steps(self.version)
        name = self.word(row)
        plain = [self.step(row, s, 0) for s in steps if s.kind not in ("condition", "ignored") and not s.optional]
        yield name
        yield (name + " " + " ".join(plain)).strip()
        yield (name + " " + " ".join(plain) + " extra").strip()
        yield (name + " " + " ".join(plain) + " if TRUE").strip()
        yield name + " extra"
        yield "no " + (name + " " + " ".join(plain)).strip()
        yield from (name + " " + phrase for phrase in self.phrases.get(row.name, []))
        for at, step in enumerate(steps):
            if step.kind not in ("value", "choice") or step.type == "expr":
                continue
            before = [self.step(row, s, 0) for s in steps[:at] if not s.optional or s.optional == step.optional]
            after = [self.step(row, s, 0) for s in steps[at + 1:] if not s.optional and s.kind in ("value", "literal", "choice")]
            for word in values.bad(step) + values.good(step):
                yield " ".join([name] + before + [word] + after)
        yield from (f"{name} {words}" for words in values.ANY)
