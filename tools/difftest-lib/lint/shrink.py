"""The shortest configuration that still makes the same difference: lines, then words, are left out as long as it does."""
from lint.compare import verdict_group
from lint.engines import Case, ask_hapax, judge


class Shrinker:
    def __init__(self, options, case, group):
        self.options, self.case, self.group = options, case, group
        self.path = options.scratch / "shrink.cfg"
        self.budget = 400

    def differs(self, lines):
        """Whether the verdicts still differ in the same way."""
        self.budget -= 1
        if self.budget < 0:
            return False
        self.path.write_text("\n".join(lines) + "\n", encoding="latin1")
        case = judge(self.options.oracle, Case(self.path, self.case.version, folder=self.case.folder))
        if not case.verdict:
            return False
        answer = ask_hapax(self.options.hapax, [case])[0]
        return answer.verdict != case.verdict and verdict_group(case, answer)[0] == self.group

    def run(self):
        lines = [line for line in self.case.path.read_text(encoding="latin1").split("\n")]
        if not self.differs(lines):
            return lines
        size = max(1, len(lines) // 2)
        while True:
            lines = self.without(lines, size, lambda kept: kept)
            if size == 1:
                break
            size //= 2
        for at in range(len(lines) - 1, -1, -1):
            words = lines[at].split(" ")
            words = self.without(words, 1, lambda kept, at=at: lines[:at] + [" ".join(kept)] + lines[at + 1:])
            lines[at] = " ".join(words)
        return lines

    def without(self, items, size, whole):
        """Items less every run of `size` that is not needed; `whole` makes the configuration of what is kept."""
        at = len(items) - size
        while at > -size:
            start = max(0, at)
            kept = items[:start] + items[start + size:]
            if kept and self.differs(whole(kept)):
                items = kept
            at -= size
        return items
