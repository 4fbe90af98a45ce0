"""Changes under readers: is every process right, and how soon?"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from statistics import median

from tests.bench.results import Result
from tests.load.comparing import compared, every_address
from tests.load.database import FilledSite
from tests.load.doors import Door
from tests.load.newsroom import PROCESSES, Newsroom, newsroom
from tests.load.readers import KEPT, errors, reading, told

VISIBLE_WITHIN = 1.0
LOOKS = 5
PUBLISHED = 15

Delay = tuple[float, float]
"""Seconds since the order to the desk, and since it was carried out."""


def truth(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Random changes of every kind under readers. A second after the last, and at moments between,
    the pages of every process are those that would be rendered now.
    """
    with newsroom(site) as here:
        paths = every_address(here)[: options.addresses]
        here.fill(paths)
        made: Counter[str] = Counter()
        with reading(here.port, paths) as statuses:
            for look in range(LOOKS):
                for _ in range(options.changes // LOOKS):
                    made[here.desk.ask("change")["kind"]] += 1
                time.sleep(VISIBLE_WITHIN)
                is_last = look == LOOKS - 1
                looked_at = paths if is_last else random.Random(look).sample(paths, k=200)
                found = compared(here, looked_at)
                for line in found.different[:10]:
                    print(f"    {line}")
                what = f"different, {made.total()} changes"
                note = f"of {found.pages:,} pages; {len(found.late)} late {found.late[:1] or ''}"
                yield Result("truth", site.name, what, len(found.different), 0, "", note)
        refused = sum(count for kind, count in made.items() if "refused" in kind)
        note = f"{refused} were refused"
        yield Result("truth", site.name, "kinds of changes", len(made), unit="", note=note)
        failed = errors(statuses, (*KEPT, 404))  # what was deleted meanwhile
        yield Result("truth", site.name, "errors", failed, 0, "", told(statuses))


def visible(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Seconds from the commit until the last process shows it to whoever asks."""
    with newsroom(site) as here:
        paths = every_address(here)
        here.fill(paths)
        for crowd in ("alone", "with readers"):
            delays: list[Delay] = []
            with reading(here.port, paths) if crowd != "alone" else nullcontext():
                for number in range(PUBLISHED):
                    delays += _published_and_updated(here, f"{crowd} {number}")
            clicks, commits = zip(*delays, strict=True)
            middle = f"median {median(commits):.2f} of {len(commits)}"
            note = f"{middle}; since the click of the editor ≤ {max(clicks):.2f}"
            yield Result("visible", site.name, crowd, max(commits), VISIBLE_WITHIN, "s", note)


def _published_and_updated(here: Newsroom, name: str) -> list[Delay]:
    here.knock()
    first, second = f"first {name}", f"second {name}"
    story = here.desk.ask("publish", headline=first)
    delay = _delay(here, "/", first)
    here.fill(["/", story["path"]])
    here.desk.ask("update", pk=story["pk"], headline=second)
    return [delay, _delay(here, "/", second), _delay(here, story["path"], second)]


def _delay(here: Newsroom, path: str, words: str) -> Delay:
    shown = shown_everywhere(here, path, words)
    return shown - here.desk.began, shown - here.desk.ended


def shown_everywhere(here: Newsroom, path: str, words: str) -> float:
    """The moment from which on whoever asks gets it, in every process."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        return max(pool.map(lambda door: _shown(door, path, words), here.doors.values()))


def _shown(door: Door, path: str, words: str) -> float:
    end = time.monotonic() + 30
    while (asked := time.monotonic()) < end:
        if words in door.get(path):
            return asked
        time.sleep(0.01)
    raise RuntimeError(f"{path} does not show «{words}».")
