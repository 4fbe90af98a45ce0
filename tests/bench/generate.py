"""Fills an empty, migrated database with a made-up newspaper, to measure how fast the site is.

DATABASE_URL=… python -m tests.bench.generate --stories 100000 [--seed 4]
"""

import argparse
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from tests.bench import filling  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    begin = time.monotonic()

    def show(done: int) -> None:
        spent = time.monotonic() - begin
        line = f"\r  {done:,} of {options.stories:,} stories, {spent:.0f} s"
        sys.stderr.write(line if sys.stderr.isatty() or done == options.stories else "")
        sys.stderr.flush()

    try:
        filling.fill(options.stories, now=timezone.now(), seed=options.seed, progress=show)
    except ValueError as error:
        sys.exit(str(error))
    sys.stderr.write(f", {filling.rows():,} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
