"""What differs between the Arabic of one country and the next, by CLDR 47 (as in Babel 2.18)."""

from dataclasses import dataclass, replace

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
    quotes: tuple[str, str] = ("«", "»")


def _dotted(one: Edition) -> Edition:
    """1.234.567,8 as in French."""
    return replace(one, decimal_separator=",", group_separator=".")


def _monday_week(one: Edition) -> Edition:
    return replace(one, first_weekday=MONDAY, weekend=SATURDAY_SUNDAY)


EDITIONS: dict[str, Edition] = {
    one.code: one
    for one in (
        _monday_week(_dotted(Edition("MA", MOROCCAN, clock24=True, arabic_indic_digits=False))),
        _dotted(Edition("DZ", ALGERIAN, arabic_indic_digits=False)),
        _monday_week(_dotted(Edition("TN", ALGERIAN, arabic_indic_digits=False))),
        _dotted(Edition("LY", arabic_indic_digits=False)),
        Edition("EG"),
        Edition("SA", first_weekday=SUNDAY),
        _monday_week(Edition("AE", arabic_indic_digits=False)),
        Edition("KW"),
        Edition("QA"),
        Edition("BH"),
        Edition("OM"),
        Edition("YE", first_weekday=SUNDAY),
        Edition("IQ", SYRIAC),
        Edition("SY", SYRIAC),
        _monday_week(_dotted(Edition("LB", SYRIAC))),
        Edition("JO", SYRIAC),
        _monday_week(Edition("PS", SYRIAC)),
        Edition("SD"),
        _monday_week(_dotted(Edition("MR", MAURITANIAN))),
        _monday_week(Edition("AR", arabic_indic_digits=False)),
    )
}


def edition(code: str) -> Edition:
    try:
        return EDITIONS[code]
    except KeyError:
        raise UnknownEdition(
            f"unknown edition {code!r}; known are {', '.join(sorted(EDITIONS))}"
        ) from None
