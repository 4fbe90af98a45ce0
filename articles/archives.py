"""The calendar of a paper: years, months and days, and which of them hold stories."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from django.db.models import Exists
from django.utils import timezone

from articles.models import Article, Category
from articles.models.article import ArticleQuerySet

Scale = Literal["year", "month", "day"]
SMALLER: dict[Scale, Scale] = {"year": "month", "month": "day"}


@dataclass(frozen=True)
class Period:
    """A year, month or day of the newsroom's calendar; ``first`` is its first day."""

    scale: Scale
    first: date

    @classmethod
    def parse(cls, year: str, month: str | None, day: str | None) -> "Period":
        """Raises ValueError for a date that no calendar has."""
        scale: Scale = "day" if day else "month" if month else "year"
        period = cls(scale, date(int(year), int(month or 1), int(day or 1)))
        period.span()
        return period

    @classmethod
    def around(cls, scale: Scale, moment: datetime) -> "Period":
        day = timezone.localtime(moment).date()
        starts = {"year": day.replace(month=1, day=1), "month": day.replace(day=1), "day": day}
        return cls(scale, starts[scale])

    def span(self) -> tuple[datetime, datetime]:
        """Its first moment and the first moment after it, by the newsroom's clock."""
        try:
            # In UTC, as a database keeps it: east of Greenwich the first of all days begins before.
            first, after = midnight(self.first), midnight(self._after())
            return first.astimezone(UTC), after.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("outside the calendar") from error

    def stories(self) -> ArticleQuerySet:
        begin, end = self.span()
        return Article.objects.filter(first_published_at__gte=begin, first_published_at__lt=end)

    def parts_with_stories(self) -> list["Period"]:
        """The months of a year or the days of a month that hold a public story. One query."""
        if self.scale == "day":
            return []
        parts = self._parts()
        asked = [Exists(part.stories() & Article.objects.published()) for part in parts]
        # One row to hang the questions on: each is one step into the index.
        row = Category.objects.filter(is_default=True).values_list(*asked)
        answers = row.get()
        return [part for number, part in enumerate(parts) if answers[number]]

    def neighbours(self) -> dict[str, "Period | None"]:
        """The nearest periods before and after that hold a public story. Two queries."""
        begin, end = self.span()
        public = Article.objects.published().values_list("first_published_at", flat=True)
        earlier = public.filter(first_published_at__lt=begin).order_by("-first_published_at")
        later = public.filter(first_published_at__gte=end).order_by("first_published_at")
        return {"before": self._of(earlier.first()), "after": self._of(later.first())}

    def _of(self, moment: datetime | None) -> "Period | None":
        return Period.around(self.scale, moment) if moment else None

    def _after(self) -> date:
        if self.scale == "year":
            return date(self.first.year + 1, 1, 1)
        if self.scale == "month":
            return (self.first + timedelta(days=31)).replace(day=1)
        return self.first + timedelta(days=1)

    def _parts(self) -> list["Period"]:
        scale, end = SMALLER[self.scale], self._after()
        parts, part = [], Period(scale, self.first)
        while part.first < end:
            parts.append(part)
            part = Period(scale, part._after())
        return parts


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
