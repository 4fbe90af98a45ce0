"""Inside the word: decoration, stray vowel marks, letters of other keyboards."""

import re
import unicodedata
from collections.abc import Iterator

from newsroom.arabic.copydesk.marks import Mark
from newsroom.arabic.copydesk.reading import BREAKS, LETTERS, MARKS, SPACES, TATWEEL, Reading, Word

_VOWELS = "\u064b-\u0652"
# What may carry a mark: a letter, a tatweel, another mark, a dotted circle.
_CARRIER = f"{LETTERS}{MARKS}{TATWEEL}\u06d6-\u06ed\u25cc"
_STRETCHED = re.compile(f"{TATWEEL}(?<=[{LETTERS}{MARKS}].){TATWEEL}*(?=[{LETTERS}])")
_LOOSE_MARK = re.compile(f"[{_VOWELS}](?<![{_CARRIER}].)[{_VOWELS}]*")
_TWICE = re.compile(f"([{_VOWELS}])\\1+")
# What a save removes by itself (typography.clean_text) is not named.
_INVISIBLE = re.compile(
    "[\u200b\u2060\ufffd]"
    f"|[\u200c\u200d](?=[{SPACES}{BREAKS}]|$)|(?<=[{SPACES}{BREAKS}])[\u200c\u200d]"
)
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]+")

_LOOKALIKES = "یکہھەۀېے"
_HAS_LOOKALIKE = re.compile(f"[{_LOOKALIKES}]")
_INSIDE = {"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ې": "ي", "ے": "ي"}
_PERSIAN_ONLY = re.compile("[پچژگ]")
# Final ya is either of two letters, final ha too: provable only in words that have no twin.
_WITH_FINAL_YA = {
    "فی": "في",
    "التی": "التي",
    "الذی": "الذي",
    "هی": "هي",
    "الی": "إلى",
    "حتی": "حتى",
}
_HIJRI = "هـ"


def marks(reading: Reading) -> Iterator[Mark]:
    text = reading.text
    for match in _STRETCHED.finditer(text):
        yield reading.mark("tatweel", match.start(), match.end(), "")
    for match in _LOOSE_MARK.finditer(text):
        yield reading.mark("stray_mark", match.start(), match.end(), "")
    for match in _TWICE.finditer(text):
        yield reading.mark("stray_mark", match.start(), match.end(), match[1])
    for match in _INVISIBLE.finditer(text):
        yield reading.mark("stray_mark", match.start(), match.end(), "")
    for match in _PRESENTATION.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0])
        yield reading.mark("stray_mark", match.start(), match.end(), plain)
    yield from _lookalikes(reading)


def _lookalikes(reading: Reading) -> Iterator[Mark]:
    if not _HAS_LOOKALIKE.search(reading.text):
        return
    odd = [word for word in reading.words if _HAS_LOOKALIKE.search(word.text)]
    if _is_persian(odd):
        return
    for word in odd:
        yield reading.mark("lookalike", word.start, word.end, _in_arabic_letters(reading, word))


def _is_persian(words: list[Word]) -> bool:
    """A quotation in Persian or Urdu keeps its letters."""
    return len(words) > 2 and any(_PERSIAN_ONLY.search(word.text) for word in words)


def _in_arabic_letters(reading: Reading, word: Word) -> str | None:
    if word.text in _WITH_FINAL_YA:
        return _WITH_FINAL_YA[word.text]
    before = reading.text[word.start - 1 : word.start].strip()
    if word.text in ("ھ", "ہ", "ھـ") and before.isdigit():
        return _HIJRI
    letters = re.sub(f"[{MARKS}{TATWEEL}]", "", word.text)
    if letters[-1:] in "یېےہەۀ":
        return None
    return "".join(_INSIDE.get(char, char) for char in word.text)
