"""Measurements of pages that are rendered, in-process: what they cost, and how they grow."""

from collections.abc import Iterator
from statistics import median

from tests.bench.results import Result
from tests.bench.sites import Renderer, Site, renderer

LONGEST = 3.0
"""Of what the bare queries of a page need."""
# A fifth of what the fastest of the peers needs on such a machine, in milliseconds.
AIMS = {"story": 6.6, "front": 9.4, "category": 8.2, "feed": 4.8}
GROWTH = 1.3
MILLISECONDS = 400
COMPARED = 3000
LONGEST_COMPARISON = 100
MONTH = 1500
LONGEST_MONTH = 150
MOST_QUERIES = 8


def uncached(site: Site, *, runs: int) -> Iterator[Result]:
    """CPU of a page, beside a view that sends the same queries and makes nothing of the rows."""
    with renderer(site) as process:
        for page, aim in AIMS.items():
            paths = site.addresses[page]
            queries = process.ask("warm", paths=paths)["queries"]
            ways = ("page", "values_list", "cursor")
            times = {way: _times(process, way, paths) for way in ways}
            taken: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(runs):
                for way in ways:
                    used = process.ask(way, paths=paths, times=times[way])
                    taken[way].append(used["cpu"])
            cost = {way: median(values) for way, values in taken.items()}
            note = f"{queries} queries; the bare SQL {cost['cursor']:.1f} ms"
            ratio = cost["page"] / cost["values_list"]
            yield Result("uncached", site.name, page, cost["page"], aim, "ms", note)
            yield Result("uncached", site.name, f"{page}, to values_list", ratio, LONGEST)


def growth(small: Site, large: Site, *, runs: int) -> Iterator[Result]:
    """CPU of a page and its database among many stories, beside that among few; both in turn.

    Not the time that passes: other programs on the machine would be measured with it.
    """
    with renderer(small) as few, renderer(large) as many:
        for page, paths in small.addresses.items():
            if page == "many":
                continue
            pairs = ((few, paths), (many, large.addresses[page]))
            for process, addresses in pairs:
                process.ask("warm", paths=addresses)
            times = [_times(process, "page", addresses) for process, addresses in pairs]
            taken: tuple[list[float], list[float]] = ([], [])
            for _ in range(runs):
                for (process, addresses), count, values in zip(pairs, times, taken, strict=True):
                    values.append(process.ask("page", paths=addresses, times=count)["cpu"])
            before, after = map(median, taken)
            note = f"{before:.1f} → {after:.1f} ms"
            yield Result("growth", large.name, page, after / before, GROWTH, note=note)


def compare(site: Site, *, runs: int) -> Iterator[Result]:
    """CPU of comparing two versions of a long story, beside versions of half the length."""
    with renderer(site) as process:
        taken: dict[int, list[float]] = {words: [] for words in (COMPARED // 2, COMPARED)}
        for _ in range(runs):
            for words, values in taken.items():
                used = process.ask("compare", words=words, times=3)
                values.append(used["cpu"])
        half, whole = map(median, taken.values())
        note = f"{used['changed']} words changed"
        what = f"{COMPARED} words"
        yield Result("compare", site.name, what, whole, LONGEST_COMPARISON, "ms", note)
        yield Result("compare", site.name, f"{what}, to half", whole / half, note=f"{half:.1f} ms")


def calendar(site: Site, *, runs: int) -> Iterator[Result]:
    """CPU of the newsroom's calendar of a full month."""
    with renderer(site) as process:
        paths = process.ask("calendar", stories=MONTH)
        queries = process.ask("warm", paths=paths)["queries"]
        times = _times(process, "page", paths)
        taken = [process.ask("page", paths=paths, times=times)["cpu"] for _ in range(runs)]
        bare = process.ask("cursor", paths=paths, times=times)["cpu"]
        what, note = f"{MONTH} stories", f"the bare SQL {bare:.1f} ms"
        yield Result("calendar", site.name, what, median(taken), LONGEST_MONTH, "ms", note)
        yield Result("calendar", site.name, f"{what}, queries", queries, MOST_QUERIES, "")


def _times(process: Renderer, way: str, paths: list[str]) -> int:
    """How often, so that one run takes long enough for its clock."""
    once: float = process.ask(way, paths=paths, times=1)["wall"] * len(paths)
    return max(1, round(MILLISECONDS / once))
