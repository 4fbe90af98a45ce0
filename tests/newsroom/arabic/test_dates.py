import random
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_timedelta

from newsroom.arabic.dates import (
    ago,
    ago_changes_at,
    clock,
    date_time,
    full_date,
    long_date,
    short_when,
    weekday_name,
)
from newsroom.arabic.editions import EDITIONS
from newsroom.arabic.plurals import Unit, duration

MA, EG = EDITIONS["MA"], EDITIONS["EG"]
CASABLANCA = ZoneInfo("Africa/Casablanca")
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2023, 11, 14, 10, 30, tzinfo=CASABLANCA)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CASABLANCA)  # type: ignore[misc, arg-type]


def test_weekday_names_agree_with_cldr() -> None:
    names = Locale.parse("ar").days["format"]["wide"]
    week = [date(2023, 11, 13) + timedelta(days=n) for n in range(7)]
    assert [weekday_name(day) for day in week] == [names[n] for n in range(7)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("MA", "14 نونبر 2023"),
        ("DZ", "14 نوفمبر 2023"),
        ("SY", "14 تشرين الثاني 2023"),
        ("MR", "14 نوفمبر 2023"),
    ],
)
def test_long_date(code: str, expected: str) -> None:
    assert long_date(date(2023, 11, 14), EDITIONS[code]) == expected


def test_long_date_has_no_leading_zero() -> None:
    assert long_date(date(2024, 4, 1), MA) == "1 أبريل 2024"


def test_full_date() -> None:
    assert full_date(date(2023, 11, 14), MA) == "الثلاثاء 14 نونبر 2023"
    assert full_date(date(2023, 11, 14), EG, arabic_indic=True) == "الثلاثاء ١٤ نوفمبر ٢٠٢٣"


@pytest.mark.parametrize(
    ("hour", "minute", "in_24", "in_12"),
    [
        (0, 0, "00:00", "12:00 ص"),
        (0, 5, "00:05", "12:05 ص"),
        (9, 0, "09:00", "9:00 ص"),
        (12, 0, "12:00", "12:00 م"),
        (14, 5, "14:05", "2:05 م"),
        (23, 59, "23:59", "11:59 م"),
    ],
)
def test_clock(hour: int, minute: int, in_24: str, in_12: str) -> None:
    at = moment(2023, 11, 14, hour, minute)
    assert clock(at, MA) == in_24
    assert clock(at, EG) == in_12


def test_date_time() -> None:
    assert date_time(NOW, MA) == "14 نونبر 2023، 10:30"
    assert date_time(NOW, EG) == "14 نوفمبر 2023، 10:30 ص"
    assert date_time(NOW, EG, arabic_indic=True) == "١٤ نوفمبر ٢٠٢٣، ١٠:٣٠ ص"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (moment(2023, 11, 14, 15, 12), "اليوم 15:12"),
        (moment(2023, 11, 13, 9, 0), "أمس 09:00"),
        (moment(2023, 11, 13, 23, 59), "أمس 23:59"),
        (moment(2023, 11, 15, 12, 0), "غدًا 12:00"),
        (moment(2023, 11, 19, 10, 0), "19 نونبر، 10:00"),
        (moment(2023, 1, 1, 0, 0), "1 يناير، 00:00"),
        (moment(2022, 11, 14, 10, 30), "14 نونبر 2022، 10:30"),
        (moment(2024, 1, 2, 8, 0), "2 يناير 2024، 08:00"),
    ],
)
def test_short_when(at: datetime, expected: str) -> None:
    assert short_when(at, NOW, MA) == expected


def test_short_when_in_other_editions() -> None:
    assert short_when(moment(2023, 11, 13, 9, 0), NOW, EG) == "أمس 9:00 ص"
    assert short_when(moment(2023, 11, 19, 10, 0), NOW, EG, arabic_indic=True) == (
        "١٩ نوفمبر، ١٠:٠٠ ص"
    )


def test_short_when_yesterday_over_the_new_year() -> None:
    assert short_when(moment(2023, 12, 31, 9, 0), moment(2024, 1, 1, 8, 0), MA) == "أمس 09:00"


