"""Old revisions that nobody will look for are forgotten, a few at a time.

What is kept: what readers saw, the last of each day, the newest twenty, all of the last thirty
days, whatever a row points to, and everything of a story under legal hold.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from articles.models import Article, Revision

Kind = Revision.Kind
SEEN_BY_READERS = (Kind.PUBLISH, Kind.UPDATE)
EVERY = timedelta(days=1)
STORIES_AT_ONCE = 20
ROWS_AT_ONCE = 500


class Row(NamedTuple):
    pk: int
    article: int
    kind: str
    at: datetime


class _Round:
    """Of this process: where today's round stands."""

    began: datetime | None = None
    after: int | None = None
    """The last story that was looked at; ``None``: the round is over."""


def prune_daily(now: datetime) -> None:
    """A step of the ticker: some stories, until all had their turn; anew the next day."""
    if _Round.after is None:
        if _Round.began is not None and now < _Round.began + EVERY:
            return
        _Round.began, _Round.after = now, 0
    _count, _Round.after = prune_some(now, after=_Round.after)


def prune_some(now: datetime, *, after: int = 0) -> tuple[int, int | None]:
    """The next stories behind the one with this id. How many revisions went, and the last story;
    ``None`` where no more follow. Safe to run twice and by several processes."""
    stories = list(_with_many_revisions(after)[:STORIES_AT_ONCE])
    superfluous = [row.pk for row in _superfluous(_rows(stories), now)]
    gone = _delete(superfluous)
    return gone, stories[-1] if len(stories) == STORIES_AT_ONCE else None


def _with_many_revisions(after: int) -> QuerySet[Revision, int]:
    counted = Revision.objects.filter(article__gt=after).order_by("article").values("article")
    many = counted.annotate(count=Count("id")).filter(count__gt=settings.REVISIONS_KEPT)
    return many.values_list("article", flat=True)


def _rows(stories: list[int]) -> Iterator[Row]:
    held = Article.objects.filter(pk__in=stories, legal_hold=True).values("pk")
    rows = Revision.objects.filter(article__in=stories).exclude(article__in=held)
    columns = rows.order_by("article", "-number").values_list("id", "article", "kind", "created_at")
    return (Row(*row) for row in columns.iterator())


def _superfluous(rows: Iterable[Row], now: datetime) -> Iterator[Row]:
    """``rows`` by story, the newest first."""
    recent = now - timedelta(days=settings.REVISION_DAYS_KEPT)
    for _article, group in groupby(rows, key=lambda row: row.article):
        days: set[date] = set()
        for place, row in enumerate(group):
            day = timezone.localtime(row.at, timezone.get_default_timezone()).date()
            is_last_of_day = day not in days
            days.add(day)
            is_new = place < settings.REVISIONS_KEPT or row.at > recent
            if not (is_last_of_day or is_new or row.kind in SEEN_BY_READERS):
                yield row


def _delete(ids: list[int]) -> int:
    """One statement that asks once more whether anything points to them."""
    gone = 0
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = tuple(ids[start : start + ROWS_AT_ONCE])
        rows = Revision.objects.filter(pk__in=some).exclude(kind__in=SEEN_BY_READERS)
        gone += rows.exclude(_is_pointed_to(some))._raw_delete(rows.db)
    return gone


def _is_pointed_to(ids: tuple[int, ...]) -> Q:
    """Live, newest, due, reviewed, withdrawn … whichever tables there are."""
    found = Q()
    for relation in Revision._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            field: Any = relation.field  # type: ignore[union-attr]
            pointing = field.model._base_manager.filter(**{f"{field.name}__in": ids})
            found |= Q(pk__in=pointing.values(field.attname))
    return found
