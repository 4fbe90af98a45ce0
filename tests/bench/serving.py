"""Measurements of the whole server: CPU of its processes, memory, many readers at once."""

import gzip
from collections.abc import Callable, Iterator
from statistics import median

from tests.bench import load
from tests.bench.nginx import DEPLOYED, MIME_TYPES, deployed, file_server, find_nginx
from tests.bench.processes import cpu_seconds, largest_bytes
from tests.bench.results import LeftOut, Result
from tests.bench.sites import Server, Site, fetch, server

PAGES = ("story", "front", "category")
CACHED = 3.0
THROUGH_NGINX = 1.05
MEGABYTE = 1024 * 1024
LARGEST = 250.0
GROWTH = 1.02
CROWD = 500


def cached(site: Site, *, runs: int, seconds: int) -> Iterator[Result]:
    """CPU a request, beside nginx with the same compressed bytes in a file."""
    program = _nginx()
    with server(site) as ours:
        zipped = _compressed(ours, site)
        with file_server(program, site.folder / "nginx", zipped) as theirs:
            for name in PAGES:
                addresses = (site.addresses[name][0], _as_file(site, name))
                ratio, note = _compared((ours, theirs), addresses, runs=runs, seconds=seconds)
                yield Result("cached", site.name, name, ratio, CACHED, note=note)


def through_nginx(site: Site, *, runs: int, seconds: int) -> Iterator[Result]:
    """CPU a request of nginx that sends the site's files itself, beside nginx with any files."""
    program = _nginx()
    if not DEPLOYED.exists() or not MIME_TYPES.exists():
        raise LeftOut(f"{DEPLOYED} and {MIME_TYPES} are needed")
    cache = site.folder / f"pages-{site.database}"
    behind = {"PAGE_CACHE_DIR": str(cache), "TRUSTED_PROXIES": "1", "SITE_URL": site.origin}
    with (
        server(site, **behind) as application,
        deployed(program, site.folder / "deployed", application, cache) as ours,
    ):
        zipped = _compressed(ours, site)
        with file_server(program, site.folder / "nginx", zipped) as theirs:
            for name in PAGES:
                addresses = (site.addresses[name][0], _as_file(site, name))
                fetch(ours.port, addresses[0])
                before = cpu_seconds(application.pid)
                ratio, note = _compared((ours, theirs), addresses, runs=runs, seconds=seconds)
                asked = cpu_seconds(application.pid) - before
                note = f"{note}; the application {asked:.1f} s"
                yield Result("through-nginx", site.name, name, ratio, THROUGH_NGINX, note=note)


def memory(site: Site, *, requests: int) -> Iterator[Result]:
    """Of the largest process, after a long run over all kinds of pages."""
    paths = [path for found in site.addresses.values() for path in found]
    with server(site) as ours:
        sizes, errors = [], 0
        for _third in range(3):
            errors += load.mixed(ours.port, paths, count=requests // 3).errors
            sizes.append(largest_bytes(ours.pid) / MEGABYTE)
    note = f"after {requests:,} requests for {len(paths):,} addresses"
    yield Result("memory", site.name, "largest process", sizes[2], LARGEST, "MB", note)
    steps = " → ".join(f"{size:.0f}" for size in sizes)
    yield Result(
        "memory", site.name, "last to second third", sizes[2] / sizes[1], GROWTH, note=steps
    )
    yield Result("memory", site.name, "failed requests", errors, 0, "")


def crowd(site: Site) -> Iterator[Result]:
    """Many readers at once for a page that nobody has asked for: how often is it rendered?

    Told from the CPU that the server used, beside that of single cold and single kept pages.
    """
    cold = iter(site.addresses["many"][::-1])
    with server(site) as ours:
        for path in (next(cold), next(cold)):
            fetch(ours.port, path)
        alone = _cpu(ours, lambda: [fetch(ours.port, next(cold)) for _ in range(20)]) / 20
        wanted = next(cold)
        statuses: list[int] = []
        together = _cpu(ours, lambda: statuses.extend(load.at_once(ours.port, wanted, count=CROWD)))
        kept: list[int] = []
        again = _cpu(ours, lambda: kept.extend(load.at_once(ours.port, wanted, count=CROWD)))
    renderings = max(1.0, (together - again) / alone)
    note = f"{CROWD} requests: {together * 1000:.0f} ms of CPU; kept, {again * 1000:.0f} ms"
    yield Result("crowd", site.name, "renderings", renderings, 3.0, "", note)
    failed = sum(status != 200 for status in statuses)
    yield Result("crowd", site.name, "failed requests", failed, 0, "")


def _compared(
    servers: tuple[Server, Server], addresses: tuple[str, str], *, runs: int, seconds: int
) -> tuple[float, str]:
    """How much more CPU the first needs than the second, in alternating runs."""
    pairs = []
    for _ in range(runs):
        both = zip(servers, addresses, strict=True)
        ours, theirs = (_microseconds(one, path, seconds=seconds) for one, path in both)
        pairs.append((ours, theirs))
    ours, theirs = (median(costs) for costs in zip(*pairs, strict=True))
    note = f"{ours:.0f} µs of CPU a request, nginx with a file {theirs:.0f} µs"
    return median(one / other for one, other in pairs), note


def _microseconds(of: Server, path: str, *, seconds: int) -> float:
    """CPU of all its processes for one request."""
    answers: list[load.Answered] = []
    used = _cpu(of, lambda: answers.append(load.hammer(of.port, path, seconds=seconds)))
    answered = answers[0]
    if answered.errors:
        raise RuntimeError(f"{path}: {answered.errors} of {answered.requests} are errors")
    return used * 1e6 / answered.requests


def _nginx() -> str:
    program = find_nginx()
    if program is None:
        raise LeftOut("nginx is not installed")
    return program


def _cpu(of: Server, work: Callable[[], object]) -> float:
    before = cpu_seconds(of.pid)
    work()
    return cpu_seconds(of.pid) - before


def _compressed(ours: Server, site: Site) -> dict[str, bytes]:
    """The pages as a browser gets them, by the address of their file."""
    found = {}
    for name in PAGES:
        status, headers, body = fetch(ours.port, site.addresses[name][0])
        if status != 200:
            raise RuntimeError(f"{name}: {status}")
        whole = headers.get("content-encoding") != "gzip"
        found[_as_file(site, name)] = gzip.compress(body, mtime=0) if whole else body
    return found


def _as_file(site: Site, name: str) -> str:
    """An address of the same length."""
    return site.addresses[name][0].rstrip("/") or "/front"
