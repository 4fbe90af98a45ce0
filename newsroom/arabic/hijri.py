"""The Hijri date, to stand beside the Gregorian one and never alone."""

from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

from newsroom.arabic.digits import localize

# CLDR's names: hijridate's own say ربيع الثاني.
MONTHS = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
LARGEST_OFFSET = 2


@lru_cache(maxsize=100)
def hijri_date(day: date, *, offset: int = 0, arabic_indic: bool = False) -> str:
    """By the Umm al-Qura tables moved by `offset` days: -1 where the month starts a day later.

    Empty outside the tables (1924-08-01 to 2077-11-16). Raises ValueError for an offset beyond
    two days.
    """
    hijri = _converted(day, offset)
    if hijri is None:
        return ""
    printed = f"{hijri.day} {MONTHS[hijri.month - 1]} {hijri.year} هـ"
    return localize(printed, arabic_indic=arabic_indic)


@lru_cache(maxsize=100)
def hijri_day(day: date, *, offset: int = 0, arabic_indic: bool = False) -> str:
    """Without the year: for a cell of a calendar."""
    hijri = _converted(day, offset)
    if hijri is None:
        return ""
    return localize(f"{hijri.day} {MONTHS[hijri.month - 1]}", arabic_indic=arabic_indic)


def _converted(day: date, offset: int) -> Hijri | None:
    if abs(offset) > LARGEST_OFFSET:
        raise ValueError(f"the offset is -{LARGEST_OFFSET} to {LARGEST_OFFSET} days: {offset}")
    try:
        return Gregorian.fromdate(day + timedelta(days=offset)).to_hijri()
    except OverflowError:
        return None
