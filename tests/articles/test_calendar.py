from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles import calendar, due_revisions, due_withdrawals, publishing
from articles.calendar import Event, Kind, Sheet, Span
from articles.models import Article
from articles.withdrawal import withdraw
from newsroom.accounts.models import User
from newsroom.arabic.editions import EDITIONS, MONDAY, SATURDAY
from tests import factories
from tests.articles.test_publishing import edit

MOROCCO = EDITIONS["MA"]
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday in Ramadan: 9:00 by the clock too


def local(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type]


def events(*moments: datetime) -> list[Event]:
    return [Event(n, f"خبر {n}", at, Kind.SCHEDULED) for n, at in enumerate(moments)]


def numbers(groups: Sequence[Sequence[Event]]) -> list[list[int]]:
    return [[event.article for event in group] for group in groups]


@pytest.mark.parametrize(
    ("span", "first_weekday", "first", "last"),
    [
        (Span.MONTH, MONDAY, date(2026, 2, 23), date(2026, 4, 5)),
        (Span.MONTH, SATURDAY, date(2026, 2, 28), date(2026, 4, 3)),
        (Span.WEEK, MONDAY, date(2026, 3, 16), date(2026, 3, 22)),
        (Span.WEEK, SATURDAY, date(2026, 3, 14), date(2026, 3, 20)),
        (Span.DAY, MONDAY, date(2026, 3, 18), date(2026, 3, 18)),
    ],
)
def test_days_of_a_sheet(span: Span, first_weekday: int, first: date, last: date) -> None:
    sheet = Sheet(span, date(2026, 3, 18), first_weekday)
    days = sheet.days()
    assert (days[0], days[-1], len(days)) == (first, last, (last - first).days + 1)
    assert sheet.holds(date(2026, 3, 18))
    assert sheet.holds(first) == (first.month == 3)


@pytest.mark.parametrize("span", Span)
def test_sheets_follow_one_another(span: Span) -> None:
    sheet = Sheet(span, date(2026, 1, 31), MONDAY)
    after = Sheet(span, sheet.after(), MONDAY)
    assert Sheet(span, after.before(), MONDAY).days() == sheet.days()
    assert after.days() != sheet.days()


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 2, 14), 24),
        (date(2026, 2, 15), 25),  # the clocks are put back for Ramadan
        (date(2026, 3, 4), 24),
        (date(2026, 3, 22), 23),  # and forward after it
    ],
)
def test_days_end_by_the_clock_of_morocco(day: date, hours: int) -> None:
    begin, end = Sheet(Span.DAY, day, MONDAY).bounds()
    assert end - begin == timedelta(hours=hours)


def test_stories_around_midnight_when_the_clocks_change() -> None:
    begin, end = Sheet(Span.DAY, date(2026, 2, 15), MONDAY).bounds()
    assert (begin, end) == (
        datetime(2026, 2, 14, 23, tzinfo=UTC),  # still an hour ahead
        datetime(2026, 2, 16, 0, tzinfo=UTC),
    )
    second = timedelta(seconds=1)
    days = [date(2026, 2, 14), date(2026, 2, 15), date(2026, 2, 16)]
    held = calendar.by_day(events(begin - second, begin, end - second, end), days)
    assert numbers(list(held.values())) == [[0], [1, 2], [3]]


def test_clashes_across_the_repeated_hour() -> None:
    """2:59, and two minutes later by the sun 2:01: the clocks were put back in between."""
    at = datetime(2026, 2, 15, 1, 59, tzinfo=UTC)
    zone = ZoneInfo("Africa/Casablanca")
    later = at + timedelta(minutes=2)
    assert [f"{each.astimezone(zone):%H:%M}" for each in (at, later)] == ["02:59", "02:01"]
    assert numbers(calendar.clashes(events(at, later))) == [[0, 1]]
    hour_later = at + timedelta(minutes=60)  # 2:59 again, and no clash
    assert calendar.clashes(events(at, hour_later)) == []


def test_clashes() -> None:
    at = [NOW + timedelta(minutes=minutes) for minutes in (0, 0, 4, 9, 30, 34, 50, 55)]
    assert numbers(calendar.clashes(events(*at))) == [[0, 1, 2], [4, 5]]


