"""Many readers at once, and readers who ask for nonsense."""

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from tests.bench import load
from tests.bench.results import Result
from tests.load import nonsense
from tests.load.comparing import every_address
from tests.load.database import FilledSite
from tests.load.doors import Answer, Closed, Door
from tests.load.newsroom import PROCESSES, Newsroom, newsroom
from tests.load.readers import KEPT, asked, errors, told

MEGABYTE = 1024 * 1024
AT_ONCE = 500
SMALL_CACHE = 8
LARGEST = 250.0
GROWTH = 1.02


def cold(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Readers who ask for one page that no process has, at the same time."""
    with newsroom(site) as here:
        before = here.figures().get("stored", {})
        stories = here.desk.ask("addresses")[20:]
        for path in ["/", *islice((path for path in stories if path.startswith("/20")), 5)]:
            statuses = Counter(map(str, load.at_once(here.port, path, count=AT_ONCE)))
            seen = here.renderings(path)
            note = f"{told(statuses)}; {path[:30]}"
            yield Result("cold", site.name, "renderings", seen, PROCESSES, "", note)
        after = here.figures()["stored"]
        stored = max(count - before.get(process, 0) for process, count in after.items())
        yield Result("cold", site.name, "of 6 pages, by one process", stored, 6, "")


def flood(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Distinct query strings, hosts and paths in a row, with a cache that they would fill."""
    with newsroom(site, PAGE_CACHE_MB=str(SMALL_CACHE), LOG_LEVEL="ERROR") as here:
        here.fill(["/", "/", "/"])
        first = set(here.doors)
        statuses = nonsense.asked(here.port, every_address(here), count=options.flood)
        here.knock()
        kept = [_kept(here, door) for door in here.doors.values()]
        died = len(first - set(here.doors))
        figures, resident = here.figures(), max(here.sizes().values()) / MEGABYTE
        note = told(statuses)
    failed = errors(statuses, (*KEPT, 400, 404))
    yield Result("flood", site.name, "errors", failed, 0, "", note)
    yield Result("flood", site.name, "processes that died", died, 0, "")
    gone = sum("not kept" in words for words in kept)
    yield Result("flood", site.name, "front page evicted", gone, 0, "", kept[0])
    for figure in ("pages", "evicted"):
        yield Result("flood", site.name, figure, max(figures[figure].values()), unit="")
    largest = max(figures["bytes"].values()) / MEGABYTE
    yield Result("flood", site.name, "bytes of pages", largest, SMALL_CACHE, "MB")
    yield Result("flood", site.name, "largest process", resident, LARGEST, "MB")


def _kept(here: Newsroom, door: Door) -> str:
    """What a process says of its front page."""
    return door.get("/", Cookie=here.cookie).headers["server-timing"]


def odd(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Requests made to spoil the page that others get: each process is asked so before all."""
    with newsroom(site) as here:
        stories = [path for path in here.desk.ask("addresses") if path.startswith("/20")]
        requests = nonsense.odd_requests(here.port, stories)
        spoiled, elsewhere, statuses = [], 0, Counter[int]()
        for request, path in requests:
            here.knock()
            for door in here.doors.values():
                try:
                    answer = door.send(request)
                except Closed:
                    continue
                statuses[answer.status] += 1
                elsewhere += nonsense.leads_elsewhere(answer)
            here.knock()
            fresh = here.fresh(path)
            for door in here.doors.values():
                answer = door.get(path)
                if (answer.status, answer.body) != (fresh.status, fresh.body):
                    spoiled.append(request)
        paths = every_address(here)
        marked = [path for path in paths for door in here.doors.values() if _marked(door, path)]
    for line in [*spoiled[:10], *marked[:10]]:
        print(f"    {line!r}")
    note = f"by {len(requests)} forms in {PROCESSES} processes; answers: {dict(statuses)}"
    yield Result("odd", site.name, "spoiled pages", len(spoiled), 0, "", note)
    yield Result("odd", site.name, "redirects elsewhere", elsewhere, 0, "")
    note = f"{len(paths):,} addresses looked through in each process"
    yield Result("odd", site.name, "pages with the marker", len(marked), 0, "", note)


def memory(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """A long mixed run: readers of all addresses, while pages are purged and made anew."""
    with newsroom(site) as here:
        paths = every_address(here)
        sizes, statuses = [], Counter[str]()
        for _third in range(3):
            for _ in range(10):
                here.desk.ask("change")
                statuses += asked(here.port, paths, count=options.mixed // 30)
            sizes.append(max(here.sizes().values()) / MEGABYTE)
    steps = " → ".join(f"{size:.1f}" for size in sizes)
    note = f"{statuses.total():,} requests, {len(paths):,} addresses"
    yield Result("memory", site.name, "largest process", sizes[2], LARGEST, "MB", note)
    yield Result(
        "memory", site.name, "last to second third", sizes[2] / sizes[1], GROWTH, note=steps
    )
    failed = errors(statuses, (*KEPT, 404))  # what was deleted meanwhile
    yield Result("memory", site.name, "errors", failed, 0, "", told(statuses))


def _marked(door: Door, path: str) -> bool:
    answer: Answer = door.get(path)
    return nonsense.MARKER in answer
