"""The database goes away, and the site does not."""

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Timer

from tests.bench.results import Result
from tests.load.changing import shown_everywhere
from tests.load.comparing import compared, every_address
from tests.load.database import FilledSite, taken_away
from tests.load.newsroom import Newsroom, newsroom
from tests.load.readers import asked, errors, told

HEADLINE = "كلام مسحوب"
RECOVERED_WITHIN = 2.0


def withdrawn(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """A second after a withdrawal there is no database: the story is gone in every process."""
    with newsroom(site) as here:
        story = here.desk.ask("publish", headline=HEADLINE)
        leading = [story["path"], story["short"], "/", "/feed/", "/news-sitemap.xml"]
        here.fill(leading)
        time.sleep(1)
        shown = sum(HEADLINE in door.get(story["path"]) for door in here.doors.values())
        yield Result("withdrawn", site.name, "processes that showed it", shown, unit="")
        here.desk.ask("withdraw", pk=story["pk"])
        time.sleep(1)
        with taken_away(site):
            _must_be_away(here)
            answers = [door.get(story["path"]) for door in here.doors.values()]
            others = {path: [door.get(path) for door in here.doors.values()] for path in leading}
    alive = sum(answer.status != 410 for answer in answers)
    yield Result("withdrawn", site.name, "answers other than 410", alive, 0, "")
    words = sum(HEADLINE in answer for found in others.values() for answer in found)
    statuses = ", ".join(f"{path[:12]} {found[0].status}" for path, found in others.items())
    yield Result("withdrawn", site.name, "pages with its words", words, 0, "", statuses)


def stopped(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    """Many requests for cached pages; after a third of them there is no database any more."""
    with newsroom(site) as here, ExitStack() as outage:
        paths = every_address(here)
        here.fill(paths)
        before = here.figures()
        timer = Timer(options.seconds / 3, lambda: outage.enter_context(taken_away(site)))
        timer.start()
        statuses = asked(here.port, paths, count=options.requests, seconds=options.seconds)
        timer.join()
        _must_be_away(here)
        outage.close()
        yield Result("stopped", site.name, "errors", errors(statuses), 0, "", told(statuses))
        delay = _recovered(here, time.monotonic())
        yield Result("stopped", site.name, "changes shown again", delay, RECOVERED_WITHIN, "s")
        after = here.figures()
        for figure in ("hits", "stale", "misses"):
            count = sum(after[figure].values()) - sum(before[figure].values())
            yield Result("stopped", site.name, figure, count, unit="")
        found = compared(here, paths[:300])
        yield Result("stopped", site.name, "different afterwards", len(found.different), 0, "")


def _must_be_away(here: Newsroom) -> None:
    here.knock()
    statuses = {door.get("/", Cookie=here.cookie).status for door in here.doors.values()}
    if statuses != {500}:
        raise RuntimeError(f"The database still answers: a page rendered now has {statuses}.")


def _recovered(here: Newsroom, since: float) -> float:
    here.desk.ask("publish", headline="عاد كل شيء")
    return shown_everywhere(here, "/", "عاد كل شيء") - since