def test_gaps_of_the_coming_working_days() -> None:
    at = [
        local(2026, 3, 4, 12, 0),
        local(2026, 3, 4, 17, 30),
        local(2026, 3, 5, 8, 0),
        local(2026, 3, 5, 12, 0),
        local(2026, 3, 5, 16, 0),
        local(2026, 3, 5, 20, 0),
    ]
    days = Sheet(Span.MONTH, date(2026, 3, 4), MONDAY).days()
    found = calendar.gaps(events(*at), days, NOW, MOROCCO)
    assert found == [
        (local(2026, 3, 4, 12, 0), local(2026, 3, 4, 17, 30)),
        (local(2026, 3, 4, 17, 30), local(2026, 3, 4, 22, 0)),
        (local(2026, 3, 6, 7, 0), local(2026, 3, 6, 22, 0)),
    ]
    weekend = calendar.gaps([], days, NOW + timedelta(days=3), MOROCCO)
    assert [begin.astimezone(UTC).date() for begin, _end in weekend] == [date(2026, 3, 9)]


def test_no_gap_in_what_is_over_or_not_shown() -> None:
    late = local(2026, 3, 6, 19, 0)  # Friday evening: three hours are left, then the weekend
    days = Sheet(Span.MONTH, date(2026, 3, 6), MONDAY).days()
    assert calendar.gaps([], days, late, MOROCCO) == []
    assert calendar.gaps([], Sheet(Span.DAY, date(2026, 3, 20), MONDAY).days(), NOW, MOROCCO) == []


def test_working_hours_are_those_of_the_clock_that_day() -> None:
    """7:00 on Monday after the change; on the edition whose Sunday is a working day, too."""
    sunday = local(2026, 3, 22, 0, 30)
    found = calendar.gaps([], [date(2026, 3, 22), date(2026, 3, 23)], sunday, EDITIONS["SA"])
    assert [f"{timezone.localtime(begin):%d %H:%M}" for begin, _end in found] == [
        "22 07:00",
        "23 07:00",
    ]
    assert found[0][0] == datetime(2026, 3, 22, 6, tzinfo=UTC)


def test_what_happens_to_stories(editor: User) -> None:
    soon = timezone.now() + timedelta(hours=1)
    public = factories.published(by=editor, headline="منشور")
    due_revisions.schedule_update(public, soon, by=editor, edit=edit(public))
    due_withdrawals.schedule_withdrawal(public, soon + timedelta(hours=1), by=editor)
    later = publishing.create(factories.content(headline="مجدول"), by=editor)
    publishing.schedule(later, soon, by=editor)
    publishing.create(factories.content(headline="مسودة"), by=editor)
    now = timezone.now()
    this_week = Sheet(Span.WEEK, timezone.localdate(now), MONDAY)
    weeks = (this_week, Sheet(Span.WEEK, this_week.after(), MONDAY))

    def found(*kinds: Kind) -> list[tuple[str, str]]:
        stories = Article.objects.all()
        each = [one for week in weeks for one in calendar.events(stories, week, now)]
        assert each == sorted(each, key=lambda event: event.at)
        return [(event.headline, event.kind) for event in each if event.kind in kinds]

    assert found(*Kind) == [
        ("منشور", "published"),
        ("منشور", "update"),
        ("مجدول", "scheduled"),
        ("منشور", "withdrawal"),
    ]
    assert found(Kind.PUBLISHED) == [("منشور", "published")]
    assert found(Kind.SCHEDULED, Kind.WITHDRAWAL) == [
        ("مجدول", "scheduled"),
        ("منشور", "withdrawal"),
    ]


def test_withdrawn_stories_stand_on_the_day_they_went(editor: User) -> None:
    story = factories.published(by=editor, now=timezone.now() - timedelta(days=40))
    withdraw(story, by=editor)
    story.refresh_from_db()
    assert story.withdraw_at is not None
    assert story.publish_at is not None
    day = Sheet(Span.DAY, timezone.localdate(story.withdraw_at), MONDAY)
    found = calendar.events(Article.objects.all(), day, timezone.now())
    assert [(event.article, event.kind) for event in found] == [(story.pk, "withdrawal")]
    then = Sheet(Span.DAY, timezone.localdate(story.publish_at), MONDAY)
    assert calendar.events(Article.objects.all(), then, timezone.now()) == []
