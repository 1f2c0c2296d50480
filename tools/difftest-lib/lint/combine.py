"""Sections of several lines, each of which hapax accepts alone: what is left to differ is how lines go together."""
from lint.engines import Case, ask_hapax, batches
from lint.scenery import SECTIONS, others_for

KINDS = ["frontend", "backend", "listen", "listen", "defaults"]
MODES = ["http", "http", "tcp"]
DRAWN = 200  # lines that are tried for each kind of section
HEAD = ["global", "log stdout format raw local0", "localpeer local", "expose-experimental-directives"]
TIMES = ["timeout client 10s", "timeout connect 10s", "timeout server 10s"]


def configuration_with(kind, mode, lines, user=()):
    """The lines in a section of this kind; a defaults section is followed by `user`, the section that inherits them."""
    common = [f"mode {mode}", "log global"] + TIMES
    parts = [HEAD, ["defaults"] + common, SECTIONS[kind]]
    parts += [common, lines, list(user) or SECTIONS["backend"]] if kind == "defaults" else [lines]
    parts += [["defaults", "mode http"] + TIMES, ["frontend main", "bind :8999", "default_backend be"], others_for([*lines, *user])]
    return "\n".join(line for part in parts for line in part) + "\n"


class Combiner:
    """Draws lines from a generator, and keeps what hapax accepts alone. Sections are asked for when they are needed."""

    def __init__(self, generator, hapax, scratch):
        self.generator, self.hapax, self.scratch = generator, hapax, scratch
        self.known = {}

    def fine(self, kind, mode):
        """Lines that hapax accepts alone in a section of this kind."""
        if (kind, mode) not in self.known:
            drawn = dict.fromkeys(self.generator.line(kind, 0) for _ in range(DRAWN))
            cases = []
            for number, line in enumerate(drawn):
                path = self.scratch / f"alone-{self.generator.version}-{kind}-{mode}-{number}.cfg"
                path.write_text(configuration_with(kind, mode, [line]), encoding="latin1")
                cases.append(Case(path, self.generator.version, note=line))
            self.known[kind, mode] = [case.note for batch in batches(cases)
                                      for case, answer in zip(batch, ask_hapax(self.hapax, batch)) if answer.verdict == "accept"]
            for case in cases:
                case.path.unlink()
        return self.known[kind, mode]

    def configuration(self):
        rng = self.generator.rng
        kind, mode = rng.choice(KINDS), rng.choice(MODES)
        lines = rng.choices(self.fine(kind, mode), k=rng.choice([2, 2, 3, 4, 6]))
        if kind != "defaults":
            return configuration_with(kind, mode, lines)
        heir = rng.choice(["frontend", "backend", "listen"])
        return configuration_with(kind, mode, lines, SECTIONS[heir] + rng.choices(self.fine(heir, mode), k=rng.choice([0, 1, 2])))
