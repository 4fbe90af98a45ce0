"""One text, one family of digits."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from newsroom.arabic.copydesk.marks import Mark
from newsroom.arabic.copydesk.reading import COVER, Reading
from newsroom.arabic.digits import ARABIC_INDIC, ASCII, PERSIAN

_NUMBER = re.compile(r"[0-9٠-٩۰-۹]+(?:[.,:/٫٬][0-9٠-٩۰-۹]+)*")
_FAMILIES = {digit: family for family in (ASCII, ARABIC_INDIC, PERSIAN) for digit in family}
# F16, COVID-19, iPhone 15, B2B: the number belongs to a Latin name.
_OF_A_NAME = re.compile(rf"[A-Za-zÀ-ÿ{COVER}][\w'’]*[ \u00a0-]?$")
_NAME_AFTER = re.compile(r"-?[A-Za-zÀ-ÿ]")
_NEAR = 20


def marks(readings: Sequence[Reading]) -> Iterator[tuple[int, Mark]]:
    numbers = [
        (block, match)
        for block, reading in enumerate(readings)
        for match in _NUMBER.finditer(reading.text)
        if not _is_of_a_name(reading.text, match)
    ]
    families = Counter(
        _FAMILIES[char] for _block, match in numbers for char in match[0] if char in _FAMILIES
    )
    if len(families) < 2 and PERSIAN not in families:
        return
    wanted = _wanted(families)
    to_wanted = str.maketrans(
        {digit: wanted[family.index(digit)] for digit, family in _FAMILIES.items()}
    )
    for block, match in numbers:
        right = match[0].translate(to_wanted)
        if right != match[0]:
            yield block, readings[block].mark("mixed_digits", match.start(), match.end(), right)


def _wanted(families: Counter[str]) -> str:
    """The family of most digits; the Persian one never: it looks like ours and is not."""
    return ASCII if families[ASCII] >= families[ARABIC_INDIC] and families[ASCII] else ARABIC_INDIC


def _is_of_a_name(text: str, match: re.Match[str]) -> bool:
    if match[0][0] not in ASCII:
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()]
    return bool(_OF_A_NAME.search(before) or _NAME_AFTER.match(text, match.end()))
