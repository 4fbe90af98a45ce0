"""Cached pages of every process beside fresh renderings."""

import re
from dataclasses import dataclass, field

from tests.load.newsroom import Newsroom

FURTHER = re.compile(rb"\?page=([0-9]+)")


def every_address(site: Newsroom) -> list[str]:
    """With the further pages of lists, as far as the pages lead to them."""
    site.knock()
    door, found = next(iter(site.doors.values())), []
    for path in site.desk.ask("addresses"):
        numbers = {int(number) for number in FURTHER.findall(door.get(path).body)}
        found += [path, *(f"{path}?page={number}" for number in sorted(numbers))]
    return found


@dataclass
class Compared:
    pages: int = 0
    late: list[str] = field(default_factory=list)
    """Differences that were gone when both were asked for again: a minute had passed between."""
    different: list[str] = field(default_factory=list)


def compared(site: Newsroom, paths: list[str]) -> Compared:
    site.knock()
    found = Compared()
    for path in paths:
        kept = {pid: door.get(path) for pid, door in site.doors.items()}
        fresh = site.fresh(path)
        for pid, answer in kept.items():
            found.pages += 1
            if (answer.status, answer.body) == (fresh.status, fresh.body):
                continue
            again, now = site.doors[pid].get(path), site.fresh(path)
            if (again.status, again.body) == (now.status, now.body):
                found.late.append(path)
            else:
                found.different.append(f"{path}, process {pid}: {again.status}, {now.status}")
    return found
