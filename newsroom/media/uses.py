"""Where photos are used. Who uses them says so here; the platform knows none of them by name."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from newsroom.accounts.models import User
from newsroom.media.models import PhotoQuerySet


class Use(NamedTuple):
    """Something that shows a photo, or will: ``title`` and ``url`` are for those who may see it."""

    photo: int
    title: str
    state: str | Promise
    url: str
    tone: str = ""
    """Of the state, as the pills of the desk have it."""


class Uses(NamedTuple):
    seen: list[Use]
    hidden: int
    """How many more there are that this person may not see."""


Finder = Callable[[Collection[int], User], Uses]

_finders: dict[str, Finder] = {}
_unused: dict[str, Q] = {}


def register(name: str, finder: Finder, *, unused: Q) -> None:
    """``unused``: of photos that this part does not use. From ``ready()`` only."""
    _finders[name] = finder
    _unused[name] = unused


def find_uses(photos: Collection[int], by: User) -> Uses:
    """Costs what the registered finders cost: not more for many photos."""
    found = [finder(photos, by) for finder in _finders.values()]
    return Uses([use for one in found for use in one.seen], sum(one.hidden for one in found))


def unused(photos: PhotoQuerySet) -> PhotoQuerySet:
    for condition in _unused.values():
        photos = photos.filter(condition)
    return photos
