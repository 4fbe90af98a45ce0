"""Places in a list, so that a change at one place need not touch every page of the list."""

from datetime import datetime
from typing import NamedTuple

FIRST = -(2**63)
LAST = 2**63 - 1


class Span(NamedTuple):
    """From ``since`` to ``until``, both included, in microseconds since 1970."""

    since: int = FIRST
    until: int = LAST

    def holds(self, place: int | None) -> bool:
        """A change without a place is everywhere."""
        return place is None or self.since <= place <= self.until

    def joined(self, other: "Span") -> "Span":
        return Span(min(self.since, other.since), max(self.until, other.until))


WHOLE = Span()


def place_of(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
