"""Plain text as it is saved, cut and printed."""

import re
import unicodedata
from collections.abc import Iterable

from newsroom.arabic.normalize import fold_tag

NBSP = "\u00a0"
ELLIPSIS = "…"
WORDS_A_MINUTE = 200

# Vertical tab is Word's soft line break; all of these end a line, none may glue two words.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, bidi marks and embeddings, BOM, soft hyphen, and what UTF-8 or XML cannot hold.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200e\u200f\u202a-\u202e\u206a-\u206f"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ISOLATE_OPENERS = "\u2066\u2067\u2068"
_ISOLATE_END = "\u2069"
_ISOLATES = re.compile(f"[{_ISOLATE_OPENERS}{_ISOLATE_END}]")

_LTR = "A-Za-zÀ-ÖØ-öø-ʯ\u0300-\u036fͰ-ӿḀ-ỿ"
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A dot that belongs to the name, unlike one that ends an Arabic sentence.
_ABBREVIATION = rf"(?:(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|St|Dr|Mr|Mrs)|[{_LTR}](?:\.[{_LTR}])+)\."
_LTR_WORD = (
    rf"(?:{_ABBREVIATION}(?![{_LTR}0-9])|(?:(?<!\w)[-−+@#$€£])?[{_LTR}0-9]"
    rf"(?:(?:[{_LTR}0-9_@#&+%=?~'’*\\./:–-]|,(?=[0-9]))*[{_LTR}0-9/+#%])?)"
)
_LTR_RUN = re.compile(
    f"[{_ISOLATE_OPENERS}][^{_ISOLATE_OPENERS}{_ISOLATE_END}]*{_ISOLATE_END}"
    f"|{_LTR_WORD}(?:[ {NBSP}](?:[&+][ {NBSP}])?{_LTR_WORD})*"
)
# Whatever is isolated holds one of these.
_LTR_SIGN = re.compile(f"[{_LTR}0-9]")
# The bidi algorithm itself keeps 2.023 and 14:05 in order, and 2023 beside its neighbours.
_PLAIN_NUMBERS = re.compile(f"(?:[0-9]+(?:[.,:/][0-9]+)*%?(?:[ {NBSP}]|$))*")
_PHONE_GROUPS = 3

_TAG_SEPARATORS = re.compile("[،؛,;\n]")
# From its first letter or digit on.
_WORD = re.compile(r"[^\W_][^\s،؛؟!…«»]*")
_LOOSE_ENDS = " \u00a0،؛:,.;-–—«(["


def clean_text(text: str) -> str:
    """For everything saved. Keeps ZWNJ, ZWJ, NBSP and isolates that are closed on their line."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    text = "\n".join(map(_with_balanced_isolates, text.split("\n")))
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Cleaned, on one line, single-spaced; NBSP stays where no other white space touches it."""
    return re.sub(r"\s+", _one_space, clean_text(text)).strip()


def isolate_ltr(text: str) -> str:
    """Latin words, phone numbers, dates and scores in U+2066…U+2069, where markup is impossible.

    Isolated text stays as it is. Numbers that come out right anyway stay bare.
    """
    if not _LTR_SIGN.search(text):
        return text
    return "\n".join(map(_isolated_line, text.split("\n")))


def join_list(items: Iterable[str]) -> str:
    """أ، ب وج"""
    *others, last = list(items) or [""]
    return f"{'، '.join(others)} و{last}" if others else last


def split_tags(text: str) -> list[str]:
    """The tags an editor typed in one field; of two that fold alike the first stays."""
    tags: dict[str, str] = {}
    for part in _TAG_SEPARATORS.split(clean_text(text)):
        tag = one_line(part)
        key = fold_tag(tag)
        if key:
            tags.setdefault(key, tag)
    return list(tags.values())


def shorten(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words; a lone "…" if no word fits."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    # The ellipsis needs a place, and a word may end exactly before it.
    space = text.rfind(" ", 0, limit)
    if space < 0:
        space = text.rfind(NBSP, 0, limit)
    return one_line(text[: max(space, 0)]).rstrip(_LOOSE_ENDS) + ELLIPSIS


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def reading_minutes(words: int) -> int:
    """Rounded to the nearest minute, but 0 for anything under one."""
    if words < WORDS_A_MINUTE:
        return 0
    return (words + WORDS_A_MINUTE // 2) // WORDS_A_MINUTE


def _one_space(run: re.Match[str]) -> str:
    return run[0] if set(run[0]) == {NBSP} else " "


def _with_balanced_isolates(line: str) -> str:
    """Isolates end with their line, so each line is balanced for itself."""
    open_at: list[int] = []
    unbalanced: set[int] = set()
    for match in _ISOLATES.finditer(line):
        if match[0] != _ISOLATE_END:
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            unbalanced.add(match.start())
    unbalanced.update(open_at)
    return "".join(char for at, char in enumerate(line) if at not in unbalanced)


def _isolated_line(line: str) -> str:
    whole = line.strip()
    if re.search(f"[{_LTR}]", whole) and not (_RTL_LETTER.search(whole) or _ISOLATES.search(whole)):
        return line.replace(whole, _isolate(whole))
    return _LTR_RUN.sub(_isolated_run, line)


def _isolated_run(match: re.Match[str]) -> str:
    run = match[0]
    if run[0] in _ISOLATE_OPENERS:
        return run
    plain = _PLAIN_NUMBERS.match(run)
    numbers = plain[0] if plain else ""
    if numbers == run:
        return _isolate(run) if len(run.split()) >= _PHONE_GROUPS else run
    return numbers + _isolate(run.removeprefix(numbers))


def _isolate(text: str) -> str:
    return f"\u2066{text}{_ISOLATE_END}"
