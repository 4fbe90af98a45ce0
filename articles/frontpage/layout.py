"""Who stands where on the front page, as plain values: how a story pushes the others down."""

from dataclasses import dataclass
from datetime import datetime

from articles.frontpage.models import SIZES, Zone

Place = tuple[Zone, int]
LEAD: Place = (Zone.LEAD, 1)
PLACES: list[Place] = [(zone, n) for zone, size in SIZES.items() for n in range(1, size + 1)]


@dataclass(frozen=True)
class Held:
    article_id: int
    pinned_until: datetime | None = None


Layout = dict[Place, Held]


def place_of(layout: Layout, article_id: int) -> Place | None:
    return next((place for place, held in layout.items() if held.article_id == article_id), None)


def free_place(layout: Layout) -> Place:
    """The first empty place beside the lead; the first of all where none is empty."""
    beside = [place for place in PLACES if place != LEAD]
    return next((place for place in beside if place not in layout), beside[0])


def put(layout: Layout, place: Place, article_id: int) -> None:
    """Give ``place`` to the story. Who stood there moves down, and the last one falls off.

    Moving down ends at an empty place and steps over pinned ones; the place that was asked for
    is taken even from a pinned story.
    """
    before = place_of(layout, article_id)
    pin = layout.pop(before).pinned_until if before else None
    pushed = layout.get(place)
    layout[place] = Held(article_id, pin)
    for below in PLACES[PLACES.index(place) + 1 :]:
        if pushed is None:
            return
        there = layout.get(below)
        if there is None or there.pinned_until is None:
            layout[below], pushed = pushed, there


def swap(layout: Layout, place: Place, step: int) -> None:
    """Change places with the neighbour of the same zone; at the zone's end nothing happens."""
    zone, position = place
    if not 1 <= position + step <= SIZES[zone]:
        return
    neighbour = (zone, position + step)
    held, other = layout.pop(place), layout.pop(neighbour, None)
    layout[neighbour] = held
    if other is not None:
        layout[place] = other
