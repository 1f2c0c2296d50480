"""The shop's traffic: which visitor asks for what, and when. The same seed gives the same plan."""

import dataclasses
import random


@dataclasses.dataclass
class Request:
    """One request of a session, sent `think` seconds after the answer to the one before it."""

    think: float
    method: str
    path: str
    service: float  # seconds that the server takes for it
    size: int = 0  # bytes of the answer's body
    abort: bool = False  # the client closes without waiting for the answer
    raw: bytes = b""  # sent as it is, in place of a well-formed request


@dataclasses.dataclass
class Session:
    """One client connection."""

    start: float
    source: str
    host: str
    requests: list


SHOP, API = "shop.example", "api.shop.example"
WORDS = "lamp chair desk shelf mirror carpet clock vase stool bench".split()


def service_time(rng, median_ms, sigma):
    """Lognormal, as measured answers of web services are; at most 3 seconds."""
    return min(median_ms * 2.718281828 ** (sigma * rng.gauss(0, 1)), 3000.0) / 1000.0


def page(rng):
    kind = rng.random()
    if kind < 0.30:
        return "GET", f"/catalogue?page={1 + int(rng.expovariate(0.4))}", service_time(rng, 25, 0.7), 9000
    if kind < 0.68:
        return "GET", f"/item/{rng.randrange(100, 999)}", service_time(rng, 35, 0.8), 6500
    if kind < 0.80:
        return "GET", f"/search?q={rng.choice(WORDS)}", service_time(rng, 70, 0.9), 4000
    if kind < 0.84:
        return "GET", "/shop", 0.0, 0
    if kind < 0.87:
        return "GET", f"/missing/{rng.randrange(100)}", service_time(rng, 5, 0.4), 300
    if kind < 0.873:
        return "GET", "/report?year=all", 8.0, 0  # longer than 'timeout server'
    if kind < 0.876:
        return "GET", "/item/broken", service_time(rng, 10, 0.4), 120
    return "GET", f"/img/{rng.choice(WORDS)}-{rng.randrange(40)}.jpg", service_time(rng, 4, 0.5), 20000


def visitor(rng, start, source, buys):
    requests = [Request(0.0, *page(rng))]
    for _ in range(int(rng.expovariate(1 / 9.0))):
        requests.append(Request(rng.expovariate(1 / 0.8), *page(rng)))
    if buys:
        requests.append(Request(rng.expovariate(1 / 0.5), "POST", "/cart", service_time(rng, 45, 0.6), 900))
        requests.append(Request(rng.expovariate(1 / 1.0), "GET", "/checkout", service_time(rng, 60, 0.6), 3000))
        requests.append(Request(rng.expovariate(1 / 1.0), "POST", "/checkout", service_time(rng, 120, 0.8), 700))
    if rng.random() < 0.012:
        requests[-1].abort = True
    return Session(start, source, SHOP, requests)


def api_client(rng, start, source):
    requests = []
    for _ in range(1 + int(rng.expovariate(1 / 12.0))):
        think = rng.expovariate(1 / 0.25)
        if rng.random() < 0.12:
            requests.append(Request(think, "POST", "/v1/orders", service_time(rng, 80, 0.6), 250))
        else:
            path = f"/v1/stock/{rng.randrange(100, 999)}"
            requests.append(Request(think, "GET", path, service_time(rng, 15, 0.6), 400))
    return Session(start, source, API, requests)


def scraper(rng, start, source):
    """Walks the catalogue without a pause and does not listen to 429."""
    walk = [Request(0.01, "GET", f"/item/{n}", service_time(rng, 30, 0.5), 6500) for n in range(100, 350)]
    return Session(start, source, SHOP, walk)


def administrator(rng, start, source):
    walk = [Request(0.5, "GET", f"/admin/orders?page={n}", service_time(rng, 90, 0.5), 5000) for n in range(5)]
    return Session(start, source, SHOP, walk)


def nonsense(start, source):
    return Session(start, source, SHOP, [Request(0.0, "GET", "/", 0.0, raw=b"GET /catalogue page HTTP/1.1 please\r\n\r\n")])


def plan(count, seed, rate):
    """Sessions, by start, with `count` requests or a few more in all, about `rate` of them a second."""
    rng = random.Random(seed)
    people = [f"127.0.{1 + n // 60}.{1 + n % 60}" for n in range(180)]
    machines = [f"127.0.7.{n}" for n in range(1, 9)]
    duration = count / rate
    scrapers = round(count / 2600)
    sessions = [scraper(rng, duration * (0.15 + 0.15 * (n // 2)), f"127.0.8.{1 + n // 2}") for n in range(scrapers)]
    total = sum(len(s.requests) for s in sessions)
    while total < count:
        start = rng.uniform(0, duration)
        sale = 0.55 < start / duration < 0.65  # a flash sale
        pick = rng.random()
        if pick < 0.70:
            session = visitor(rng, start, rng.choice(people), rng.random() < (0.8 if sale else 0.2))
        elif pick < 0.97:
            session = api_client(rng, start, rng.choice(machines))
        elif pick < 0.98:
            session = administrator(rng, start, "127.0.9.5" if rng.random() < 0.6 else rng.choice(people))
        elif pick < 0.99:
            session = nonsense(start, rng.choice(people))
        else:
            session = visitor(rng, duration * rng.uniform(0.55, 0.65), rng.choice(people), True)
        sessions.append(session)
        total += len(session.requests)
    return sorted(sessions, key=lambda s: (s.start, s.source))
