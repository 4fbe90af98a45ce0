"""The verbs of the front page. Each is one transaction; ``by`` is the user who acts.

They raise PermissionDenied, and TransitionNotAllowed for a story that readers cannot see. Each
answers whether anything changed. Two editors at once: the arrangement's row is the lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles import page_keys, roles
from articles.frontpage.layout import LEAD, Held, Layout, Place, free_place, place_of, put, swap
from articles.frontpage.models import SIZES, Arrangement, Shape, Slot, Zone
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge

PERMISSION = "frontpage.arrange_frontpage"


def may_arrange(user: User) -> bool:
    return user.has_perm(PERMISSION)


def make_lead(article: Article, *, by: User) -> bool:
    """The old lead drops to the first place beside it, the others move down."""
    with _changed("make_lead", article, by=by) as layout:
        _require_public(article)
        put(layout, LEAD, article.pk)
    return layout.changed


def place(article: Article, zone: Zone, position: int, *, by: User) -> bool:
    with _changed("place", article, by=by, zone=zone, position=position) as layout:
        _require_public(article)
        if not 1 <= position <= SIZES[zone]:
            raise TransitionNotAllowed(_("The front page has no such slot."))
        put(layout, (zone, position), article.pk)
    return layout.changed


def add(article: Article, *, by: User) -> bool:
    """Into the first empty slot beside the lead; where none is empty, on top of them."""
    with _changed("place", article, by=by) as layout:
        _require_public(article)
        if place_of(layout, article.pk) is None:
            put(layout, free_place(layout), article.pk)
    return layout.changed


def remove(article: Article, *, by: User) -> bool:
    """The newest free story takes the slot; this one may come back that way."""
    with _changed("remove_from_front", article, by=by) as layout:
        if found := place_of(layout, article.pk):
            del layout[found]
    return layout.changed


def move_up(article: Article, *, by: User) -> bool:
    with _changed("move_up", article, by=by) as layout:
        swap(layout, _place(layout, article), -1)
    return layout.changed


def move_down(article: Article, *, by: User) -> bool:
    with _changed("move_down", article, by=by) as layout:
        swap(layout, _place(layout, article), +1)
    return layout.changed


def pin(article: Article, until: datetime, *, by: User) -> bool:
    """It keeps its place when others are pushed down, and leaves it at ``until``."""
    with _changed("pin", article, by=by, until=until.isoformat()) as layout:
        if until <= timezone.now():
            raise TransitionNotAllowed(_("This time has passed: choose a later one."))
        layout[_place(layout, article)] = Held(article.pk, until)
    return layout.changed


def unpin(article: Article, *, by: User) -> bool:
    with _changed("unpin", article, by=by) as layout:
        layout[_place(layout, article)] = Held(article.pk)
    return layout.changed


def set_shape(shape: Shape, *, by: User) -> bool:
    with _changed("set_shape", None, by=by, shape=shape) as layout:
        layout.shape = shape
    return layout.changed


def undo(*, by: User) -> bool:
    """Bring back what stood before the last change. One step: undo cannot be undone."""
    with _changed("undo_front", None, by=by) as layout:
        layout.restore()
    return layout.changed


class _Draft(Layout):
    """The layout while a verb changes it."""

    def __init__(self, arrangement: Arrangement, now: datetime) -> None:
        # A slot whose story is gone or whose pin ran out is empty for readers, so for verbs too.
        super().__init__(
            ((Zone(slot.zone), slot.position), Held(slot.article_id, slot.pinned_until))
            for slot in Slot.objects.standing(now)
        )
        self.shape = Shape(arrangement.shape)
        self.previous: dict[str, Any] | None = arrangement.previous
        self.changed = False

    def snapshot(self) -> dict[str, Any]:
        rows = [
            [zone, number, held.article_id, held.pinned_until and held.pinned_until.isoformat()]
            for (zone, number), held in sorted(self.items())
        ]
        return {"shape": self.shape, "slots": rows}

    def restore(self) -> None:
        if self.previous is None:
            raise TransitionNotAllowed(_("There is nothing to undo."))
        self.clear()
        self.shape = Shape(self.previous["shape"])
        slots = self.previous["slots"]
        known = Article.objects.in_bulk([row[2] for row in slots])
        for zone, number, article_id, until in slots:
            if article_id in known:
                self[Zone(zone), number] = Held(article_id, until and parse_datetime(until))
        self.previous = None


@contextmanager
def _changed(verb: str, article: Article | None, *, by: User, **detail: Any) -> Iterator[_Draft]:
    """Lock the page, let the verb work on a draft of it, and write what came out."""
    with transaction.atomic():
        roles.require(may_arrange(by))
        now = timezone.now()
        Arrangement.objects.get_or_create(pk=1)
        arrangement = Arrangement.objects.select_for_update().get(pk=1)
        draft = _Draft(arrangement, now)
        before = draft.snapshot()
        yield draft
        draft.changed = draft.snapshot() != before
        if not draft.changed:
            return
        _write(draft)
        _purge(before, draft)
        arrangement.shape = draft.shape
        arrangement.previous = None if verb == "undo_front" else before
        arrangement.changed_at, arrangement.changed_by = now, by
        arrangement.save()
        target: Model = arrangement if article is None else article
        record(verb, target, by=by, **detail)


def _write(layout: Layout) -> None:
    """All five at most, anew: moving rows one by one would trip over the unique places."""
    Slot.objects.all().delete()
    Slot.objects.bulk_create(
        Slot(zone=zone, position=number, article_id=held.article_id, pinned_until=held.pinned_until)
        for (zone, number), held in layout.items()
    )


def _purge(before: dict[str, Any], draft: _Draft) -> None:
    """A pin shows only when it runs out."""
    seen_before = before["shape"], [row[:3] for row in before["slots"]]
    after = draft.snapshot()
    if seen_before != (after["shape"], [row[:3] for row in after["slots"]]):
        purge(page_keys.FRONT)
    for held in draft.values():
        if held.pinned_until is not None:
            purge(page_keys.FRONT, due=held.pinned_until)


def _require_public(article: Article) -> None:
    if not Article.objects.published().filter(pk=article.pk).exists():
        raise TransitionNotAllowed(_("Only a published article can stand on the front page."))


def _place(layout: Layout, article: Article) -> Place:
    found = place_of(layout, article.pk)
    if found is None:
        raise TransitionNotAllowed(_("The article is no longer in this slot."))
    return found
