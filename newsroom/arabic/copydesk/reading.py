"""A block of text prepared for the rules: what is not prose is covered, words are found once."""

import re
from dataclasses import dataclass
from functools import cached_property

from newsroom.arabic.copydesk.marks import Kind, Mark, Severity

MARKS = "\u064b-\u065f\u0670"
TATWEEL = "\u0640"
LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc"
)
BREAKS = "\n\u2028\ufffc"
"""Ends of a line in a block; the last stands for what has no text (a line break, a picture)."""
SPACES = " \u00a0\u202f\u2009\u3000"
COVER = "\ue000"
"""Stands in ``Reading.text`` for every character of an address or a name like @this: no letter,
no digit and no sign to any rule."""

_LATIN = "A-Za-zÀ-ÖØ-öø-ÿ"
_NOT_PROSE = re.compile(
    r"(?:(?:https?|ftp)://|www\.|mailto:|tel:)[^\s<>«»“”\"،؛؟\ufffc]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|[@#]\w+"
    rf"|(?<![\w.-])[{_LATIN}0-9-]+(?:\.[{_LATIN}0-9-]+)*\.[A-Za-z]{{2,}}(?:/[^\s<>«»“”\"،؛؟\ufffc]*)?"
    rf"|(?<![\w.])\.[A-Za-z][A-Za-z0-9]+"
    r"|(?<!\w)[:;]-?[)(DPp](?!\w)"
)
_MAY_HAVE_MORE_THAN_PROSE = re.compile("[A-Za-z@#]|[:;]-?[)(]")
_LOOSE_END = ".,:;!?)]}'…"
_WORD = re.compile(f"[{LETTERS}{MARKS}{TATWEEL}]+")
_OPENED = re.compile(r"(?<!\S)“(?=\w)")
_OPENED_REVERSED = re.compile(r"(?<!\S)”(?=\w)")
_TURNED = str.maketrans("“”", "”“")
_FOUND_MAX = 120
_GAP = frozenset(SPACES + BREAKS + "\t")


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str


class Reading:
    def __init__(self, text: str, kind: Kind) -> None:
        self.raw = text
        self.kind = kind
        if _MAY_HAVE_MORE_THAN_PROSE.search(text):
            text = _NOT_PROSE.sub(_covered, text)
        self.has_reversed_quotes = _opens_with_closing_sign(text)
        self.text = text.translate(_TURNED) if self.has_reversed_quotes else text

    @cached_property
    def words(self) -> list[Word]:
        """Runs of Arabic letters, with their vowel marks and tatweel."""
        return [Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(self.text)]

    def mark(
        self,
        rule: str,
        start: int,
        end: int,
        repair: str | None = None,
        *,
        severity: Severity = Severity.ERROR,
        safe: bool = True,
    ) -> Mark:
        found_at, found = self._touched(start, end)
        return Mark(
            rule,
            start,
            end,
            severity=severity,
            repair=repair,
            safe=safe and repair is not None,
            found=found[:_FOUND_MAX],
            found_at=found_at,
        )

    def _touched(self, start: int, end: int) -> tuple[int, str]:
        """From white space to white space; a gap touches both neighbours, a lone sign the word
        before it."""
        raw = self.raw
        first, last = max(0, start - _FOUND_MAX), min(len(raw), end + _FOUND_MAX)
        start = self._word_start(start, first)
        while end < last and raw[end - 1] in _GAP:
            end += 1
        while end < last and raw[end] not in _GAP:
            end += 1
        if start > first and not any(map(str.isalnum, raw[start:end])):
            start = self._word_start(start - 1, first)
        return start, raw[start:end]

    def _word_start(self, at: int, first: int) -> int:
        raw = self.raw
        while at > first and raw[at] in _GAP:
            at -= 1
        while at > first and raw[at - 1] not in _GAP:
            at -= 1
        return at


def _opens_with_closing_sign(text: str) -> bool:
    """”كلمة“, as some keyboards have it: read as it is meant, so that other rules see pairs."""
    return len(_OPENED_REVERSED.findall(text)) > len(_OPENED.findall(text))


def _covered(match: re.Match[str]) -> str:
    """The sentence's own sign after an address stays a sign."""
    whole = match[0]
    kept = whole.rstrip(_LOOSE_END) if whole[0] not in ":;" else whole
    return COVER * len(kept) + whole[len(kept) :]
