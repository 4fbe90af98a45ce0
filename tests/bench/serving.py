"""Measurements of the whole server: CPU of its processes, memory, many readers at once."""

import gzip
from collections.abc import Callable, Iterator
from statistics import median

from tests.bench import load
from tests.bench.nginx import file_server, find_nginx
from tests.bench.processes import cpu_seconds, largest_bytes
from tests.bench.results import LeftOut, Result
from tests.bench.sites import ROOT, Server, Site, fetch, server

PAGES = ("story", "front", "category")
CACHED = 3.0
THROUGH_NGINX = 1.05
MEGABYTE = 1024 * 1024
LARGEST = 250.0
GROWTH = 1.02
CROWD = 500


def cached(site: Site, *, runs: int, seconds: int) -> Iterator[Result]:
    """CPU a request, beside nginx with the same compressed bytes in a file."""
    program = find_nginx()
    if program is None:
        raise LeftOut("nginx is not installed")
    with server(site) as ours:
        zipped = {name: _compressed(ours, site.addresses[name][0]) for name in PAGES}
        with file_server(program, site.folder / "nginx", zipped) as theirs:
            for name in PAGES:
                path = site.addresses[name][0]
                pairs = [
                    (
                        microseconds(ours, path, seconds=seconds),
                        microseconds(theirs, f"/{name}", seconds=seconds),
                    )
                    for _ in range(runs)
                ]
                ratio = median(one / other for one, other in pairs)
                costs = [median(costs) for costs in zip(*pairs, strict=True)]
                note = f"{costs[0]:.0f} µs, nginx {costs[1]:.0f} µs of CPU a request"
                yield Result("cached", site.name, name, ratio, CACHED, note=note)


def through_nginx(site: Site, *, runs: int, seconds: int) -> Iterator[Result]:
    """CPU a request of nginx that serves finished pages by the site's configuration."""
    configuration = ROOT / "deploy" / "nginx.conf"
    if not configuration.exists():
        raise LeftOut("there is no deploy/nginx.conf yet")
    raise LeftOut("deploy/nginx.conf is there, but nothing here knows how to start it yet")
    yield


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


def microseconds(of: Server, path: str, *, seconds: int) -> float:
    """CPU of all its processes for one request."""
    answered = 0

    def ask() -> None:
        nonlocal answered
        answer = load.hammer(of.port, path, seconds=seconds)
        if answer.errors:
            raise RuntimeError(f"{path}: {answer.errors} of {answer.requests} answers are errors")
        answered = answer.requests

    return _cpu(of, ask) * 1e6 / answered


def _cpu(of: Server, work: Callable[[], object]) -> float:
    before = cpu_seconds(of.pid)
    work()
    return cpu_seconds(of.pid) - before


def _compressed(ours: Server, path: str) -> bytes:
    status, headers, body = fetch(ours.port, path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    return body if headers.get("content-encoding") == "gzip" else gzip.compress(body, mtime=0)
