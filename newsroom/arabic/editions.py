"""What differs between the Arabic of one country and the next, by CLDR 47 (as in Babel 2.18)."""

from dataclasses import dataclass

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6

EASTERN = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
MOROCCAN = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
    "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
ALGERIAN = (
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
    "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
SYRIAC = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
MAURITANIAN = (
    "يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو",
    "يوليو", "أغشت", "شتمبر", "أكتوبر", "نوفمبر", "دجمبر",
)  # fmt: skip

FRIDAY_SATURDAY = frozenset({FRIDAY, SATURDAY})
SATURDAY_SUNDAY = frozenset({SATURDAY, SUNDAY})


class UnknownEdition(ValueError):
    """No edition has this code."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The writing habits of one country.

    Week days count from Monday = 0, as `date.weekday()` does. The separators belong to the
    digits 0-9; with ٠-٩ every edition uses ٬ and ٫ (see `digits`).
    """

    code: str
    months: tuple[str, ...] = EASTERN
    first_weekday: int = SATURDAY
    weekend: frozenset[int] = FRIDAY_SATURDAY
    clock24: bool = False
    arabic_indic_digits: bool = True
    decimal_separator: str = "."
    group_separator: str = ","


def _dotted(code: str, months: tuple[str, ...], *, arabic_indic_digits: bool = False,
            first_weekday: int = MONDAY, weekend: frozenset[int] = SATURDAY_SUNDAY,
            clock24: bool = False) -> Edition:  # fmt: skip
    """An edition that writes 1.234.567,8: the French way of the Maghreb and Lebanon."""
    return Edition(
        code, months, first_weekday, weekend, clock24, arabic_indic_digits,
        decimal_separator=",", group_separator=".",
    )  # fmt: skip


def _monday(code: str, months: tuple[str, ...], *, arabic_indic_digits: bool) -> Edition:
    return Edition(code, months, MONDAY, SATURDAY_SUNDAY, arabic_indic_digits=arabic_indic_digits)


EDITIONS: dict[str, Edition] = {
    one.code: one
    for one in (
        _dotted("MA", MOROCCAN, clock24=True),
        _dotted("DZ", ALGERIAN, first_weekday=SATURDAY, weekend=FRIDAY_SATURDAY),
        _dotted("TN", ALGERIAN),
        _dotted("LY", EASTERN, first_weekday=SATURDAY, weekend=FRIDAY_SATURDAY),
        Edition("EG"),
        Edition("SA", first_weekday=SUNDAY),
        _monday("AE", EASTERN, arabic_indic_digits=False),
        Edition("KW"),
        Edition("QA"),
        Edition("BH"),
        Edition("OM"),
        Edition("YE", first_weekday=SUNDAY),
        Edition("IQ", SYRIAC),
        Edition("SY", SYRIAC),
        _dotted("LB", SYRIAC, arabic_indic_digits=True),
        Edition("JO", SYRIAC),
        _monday("PS", SYRIAC, arabic_indic_digits=True),
        Edition("SD"),
        _dotted("MR", MAURITANIAN, arabic_indic_digits=True),
        _monday("AR", EASTERN, arabic_indic_digits=False),
    )
}


def edition(code: str) -> Edition:
    try:
        return EDITIONS[code]
    except KeyError:
        raise UnknownEdition(
            f"unknown edition {code!r}; known are {', '.join(sorted(EDITIONS))}"
        ) from None