def test_short_when_counts_days_in_the_zone_of_the_moment() -> None:
    # 23:30 UTC is already the 15th in Casablanca.
    now = datetime(2023, 11, 14, 23, 30, tzinfo=UTC)
    assert short_when(moment(2023, 11, 15, 0, 10), now, MA) == "اليوم 00:10"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (NOW - timedelta(seconds=59), "الآن"),
        (NOW + timedelta(seconds=59), "الآن"),
        (NOW - timedelta(seconds=60), "منذ دقيقة"),
        (NOW - timedelta(minutes=2), "منذ دقيقتين"),
        (NOW - timedelta(minutes=3), "منذ 3 دقائق"),
        (NOW - timedelta(minutes=59, seconds=59), "منذ 59 دقيقة"),
        (NOW - timedelta(hours=1), "منذ ساعة"),
        (NOW - timedelta(hours=2, minutes=59), "منذ ساعتين"),
        (NOW - timedelta(days=1), "منذ يوم"),
        (NOW - timedelta(days=2), "منذ يومين"),
        (NOW - timedelta(days=6, hours=23), "منذ 6 أيام"),
        (NOW - timedelta(days=7), "منذ أسبوع"),
        (NOW - timedelta(days=14), "منذ أسبوعين"),
        (moment(2023, 10, 14, 10, 31), "منذ 4 أسابيع"),
        (moment(2023, 10, 14, 10, 30), "منذ شهر"),
        (moment(2023, 8, 14, 10, 30), "منذ 3 أشهر"),
        (moment(2022, 12, 14, 10, 30), "منذ 11 شهرًا"),
        (moment(2022, 11, 14, 10, 31), "منذ 11 شهرًا"),
        (moment(2022, 11, 14, 10, 30), "منذ سنة"),
        (moment(2021, 11, 14, 10, 31), "منذ سنة"),
        (moment(2021, 11, 14, 10, 30), "منذ سنتين"),
        (moment(2012, 11, 14, 10, 30), "منذ 11 سنة"),
        (moment(1923, 11, 14, 10, 30), "منذ 100 سنة"),
        (NOW + timedelta(minutes=1), "بعد دقيقة"),
        (NOW + timedelta(hours=2), "بعد ساعتين"),
        (NOW + timedelta(days=11), "بعد أسبوع"),
        (moment(2024, 10, 14, 10, 30), "بعد 11 شهرًا"),
        (moment(2025, 11, 14, 10, 30), "بعد سنتين"),
    ],
)
def test_ago(then: datetime, expected: str) -> None:
    assert ago(then, NOW) == expected


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ((2023, 1, 31), (2023, 2, 27), "منذ 3 أسابيع"),
        ((2023, 1, 31), (2023, 2, 28), "منذ شهر"),
        ((2024, 1, 31), (2024, 2, 28), "منذ 4 أسابيع"),
        ((2024, 1, 31), (2024, 2, 29), "منذ شهر"),
        ((2024, 2, 29), (2025, 2, 27), "منذ 11 شهرًا"),
        ((2024, 2, 29), (2025, 2, 28), "منذ سنة"),
        ((2023, 2, 1), (2023, 3, 1), "منذ شهر"),
    ],
)
def test_ago_at_the_ends_of_months(
    then: tuple[int, ...], now: tuple[int, ...], expected: str
) -> None:
    assert ago(moment(*then), moment(*now)) == expected


def test_ago_prints_the_chosen_digits() -> None:
    assert ago(NOW - timedelta(minutes=11), NOW, arabic_indic=True) == "منذ ١١ دقيقة"


def test_ago_compares_zones() -> None:
    then = datetime(2023, 11, 14, 9, 25, tzinfo=UTC)
    assert ago(then, NOW) == "منذ 5 دقائق"
    assert ago(then.astimezone(timezone(timedelta(hours=9))), NOW) == "منذ 5 دقائق"


def test_ago_over_a_clock_change_counts_real_minutes() -> None:
    # At 3:00 on 29 October 2023 the clocks of Paris went back to 2:00.
    before = datetime(2023, 10, 29, 2, 50, tzinfo=PARIS)
    after = datetime(2023, 10, 29, 2, 10, fold=1, tzinfo=PARIS)
    assert ago(before, after) == "منذ 20 دقيقة"
    assert ago(after, before) == "بعد 20 دقيقة"


def test_ago_accepts_two_naive_times() -> None:
    assert ago(datetime(2023, 11, 14, 8), datetime(2023, 11, 14, 10)) == "منذ ساعتين"


@pytest.mark.parametrize("n", [3, 10, 11, 99, 100, 103])
def test_months_agree_with_babel(n: int) -> None:
    # Babel takes a month for 30 days.
    babel = format_timedelta(
        -timedelta(days=30 * n), granularity="month", threshold=10**9, add_direction=True,
        locale="ar",
    )  # fmt: skip
    assert babel == f"قبل {duration(n, Unit.MONTH, oblique=True)}"


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Beirut", "UTC"])
def test_ago_prints_the_same_until_it_changes(zone: str) -> None:
    """A walk over 14 months by whole minutes at random, over changes of the clock too."""
    place, chance = ZoneInfo(zone), random.Random(zone)
    for _number in range(400):
        then = datetime(2023, 1, 31, 23, 30, tzinfo=place) + timedelta(
            minutes=chance.randrange(500_000), seconds=chance.randrange(60)
        )
        past = timedelta(minutes=int(10 ** chance.uniform(0, 5.8)))
        now = (then.astimezone(UTC) + past).astimezone(place).replace(second=0, microsecond=0)
        change = ago_changes_at(then, now)
        assert change > now - timedelta(minutes=1)
        printed = ago(then, now)
        last = (change.astimezone(UTC) - timedelta(seconds=1)).astimezone(place)
        assert ago(then, max(last, now)) == printed, (then, now, change)
