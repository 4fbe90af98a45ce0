"""Is the page cache right, and does the site stay up? Real servers of four processes each.

    python -m tests.load.run [--quick] [--only NAME…] [--database sqlite postgresql]

Each part starts `manage.py serve` in production's mode and asks every process by a connection of
its own, which /proc tells apart (Linux only). Takes about an hour, with --quick ten minutes.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from tests.bench.results import Result
from tests.load import changing, crowds, outages
from tests.load.database import FilledSite, filled
from tests.run import find_postgresql, postgresql

Part = Callable[[FilledSite, argparse.Namespace], Iterator[Result]]

PARTS: dict[str, Part] = {
    "truth": changing.truth,
    "visible": changing.visible,
    "withdrawn": outages.withdrawn,
    "stopped": outages.stopped,
    "cold": crowds.cold,
    "odd": crowds.odd,
    "flood": crowds.flood,
    "memory": crowds.memory,
}


def main() -> int:
    options = parsed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended."))  # servers and databases too
    missed = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-load-")))
        for database in options.database:
            cluster = ""
            if database == "postgresql":
                binaries = find_postgresql()
                if binaries is None:
                    print("Left out: no initdb in /usr/lib/postgresql/*/bin or PATH")
                    continue
                cluster = stack.enter_context(postgresql(binaries))
            print(f"Filling {database} with {options.stories} stories…", flush=True)
            site = filled(database, options.stories, folder=folder, cluster=cluster)
            for store, name in product(options.store, options.only or PARTS):
                site.keeps_files = store == "files"
                print(f"\n{name}", flush=True)
                for result in PARTS[name](site, options):
                    print(f"  {result}", flush=True)
                    missed += result.verdict == "MISS"
    print(f"\n{missed} missed.")
    return 1 if missed else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), metavar="NAME")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--store", nargs="+", choices=["memory", "files"], default=["memory"])
    parser.add_argument("--changes", type=int, help="300, quick: 60")
    parser.add_argument("--addresses", type=int, default=2000)
    options = parser.parse_args()
    quick = options.quick
    options.changes = options.changes or (60 if quick else 300)
    options.stories = 120 if quick else 900
    options.requests, options.seconds = (2000, 15) if quick else (20_000, 150)
    options.flood = 3000 if quick else 100_000
    options.mixed = 6000 if quick else 60_000
    return options


if __name__ == "__main__":
    sys.exit(main())
