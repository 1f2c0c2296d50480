"""Makes random load-balancing cases from a seed: of a kind (a family) that is named or drawn."""
import random

from . import families as f
from . import persistence as p

# Name, function, and the first release that has what it is about.
FAMILIES = {
    "roundrobin": (f.roundrobin, (2, 6)), "static-rr": (f.static_rr, (2, 6)), "simple": (f.simple, (2, 6)),
    "no-balance": (f.no_balance, (2, 6)), "hash": (f.hashed, (2, 6)), "hash-bounded": (f.hash_bounded, (2, 6)),
    "ids": (f.ids, (2, 6)), "backup": (f.backup, (2, 6)), "queue": (f.queue, (2, 6)), "queue-events": (f.queue_events, (2, 6)),
    "queue-timeout": (f.queue_timeout, (2, 6)), "affinity": (f.affinity, (3, 2)), "hash-key": (f.hash_key, (3, 0)),
    "hash-none": (f.hash_none, (3, 0)), "slowstart": (f.slowstart, (2, 6)), "checks": (f.checks, (2, 6)),
    "redispatch": (f.redispatch, (2, 6)), "retry-on": (f.retry_on, (2, 6)), "rdp-cookie": (f.rdp_cookie, (2, 6)),
    "cookie": (p.cookie, (2, 6)), "stick": (p.stick, (2, 6)), "use-server": (p.use_server, (2, 6)),
    "switching": (p.switching, (2, 6)), "counters": (p.counters, (2, 6)), "mixed": (p.mixed, (2, 6)),
}


def make(seed, oracle="2.6", family=None):
    """The case of a seed whose outcome that release's choices allow to foretell."""
    version = tuple(int(n) for n in oracle.split(".")[:2])
    r = random.Random(seed)
    drawn = r.choice([name for name, (_, since) in FAMILIES.items() if since <= version])
    family = family or drawn
    maker = f.Maker(r, version)
    FAMILIES[family][0](maker)
    steps = [step | {"t": round(i * maker.seconds, 2)} for i, step in enumerate(maker.steps)]
    return {"seed": seed, "family": family, "config": maker.c.text(), **maker.extra, "requests": steps}
