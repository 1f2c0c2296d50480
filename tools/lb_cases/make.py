"""Makes random load-balancing cases from a seed: of a kind (a family) that is named or drawn."""
import random

from . import families as f
from . import persistence as p

# Those that newer releases only have; all others begin with 2.6.
SINCE = {"affinity": (3, 2), "hash-key": (3, 0), "hash-none": (3, 0)}
FAMILIES = {function.__name__.replace("_", "-"): function for function in (
    f.roundrobin, f.static_rr, f.simple, f.no_balance, f.hashed, f.hash_bounded, f.rewritten, f.template, f.ids, f.backup,
    f.queue, f.queue_events, f.queue_timeout, f.affinity, f.hash_key, f.hash_none, f.slowstart, f.checks, f.observe, f.track,
    f.redispatch, f.retry_on, f.rdp_cookie, p.cookie, p.stick, p.use_server, p.switching, p.counters, p.mixed)}


def make(seed, oracle="2.6", family=None):
    """The case of a seed whose outcome that release's choices allow to foretell."""
    version = tuple(int(n) for n in oracle.split(".")[:2])
    r = random.Random(seed)
    drawn = r.choice([name for name in FAMILIES if SINCE.get(name, (2, 6)) <= version])
    maker = f.Maker(r, version)
    FAMILIES[family or drawn](maker)
    steps = [step | {"t": round(i * maker.seconds, 2)} for i, step in enumerate(maker.steps)]
    return {"seed": seed, "family": family or drawn, "config": maker.c.text(), **maker.extra, "requests": steps}
