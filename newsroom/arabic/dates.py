"""Printed dates and times.

Every time handed in is already in the site's zone; `arabic_indic` prints ٠-٩. Machines read
`isoformat()`, never these.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from newsroom.arabic.digits import localize
from newsroom.arabic.editions import Edition
from newsroom.arabic.plurals import Unit, duration

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
NEAR_DAYS = {-1: "أمس", 0: "اليوم", 1: "غدًا"}

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY


def weekday_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def long_date(day: date, edition: Edition, *, arabic_indic: bool = False) -> str:
    return localize(f"{_day_and_month(day, edition)} {day.year}", arabic_indic=arabic_indic)


def full_date(day: date, edition: Edition, *, arabic_indic: bool = False) -> str:
    return f"{weekday_name(day)} {long_date(day, edition, arabic_indic=arabic_indic)}"


def clock(moment: datetime, edition: Edition, *, arabic_indic: bool = False) -> str:
    if edition.clock24:
        printed = f"{moment:%H:%M}"
    else:
        half = "ص" if moment.hour < 12 else "م"
        printed = f"{moment.hour % 12 or 12}:{moment:%M} {half}"
    return localize(printed, arabic_indic=arabic_indic)


def date_time(moment: datetime, edition: Edition, *, arabic_indic: bool = False) -> str:
    return _joined(long_date(moment, edition), clock(moment, edition), arabic_indic=arabic_indic)


def short_when(
    moment: datetime, now: datetime, edition: Edition, *, arabic_indic: bool = False
) -> str:
    """The shortest unmistakable form, for lists. The days are those of `moment`'s zone."""
    today = _in_zone_of(moment, now).date()
    near = NEAR_DAYS.get((moment.date() - today).days)
    if near:
        return f"{near} {clock(moment, edition, arabic_indic=arabic_indic)}"
    if moment.year != today.year:
        return date_time(moment, edition, arabic_indic=arabic_indic)
    day = _day_and_month(moment, edition)
    return _joined(day, clock(moment, edition), arabic_indic=arabic_indic)


def ago(then: datetime, now: datetime, *, arabic_indic: bool = False) -> str:
    """The largest whole unit between the two, after منذ, or after بعد when `then` is to come.

    Months and years are those of the calendar in `now`'s zone, the others are elapsed time.
    """
    n, unit, is_past = age(then, now)
    if n == 0:
        return "الآن"
    word = "منذ" if is_past else "بعد"
    return f"{word} {duration(n, unit, oblique=True, arabic_indic=arabic_indic)}"


def age(then: datetime, now: datetime) -> tuple[int, Unit, bool]:
    """The number and unit that `ago` prints, and whether `then` is past."""
    then = _in_zone_of(now, then)
    first, last = sorted((then, now), key=_absolute)
    return *_largest_unit(first, last), first is then


def ago_changes_at(then: datetime, now: datetime) -> datetime:
    """A moment after `now` before which `ago` prints the same as now. Both are aware."""
    n, unit, is_past = age(then, now)
    if not is_past and n:
        return now + timedelta(minutes=1)
    elapsed = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}.get(unit)
    begin = _absolute(then)
    if elapsed:
        return begin + (n + 1) * elapsed
    # Days and weeks end after so many times 24 hours, months at the same time by the clock.
    days = (_absolute(now) - begin) // timedelta(days=1) + 1
    local = _in_zone_of(now, then)
    same_time = datetime.combine(now.date(), local.time(), tzinfo=now.tzinfo)
    if same_time <= now:
        same_time += timedelta(days=1)
    return min(begin + days * timedelta(days=1), same_time)


def _largest_unit(first: datetime, last: datetime) -> tuple[int, Unit]:
    months = _whole_months(first, last)
    if months >= 12:
        return months // 12, Unit.YEAR
    if months >= 1:
        return months, Unit.MONTH
    seconds = int((_absolute(last) - _absolute(first)).total_seconds())
    for size, unit in ((WEEK, Unit.WEEK), (DAY, Unit.DAY), (HOUR, Unit.HOUR)):
        if seconds >= size:
            return seconds // size, unit
    return seconds // MINUTE, Unit.MINUTE


def _whole_months(first: datetime, last: datetime) -> int:
    """Full calendar months; from the 31st a month is full on the last day of a shorter one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    due_day = min(first.day, monthrange(last.year, last.month)[1])
    is_due = (last.day, last.time()) >= (due_day, first.time())
    return months if is_due else months - 1


def _absolute(moment: datetime) -> datetime:
    """Two times of one zone subtract by the wall clock, which is wrong over a clock change."""
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _in_zone_of(reference: datetime, moment: datetime) -> datetime:
    """Naive times, which tests and imports may hand in together, stay as they are."""
    if reference.tzinfo and moment.tzinfo:
        return moment.astimezone(reference.tzinfo)
    return moment


def _day_and_month(day: date, edition: Edition) -> str:
    return f"{day.day} {edition.months[day.month - 1]}"


def _joined(day: str, time: str, *, arabic_indic: bool) -> str:
    return localize(f"{day}، {time}", arabic_indic=arabic_indic)
