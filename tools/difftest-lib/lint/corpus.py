"""Cases from the labelled corpus, from files, and from changed files of the corpus."""
import json
import pathlib
import re

from lint.engines import MACHINE, Case

# What only the contents of files show, which --no-files does not look at.
CONTENTS = re.compile(r"Ignored stats-file line|version of the global server state file|register \S+ .* more than once|"
                      r"inconsistencies between private key|frontend event used on a backend proxy at")


def labelled(folder, targets, environment):
    """Recorded verdicts; crashes, builds, and what depends on the machine are left out."""
    rows = {}
    for line in (folder / "labels.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if not line:
            continue
        path, _, version, env, _, verdict, cause, messages, _, _, args = line.split("\t")
        if version in targets:
            rows.setdefault((path, version), {})[env] = (verdict, cause, json.loads(messages), args)
    for (path, version), found in sorted(rows.items()):
        for files in (True, False):
            if environment not in ("both", "bare" if files else "provisioned"):
                continue
            row = found.get("bare" if files else "provisioned")
            if row is None:
                continue
            verdict, cause, messages, args = row
            if verdict == "crash" or "build" in cause or re.search(r"user|name|resource", cause):
                continue
            messages = [m for m in messages if not MACHINE.search(m[2]) and (files or not CONTENTS.search(m[2]))]
            yield Case(folder / path, version, files, verdict, messages, args.split())


def exceptions(file):
    """Configurations whose verdict is known to differ: (path, environment) -> reason."""
    found = {}
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            path, environment, reason = line.split("\t")
            found[path, environment] = reason
    return found


def named(files, targets, oracle):
    """Files that the user names, for the versions that can be asked."""
    for file in files:
        for version in targets:
            if (oracle / ("haproxy-" + version)).exists():
                yield Case(pathlib.Path(file).resolve(), version)


class Mutator:
    """Files of the corpus with one to three lines changed."""

    def __init__(self, rng, folder):
        self.rng = rng
        self.files = sorted(folder.rglob("*.cfg"))
        self.texts = {f: f.read_text(encoding="latin1") for f in self.files}
        self.vocabulary = sorted({w for t in self.texts.values() for w in t.split() if len(w) < 30})
        self.pool = sorted({line.strip() for t in self.texts.values() for line in t.split("\n") if line.strip()})

    def next(self):
        """(text, folder whose files it names)."""
        source = self.rng.choice(self.files)
        text = self.texts[source]
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            text = self.changed(text)
        return text, source.parent

    def changed(self, text):
        rng, lines = self.rng, text.split("\n")
        places = [i for i, line in enumerate(lines) if line.strip() and not line.strip().startswith("#")]
        if not places:
            return text
        at, change = rng.choice(places), rng.randrange(12)
        if change == 0:
            del lines[at]
        elif change == 1:
            lines.insert(at, lines[at])
        elif change == 2:
            other = rng.choice(places)
            lines[at], lines[other] = lines[other], lines[at]
        elif change == 3:
            lines.insert(at + 1, "    " + rng.choice(self.pool))
        else:
            lines[at] = "    " + " ".join(self.words(lines[at].split(), change))
        return "\n".join(lines)

    def words(self, words, change):
        rng, at = self.rng, self.rng.randrange(len(words))
        if change == 4:
            del words[at]
        elif change == 5:
            words.insert(at, words[at])
        elif change == 6:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif change in (7, 8):
            words[at] = rng.choice(self.vocabulary)
        elif change == 9:
            words.append(rng.choice(self.vocabulary))
        elif change == 10:
            words[at] = words[at][:-1]
        else:
            place = rng.randrange(len(words[at]) + 1)
            words[at] = words[at][:place] + rng.choice("(),'\"\\%{}[]:@/-1x#$! ") + words[at][place:]
        return words
