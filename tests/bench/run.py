"""How fast is the site? Ratios within one run, so that any machine will do.

    python -m tests.bench.run [--quick] [--only NAME…] [--database sqlite,postgresql]

A goal that is missed is reported and is no error. The run fails if it could not measure anything,
under CI=true if it had to leave anything out.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench import load, rendering, serving
from tests.bench.results import LeftOut, Result, write_json
from tests.bench.sites import Site, renderer
from tests.run import IN_CI, find_postgresql, postgresql

Measurement = Callable[[list[Site], argparse.Namespace], Iterator[Result]]

# Each gets the sites of one database, the smallest first.
MEASUREMENTS: dict[str, Measurement] = {
    "uncached": lambda sites, o: rendering.uncached(sites[0], runs=o.runs),
    "growth": lambda sites, o: _growth(sites, runs=o.runs),
    "cached": lambda sites, o: serving.cached(sites[0], runs=o.runs, seconds=o.seconds),
    "through-nginx": lambda sites, o: serving.through_nginx(
        sites[0], runs=o.runs, seconds=o.seconds
    ),
    "crowd": lambda sites, o: serving.crowd(sites[0]),
    "compare": lambda sites, o: rendering.compare(sites[0], runs=o.runs),
    "calendar": lambda sites, o: rendering.calendar(sites[-1], runs=o.runs),
    "memory": lambda sites, o: serving.memory(sites[0], requests=o.requests),
}


def main() -> int:
    options = parsed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers and folders are put away
    results: list[Result] = []
    left_out: list[str] = []
    print(f"Readers: {load.GENERATOR}. {options.runs} runs, medians.", flush=True)
    with ExitStack() as stack:
        folder = options.keep or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-bench-"))
        )
        for database in options.database:
            try:
                sites = prepared(database, options.stories, folder, stack)
            except LeftOut as reason:
                left_out.append(f"{database}: {reason}")
                continue
            for name in options.only or MEASUREMENTS:
                measured, why = attempted(MEASUREMENTS[name](sites, options))
                results += measured
                left_out += [f"{name}, {database}: {why}"] if why else []
    if options.json:
        write_json(options.json, results, left_out)
    return summary(results, left_out)


def parsed() -> argparse.Namespace:
    def words(text: str) -> list[str]:
        return text.split(",")

    def numbers(text: str) -> list[int]:
        return sorted(map(int, words(text)))

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer stories, fewer runs")
    parser.add_argument("--stories", type=numbers, help="1000,100000 unless quick; also 1000000")
    parser.add_argument("--database", type=words, default=["sqlite", "postgresql"])
    parser.add_argument("--only", nargs="+", choices=list(MEASUREMENTS), metavar="NAME")
    parser.add_argument("--keep", type=Path, help="folder whose SQLite databases are used again")
    parser.add_argument("--json", type=Path, help="file for the results")
    options = parser.parse_args()
    quick = options.quick
    options.stories = options.stories or ([1000, 10_000] if quick else [1000, 100_000])
    options.runs, options.seconds = (3, 1) if quick else (5, 3)
    options.requests = 3000 if quick else 60_000
    return options


def prepared(database: str, sizes: list[int], folder: Path, stack: ExitStack) -> list[Site]:
    cluster = ""
    if database == "postgresql":
        binaries = find_postgresql()
        if binaries is None:
            raise LeftOut("no initdb in /usr/lib/postgresql/*/bin or PATH")
        cluster = stack.enter_context(postgresql(binaries))
    sites = []
    for size in sizes:
        print(f"Filling {database} with {size:,} stories…", flush=True)
        sites.append(Site.filled(database, size, folder=folder, cluster=cluster))
    sites[0].manage("collectstatic", "--no-input", "--verbosity=0")
    for site in sites:
        with renderer(site) as process:
            site.addresses = process.ask("addresses")
    return sites


def attempted(measurement: Iterator[Result]) -> tuple[list[Result], str]:
    """Prints results as they come; also returns why there are no more."""
    found: list[Result] = []
    try:
        for result in measurement:
            if not found:
                print(f"\n{result.measurement}", flush=True)
            print(f"  {result}", flush=True)
            found.append(result)
    except LeftOut as reason:
        return found, str(reason)
    return found, ""


def summary(results: list[Result], left_out: list[str]) -> int:
    judged = [result for result in results if result.verdict]
    missed = [result for result in judged if result.verdict == "MISS"]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} goals met.")
    for reason in left_out:
        print(f"Left out: {reason}")
    return 1 if not results or (left_out and IN_CI) else 0


def _growth(sites: list[Site], *, runs: int) -> Iterator[Result]:
    if len(sites) < 2:
        raise LeftOut("two sizes are needed: --stories 1000,100000")
    return rendering.growth(sites[0], sites[-1], runs=runs)


if __name__ == "__main__":
    sys.exit(main())
