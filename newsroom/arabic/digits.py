"""The three digit families an Arabic reader meets: 0-9, ٠-٩ and the Persian ۰-۹."""

from newsroom.arabic.editions import Edition

ASCII = "0123456789"
ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"

_TO_ASCII = str.maketrans(ARABIC_INDIC + PERSIAN, ASCII * 2)
_TO_ARABIC_INDIC = str.maketrans(ASCII + PERSIAN, ARABIC_INDIC * 2)

ARABIC_GROUP_SEPARATOR = "٬"
# CLDR's signs: without the invisible mark the minus is painted on the wrong side of the number.
ASCII_MINUS = "\u200e-"
ARABIC_MINUS = "\u061c-"


def to_ascii(text: str) -> str:
    return text.translate(_TO_ASCII)


def localize(text: str, *, arabic_indic: bool) -> str:
    """The text with every digit in one family.

    For what is printed; never for addresses, `datetime=`, JSON-LD or form fields.
    """
    return text.translate(_TO_ARABIC_INDIC if arabic_indic else _TO_ASCII)


def group(n: int, edition: Edition, *, arabic_indic: bool = False) -> str:
    separator = ARABIC_GROUP_SEPARATOR if arabic_indic else edition.group_separator
    minus = ARABIC_MINUS if arabic_indic else ASCII_MINUS
    number = f"{abs(n):,}".replace(",", separator)
    return localize(number if n >= 0 else minus + number, arabic_indic=arabic_indic)
