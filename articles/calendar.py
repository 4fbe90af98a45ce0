"""What the newsroom's calendar holds, from day to day, and what it warns of."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import ArticleQuerySet
from newsroom.arabic.editions import Edition

YEARS = range(1900, 2101)
CLASH = timedelta(minutes=5)
"""Closer together they stand on top of one another: the first has no time to be the newest."""
OPENS, CLOSES = time(7), time(22)
"""When most readers come."""
LONGEST_GAP = timedelta(hours=4)
"""Who reads in the morning, at noon and in the evening finds something new each time."""
DAYS_AHEAD = 3
"""What comes later has hardly been planned yet."""


class Kind(models.TextChoices):
    """What happens to a story at that moment."""

    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    UPDATE = "update", _("Scheduled change")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Span(models.TextChoices):
    MONTH = "month", _("Month")
    WEEK = "week", _("Week")
    DAY = "day", _("Day")


class Event(NamedTuple):
    article: int
    headline: str
    at: datetime
    kind: str
    is_wanted: bool = True

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True)
class Sheet:
    """A day, a week, or a month with the rest of its first and last week, around ``day``."""

    span: Span
    day: date
    first_weekday: int

    def days(self) -> list[date]:
        if self.span == Span.DAY:
            return [self.day]
        if self.span == Span.WEEK:
            return _days(self._week_of(self.day), 7)
        first, after = self.day.replace(day=1), self._next_month()
        begin, end = self._week_of(first), self._week_of(after - timedelta(days=1))
        return _days(begin, (end - begin).days + 7)

    def holds(self, day: date) -> bool:
        """False for the days of other months."""
        return self.span != Span.MONTH or day.month == self.day.month

    def before(self) -> date:
        if self.span == Span.MONTH:
            return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.day - timedelta(days=1 if self.span == Span.DAY else 7)

    def after(self) -> date:
        if self.span == Span.MONTH:
            return self._next_month()
        return self.day + timedelta(days=1 if self.span == Span.DAY else 7)

    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment and the first one after it, by the newsroom's clock."""
        days = self.days()
        return _in_utc(days[0], time.min), _in_utc(days[-1] + timedelta(days=1), time.min)

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)

    def _next_month(self) -> date:
        return (self.day.replace(day=1) + timedelta(days=31)).replace(day=1)


def events(
    stories: ArticleQuerySet, sheet: Sheet, now: datetime, wanted: Q | None = None
) -> list[Event]:
    """In the order of time. One query, which reads no more than it shows."""
    begin, end = sheet.bounds()
    sources = {
        Kind.SCHEDULED: (stories.scheduled(now=now), "publish_at"),
        Kind.PUBLISHED: (stories.published(now=now), "publish_at"),
        Kind.UPDATE: (stories.filter(due_revision__refused_at=None), "due_revision__at"),
        Kind.WITHDRAWAL: (stories, "withdraw_at"),
    }
    mark = Case(When(wanted, then=True), default=False) if wanted else Value(True)
    parts = []
    for kind, (rows, column) in sources.items():
        within = rows.filter(**{f"{column}__gte": begin, f"{column}__lt": end}).order_by()
        parts.append(within.values_list("pk", "headline", column, Value(kind), mark))
    found = map(Event._make, parts[0].union(*parts[1:], all=True))
    return sorted(found, key=lambda event: (event.at, event.article))


def by_day(found: Iterable[Event], days: Iterable[date]) -> dict[date, list[Event]]:
    """By the newsroom's calendar: a day has 23 or 25 hours where the clocks are changed."""
    zone = timezone.get_default_timezone()
    held: dict[date, list[Event]] = {day: [] for day in days}
    for event in found:
        held[event.at.astimezone(zone).date()].append(event)
    return held


def clashes(scheduled: Sequence[Event]) -> list[list[Event]]:
    """Groups of stories of which each comes less than ``CLASH`` after the one before."""
    groups: list[list[Event]] = []
    for event in scheduled:
        if groups and event.at - groups[-1][-1].at < CLASH:
            groups[-1].append(event)
        else:
            groups.append([event])
    return [group for group in groups if len(group) > 1]


def gaps(
    scheduled: Sequence[Event], days: Collection[date], now: datetime, edition: Edition
) -> list[tuple[datetime, datetime]]:
    """Stretches without a new story, on those of the days that are the next working days."""
    today = timezone.localdate(now)
    found = []
    for day in _days(today, DAYS_AHEAD):
        if day in days and day.weekday() not in edition.weekend:
            begin, end = max(now, _in_utc(day, OPENS)), _in_utc(day, CLOSES)
            marks = [begin, *(one.at for one in scheduled if begin < one.at < end), end]
            found += [(a, b) for a, b in pairwise(marks) if b - a > LONGEST_GAP]
    return found


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def _in_utc(day: date, clock: time) -> datetime:
    """Times of one zone subtract by the wall clock, which is wrong over a clock change."""
    return timezone.make_aware(datetime.combine(day, clock)).astimezone(UTC)
