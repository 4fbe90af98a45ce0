import pytest
from babel import Locale
from babel.numbers import format_decimal

from newsroom.arabic.digits import group, localize, to_ascii
from newsroom.arabic.editions import EDITIONS

NUMBERS = [0, 7, 999, 1000, 1284, 1234567, 10**12, -5, -1234567]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("يوم ١٤ نونبر ۲۰۲۳", "يوم 14 نونبر 2023"),
        ("14", "14"),
        ("", ""),
    ],
)
def test_to_ascii(text: str, expected: str) -> None:
    assert to_ascii(text) == expected


def test_localize_leaves_one_family() -> None:
    assert localize("12 ٣٤ ۵۶", arabic_indic=True) == "١٢ ٣٤ ٥٦"
    assert localize("12 ٣٤ ۵۶", arabic_indic=False) == "12 34 56"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("MA", "1.234.567"), ("LB", "1.234.567"), ("AR", "1,234,567"), ("AE", "1,234,567")],
)
def test_group_by_edition(code: str, expected: str) -> None:
    assert group(1234567, EDITIONS[code]) == expected
    assert group(1234567, EDITIONS[code], arabic_indic=True) == "١٬٢٣٤٬٥٦٧"


@pytest.mark.parametrize("code", list(EDITIONS))
@pytest.mark.parametrize("n", NUMBERS)
def test_group_agrees_with_cldr(code: str, n: int) -> None:
    """Babel changes the separators but neither the digits nor the minus."""
    locale = "ar" if code == "AR" else f"ar_{code}"
    for arabic_indic, system in ((False, "latn"), (True, "arab")):
        babel = format_decimal(n, locale=locale, numbering_system=system)
        minus = Locale.parse(locale).number_symbols[system]["minusSign"]
        expected = localize(babel.replace("-", minus), arabic_indic=arabic_indic)
        assert group(n, EDITIONS[code], arabic_indic=arabic_indic) == expected
