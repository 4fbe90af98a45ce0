from datetime import date, timedelta

import pytest

from newsroom.arabic.hijri import MONTHS, hijri_date, hijri_day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 11, 14), "30 ربيع الآخر 1445 هـ"),
        (date(2023, 11, 15), "1 جمادى الأولى 1445 هـ"),
        (date(2023, 12, 14), "1 جمادى الآخرة 1445 هـ"),
        (date(2024, 3, 11), "1 رمضان 1445 هـ"),
        (date(2024, 4, 10), "1 شوال 1445 هـ"),
        (date(2024, 7, 7), "1 محرم 1446 هـ"),
        (date(1924, 8, 1), "1 محرم 1343 هـ"),
        (date(2077, 11, 16), "30 ذو الحجة 1500 هـ"),
        (date(1924, 7, 31), ""),
        (date(2077, 11, 17), ""),
        (date.min, ""),
        (date.max, ""),
    ],
)
def test_hijri_date(day: date, expected: str) -> None:
    assert hijri_date(day) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (-2, "28 ربيع الآخر 1445 هـ"),
        (-1, "29 ربيع الآخر 1445 هـ"),
        (1, "1 جمادى الأولى 1445 هـ"),
        (2, "2 جمادى الأولى 1445 هـ"),
    ],
)
def test_hijri_date_moved(offset: int, expected: str) -> None:
    assert hijri_date(date(2023, 11, 14), offset=offset) == expected


@pytest.mark.parametrize("offset", [-3, 3, 100])
def test_hijri_date_refuses_a_larger_offset(offset: int) -> None:
    with pytest.raises(ValueError, match="offset"):
        hijri_date(date(2023, 11, 14), offset=offset)


def test_hijri_date_offset_at_the_end_of_the_tables() -> None:
    assert hijri_date(date(2077, 11, 17), offset=-1) == "30 ذو الحجة 1500 هـ"
    assert hijri_date(date.max, offset=2) == ""
    assert hijri_date(date.min, offset=-2) == ""


def test_hijri_date_digits() -> None:
    assert hijri_date(date(2023, 11, 14), arabic_indic=True) == "٣٠ ربيع الآخر ١٤٤٥ هـ"


def test_every_month_of_a_year_is_named() -> None:
    days = [date(2023, 7, 19) + timedelta(days=n) for n in range(354)]
    names = dict.fromkeys(hijri_date(day).split(" ", 1)[1] for day in days)
    assert list(names) == [f"{month} 1445 هـ" for month in MONTHS]


def test_hijri_day_is_the_date_without_its_year() -> None:
    assert hijri_day(date(2026, 2, 18)) == "1 رمضان"
    assert hijri_day(date(2026, 2, 18), offset=-1, arabic_indic=True) == "٢٩ شعبان"
    assert hijri_day(date.max) == ""
    with pytest.raises(ValueError, match="offset"):
        hijri_day(date(2026, 2, 18), offset=3)
