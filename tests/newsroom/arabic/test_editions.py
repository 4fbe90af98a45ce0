"""Babel carries CLDR; arabic.md D and E rest on the same data."""

from datetime import time

import pytest
from babel import Locale
from babel.dates import format_time

from newsroom.arabic.editions import EDITIONS, UnknownEdition, edition

CODES = [
    "MA", "DZ", "TN", "LY", "EG", "SA", "AE", "KW", "QA", "BH",
    "OM", "YE", "IQ", "SY", "LB", "JO", "PS", "SD", "MR", "AR",
]  # fmt: skip


def locale_of(code: str) -> Locale:
    return Locale.parse("ar" if code == "AR" else f"ar_{code}")


def test_editions_are_those_of_the_tables() -> None:
    assert list(EDITIONS) == CODES


@pytest.mark.parametrize("code", CODES)
def test_edition_agrees_with_cldr(code: str) -> None:
    ours, locale = edition(code), locale_of(code)
    weekend = {locale.weekend_start, locale.weekend_end}
    symbols = locale.number_symbols["latn"]
    assert ours.code == code
    assert ours.months == tuple(locale.months["format"]["wide"][n] for n in range(1, 13))
    assert ours.first_weekday == locale.first_week_day
    assert ours.weekend == weekend
    assert ours.arabic_indic_digits == (locale.default_numbering_system == "arab")
    assert ours.decimal_separator == symbols["decimal"]
    assert ours.group_separator == symbols["group"]
    assert ours.clock24 == (format_time(time(14, 5), "short", locale=locale) == "14:05")


@pytest.mark.parametrize("code", ["", "XX", "ma", "ar-MA"])
def test_unknown_edition_names_the_known_ones(code: str) -> None:
    with pytest.raises(UnknownEdition, match="AE, AR, BH"):
        edition(code)
