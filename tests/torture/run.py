"""A hundred random kills of a working newsroom: is everything there that was acknowledged?

    python -m tests.torture.run [--quick] [--kills 100] [--seed 6] [--database sqlite postgresql]

Reporters and editors save, submit, publish, restore, fix changes for a set time and withdraw by the
admin's forms, while processes of `manage.py serve` are killed at random moments. Linux only.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from tests.bench.programs import Program
from tests.bench.results import Result
from tests.load.comparing import compared
from tests.load.database import FilledSite, filled
from tests.load.newsroom import Desk as Looker
from tests.load.newsroom import Newsroom
from tests.run import find_postgresql, postgresql
from tests.torture import worker_away
from tests.torture.colleagues import Colleague, Desk, Story, told
from tests.torture.server import KILLS, WEB_PROCESSES, WHOLE, Server

PEOPLE = ["editor1", "editor2", "editor3", "reporter1", "reporter2"]
PASSWORD = "a long enough password"
STORIES = 40
MOST_ACTS, MOMENT, LONGEST_PAUSE = 10, 0.4, 20.0
"""Between two kills: requests of all colleagues, and seconds."""
WITHIN = 10.0
SETTLED = 120
"""Seconds until the last task of a killed worker was recovered and done."""


class Torture:
    def __init__(self, site: FilledSite, options: argparse.Namespace) -> None:
        self.site = site
        self.options = options
        self.rng = random.Random(options.seed)
        self.judge = Program("tests.torture.judge", site.environment())
        prepared = self.judge.ask("prepare", people=PEOPLE, password=PASSWORD)
        self.server = Server(site)
        self.desk = Desk(PASSWORD, prepared)
        seeds = {name: random.Random(f"{options.seed} {name}") for name in PEOPLE}
        self.colleagues = [
            Colleague(name, self.server.port, rng, self.desk) for name, rng in seeds.items()
        ]
        self.found: list[str] = []
        self.kills: Counter[str] = Counter()
        self.announced: dict[str, float] = {}
        self.looks = 0

    def results(self) -> Iterator[Result]:
        began = time.monotonic()
        self.server.start()
        for colleague in self.colleagues:
            colleague.start()
        for number in range(self.options.kills):
            if time.monotonic() - began > self.options.minutes * 60:
                break
            self._one_kill(number)
        lasted = time.monotonic() - began
        self._settle()
        yield from self._counts(lasted)
        yield from self._delays()
        yield from self._pages()
        self.server.stop()
        self._find(f"left over: {one}" for one in self.server.leftovers())
        self._find(f"temporary: {one}" for one in self.server.temporary_files())
        yield self._result("findings", len(self.found), 0, f"{self.looks} looks")

    def _find(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            if sentence not in self.found:
                self.found.append(sentence)
                print(f"    {sentence}", flush=True)

    def close(self) -> None:
        self._end_colleagues()
        self.server.stop()
        self.judge.close()

    # --- killing -------------------------------------------------------------------------

    def _one_kill(self, number: int) -> None:
        self._work_goes_on(self.rng.randint(1, MOST_ACTS), self.rng.random())
        what = self.rng.choices(list(KILLS), weights=list(KILLS.values()))[0]
        if not self.server.kill(what, self.rng):
            what = f"{what} (was away)"
        self.kills[what] += 1
        if what in WHOLE:
            self._find(f"outlived {what}: {one}" for one in self.server.leftovers())
            with self._everyone_waits():
                self._look()
                self.server.start()
        elif what != "task worker":
            self.server.wait()
        self.server.answers_again()
        if number % 10 == 9 or number + 1 == self.options.kills:
            acts = sum(len(story.acts) for story in self._stories())
            print(f"    {number + 1} kills, {acts:,} acts, {len(self.found)} findings", flush=True)

    def _work_goes_on(self, acts: int, seconds: float) -> None:
        """For so many requests, and a moment more: into the middle of others."""
        end, wanted = time.monotonic() + LONGEST_PAUSE, self._begun() + acts
        while self._begun() < wanted and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(seconds * MOMENT)

    def _begun(self) -> int:
        return sum(colleague.count for colleague in self.colleagues)

    @contextmanager
    def _everyone_waits(self) -> Iterator[None]:
        with ExitStack() as stack:
            for colleague in self.colleagues:
                stack.enter_context(colleague.lock)
            yield

    def _look(self, *, all_of_them: bool = False) -> None:
        """At stories that were touched since the last look."""
        time.sleep(0.3)  # a commit that was under way on a database server
        self.looks += 1
        stories = [s for s in self._stories() if s.acts and (all_of_them or not s.was_looked_at)]
        outages = self._outages()
        said = self.judge.ask("check", stories=told(stories), outages=outages)
        self._find(said["found"])
        for story in stories:
            story.was_looked_at = story.is_over
        announced = self.judge.ask("announced")
        for pk, at in self.announced.items():
            if announced.get(pk) != at:
                self._find([f"story {pk} was announced at {at}, and at {announced.get(pk)}"])
        self.announced = announced

    def _outages(self) -> list[tuple[float, float]]:
        """One that is not over yet has begun and not ended."""
        return [(began, end if end > began else time.time()) for began, end in self.server.outages]

    def _stories(self) -> list[Story]:
        taken = [story for one in self.colleagues for story in (*one.stories, *one.done)]
        return [*taken, *self.desk.submitted]

    # --- the end -------------------------------------------------------------------------

    def _end_colleagues(self) -> None:
        for colleague in self.colleagues:
            colleague.ends.set()
        for colleague in self.colleagues:
            if colleague.ident:
                colleague.join()

    def _settle(self) -> None:
        self._end_colleagues()
        last = max((act.due for story in self._stories() for act in story.acts), default=0.0)
        time.sleep(max(0.0, last + WITHIN + 2 - time.time()))
        end = time.monotonic() + SETTLED
        while self._unsettled() and time.monotonic() < end:
            time.sleep(1)
        rest = self.judge.ask("rest")
        self._find(f"at the end: {name} {rest[name]}" for name in rest if _bad(name, rest))
        files = self.judge.ask("files")
        self._find(f"{kind} file: {name}" for kind in files for name in files[kind])
        self._look(all_of_them=True)
        for colleague in self.colleagues:
            self._find(colleague.errors)
        self.rest = rest

    def _unsettled(self) -> bool:
        rest = self.judge.ask("rest")
        return bool(rest["tasks"] or rest["due"] or rest["unannounced"])

    def _counts(self, lasted: float) -> Iterator[Result]:
        acts = [act for story in self._stories() for act in story.acts]
        answers = Counter(act.answer for act in acts)
        kinds = Counter(act.do for act in acts if act.answer == "acknowledged")
        yield self._result("kills", self.kills.total(), None, _told(self.kills))
        yield self._result("seconds", lasted, None, f"seed {self.options.seed}", "s")
        yield self._result("acts", len(acts), None, _told(answers))
        yield self._result("acknowledged", answers["acknowledged"], None, _told(kinds))
        said = self.judge.ask("check", stories=told(self._stories()), outages=self._outages())
        yield self._result("unknown that happened", said["happened"])
        yield self._result("refused", answers["refused"], None, _told(Counter(self.desk.refused)))
        yield self._result("tasks done", self.rest["done"])

    def _delays(self) -> Iterator[Result]:
        delays: dict[str, list[float]] = self.judge.ask("delays", outages=self._outages())
        for name, seconds in delays.items():
            note = f"of {len(seconds)}; of a living process"
            yield self._result(f"latest {name}", max(seconds, default=0), WITHIN, note, "s")

    def _pages(self) -> Iterator[Result]:
        paths = self.judge.ask("addresses")
        serve = self.server.serve
        assert serve is not None
        with closing(Looker(self.site)) as looker:
            looking = Newsroom(self.server.port, WEB_PROCESSES, serve, self.server.log, looker)
            with closing(looking) as here:
                chosen = random.Random(self.options.seed).sample(paths, k=min(400, len(paths)))
                here.fill(chosen)
                found = compared(here, chosen)
        self._find(found.different)
        yield self._result("pages that differ", len(found.different), 0, f"of {found.pages}")

    def _result(
        self, what: str, value: float, goal: float | None = None, note: str = "", unit: str = ""
    ) -> Result:
        return Result("torture", self.site.database, what, value, goal, unit, note)


def _bad(name: str, rest: dict[str, int]) -> bool:
    return name != "done" and rest[name] > 0


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counted.most_common())


def tortured(site: FilledSite, options: argparse.Namespace) -> Iterator[Result]:
    with closing(Torture(site, options)) as torture:
        yield from torture.results()
        yield from worker_away.results(torture.server, torture.judge, site.database)


def main() -> int:
    options = parsed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended."))  # servers and databases too
    missed = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-torture-")))
        for database in options.database:
            cluster = ""
            if database == "postgresql":
                binaries = find_postgresql()
                if binaries is None:
                    print("Left out: no initdb in /usr/lib/postgresql/*/bin or PATH")
                    continue
                cluster = stack.enter_context(postgresql(binaries))
            print(f"\n{database}: {options.kills} kills, seed {options.seed}", flush=True)
            site: Any = filled(database, STORIES, folder=folder, cluster=cluster)
            for result in tortured(site, options):
                print(f"  {result}", flush=True)
                missed += result.verdict == "MISS"
    print(f"\n{missed} missed.")
    return 1 if missed else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 kills")
    parser.add_argument("--kills", type=int, help="100, quick: 20")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--minutes", type=float, default=30, help="no more kills after that")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    options.kills = options.kills or (20 if options.quick else 100)
    return options


if __name__ == "__main__":
    sys.exit(main())
