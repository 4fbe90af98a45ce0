"""Quotation marks and brackets: what opens has to close, with the sign that belongs to it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsroom.arabic.copydesk.marks import Mark, Severity
from newsroom.arabic.copydesk.reading import BREAKS, LETTERS, MARKS, SPACES, Reading

QUOTES = {"«": "»", "“": "”"}
BRACKETS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {**QUOTES, **BRACKETS}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_SIGN = re.compile(r"[«»“”\"()\[\]{}]")
_ITEM = re.compile(f"(?:^|[{SPACES}{BREAKS}\t])(?:[0-9٠-٩]{{1,3}}|[{LETTERS}A-Za-z]{{1,2}})[-.]?$")
_HAS_ARABIC = re.compile(f"[{LETTERS}]")
_INNER_START = re.compile(f"[{SPACES}]+(?=[{LETTERS}])")
_ENDS_A_WORD = re.compile(f"[{LETTERS}{MARKS}.؟!…]")
_DEEPEST = 20
_NEAR = 200
_PARAGRAPHS_OF_A_QUOTE = 6


@dataclass
class Pairs:
    """What one block opens and closes."""

    matched: list[tuple[int, int]] = field(default_factory=list)
    crossed: list[tuple[int, int]] = field(default_factory=list)
    """An opening sign and one of another kind that closes it."""
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    outer: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of quotation marks that stand in no other."""


def read(reading: Reading) -> Pairs:
    text, pairs, stack = reading.text, Pairs(), list[int]()
    straight = _straight_quotes(text)
    for match in _SIGN.finditer(text):
        at, sign = match.start(), match[0]
        if sign == '"':
            if at in straight:
                _straight(text, at, stack, pairs)
        elif stack and sign in QUOTES and text[stack[-1]] == sign and _ends_a_word(text, at):
            pairs.crossed.append((stack.pop(), at))  # «كلمة«
        elif sign in _CLOSING:
            stack.append(at)
        elif (
            sign == ")"
            and not _is_open("(", text, stack)
            and _ITEM.search(text[max(0, at - 8) : at])
        ):
            continue  # 1) and أ)
        else:
            _close(text, at, stack, pairs)
    pairs.opened += stack
    _cross_straight(text, pairs)
    return pairs


def _ends_a_word(text: str, at: int) -> bool:
    return _ENDS_A_WORD.match(text[at - 1]) is not None and not text[at + 1 : at + 2].isalnum()


def _straight_quotes(text: str) -> set[int]:
    """Without inches (55") where they would leave one over."""
    places = [at for at, char in enumerate(text) if char == '"']
    if len(places) % 2:
        inches = [at for at in places if at and text[at - 1].isdigit()]
        return set(places) - set(inches[:1])
    return set(places)


def _is_open(sign: str, text: str, stack: list[int]) -> bool:
    return any(text[at] == sign for at in stack[-_DEEPEST:])


def _nearest(stack: list[int]) -> range:
    """From the sign that was opened last; nobody nests deeper."""
    return range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1)


def _straight(text: str, at: int, stack: list[int], pairs: Pairs) -> None:
    for depth in _nearest(stack):
        if text[stack[depth]] == '"':
            pairs.opened += stack[depth + 1 :]
            _match(stack[depth], at, stack[max(0, depth - _DEEPEST) : depth], text, pairs)
            del stack[depth:]
            return
    stack.append(at)


def _close(text: str, at: int, stack: list[int], pairs: Pairs) -> None:
    wanted = _OPENING[text[at]]
    for depth in _nearest(stack):
        if text[stack[depth]] == wanted:
            pairs.opened += stack[depth + 1 :]
            _match(stack[depth], at, stack[max(0, depth - _DEEPEST) : depth], text, pairs)
            del stack[depth:]
            return
    if stack and text[stack[-1]] in QUOTES and wanted in QUOTES:
        pairs.crossed.append((stack.pop(), at))
    else:
        pairs.closed.append(at)


def _match(start: int, end: int, around: Sequence[int], text: str, pairs: Pairs) -> None:
    pairs.matched.append((start, end))
    is_quote = text[start] in QUOTES or text[start] == '"'
    if is_quote and not any(text[at] in QUOTES or text[at] == '"' for at in around):
        pairs.outer.append((start, end))


def _cross_straight(text: str, pairs: Pairs) -> None:
    """«كلمة" : a straight sign took the place of the other half."""
    lone = [at for at in pairs.opened if text[at] == '"']
    for at in lone:
        opening = [o for o in pairs.opened if text[o] in QUOTES and o < at]
        closing = [c for c in pairs.closed if text[c] in _OPENING and c > at]
        closing = [c for c in closing if _OPENING[text[c]] in QUOTES]
        if opening:
            pairs.opened.remove(opening[-1])
            pairs.crossed.append((opening[-1], at))
        elif closing:
            pairs.closed.remove(closing[0])
            pairs.crossed.append((at, closing[0]))
        else:
            continue
        pairs.opened.remove(at)


def marks(readings: Sequence[Reading]) -> Iterator[tuple[int, Mark]]:
    """With the number of the block, for a quotation may run over several."""
    found = [read(reading) for reading in readings]
    _join_paragraphs(readings, found)
    _join_straight(readings, found)
    for number, (reading, pairs) in enumerate(zip(readings, found, strict=True)):
        for mark in _of_block(reading, pairs):
            yield number, mark
    yield from _mixed_styles(readings, found)


def _join_paragraphs(readings: Sequence[Reading], found: Sequence[Pairs]) -> None:
    """A quotation of several paragraphs: each may open it again, the last one closes it."""
    for first, pairs in enumerate(found):
        for at in [at for at in pairs.opened if readings[first].text[at] in QUOTES][-_DEEPEST:]:
            sign = readings[first].text[at]
            last = _closes_in(readings, found, first, sign)
            if last is None:
                continue
            pairs.opened.remove(at)
            for between in range(first + 1, last + 1):
                text = readings[between].text
                opened = found[between].opened
                if opened and text[opened[0]] == sign and not text[: opened[0]].strip():
                    del opened[0]
            text = readings[last].text
            found[last].closed.remove(
                next(c for c in found[last].closed if text[c] == QUOTES[sign])
            )


def _join_straight(readings: Sequence[Reading], found: Sequence[Pairs]) -> None:
    """The same with straight quotes: one that opens, and in a later paragraph one that closes."""
    waiting: tuple[int, int] | None = None
    for number, (reading, pairs) in enumerate(zip(readings, found, strict=True)):
        for at in [at for at in pairs.opened if reading.text[at] == '"'][:1]:
            if reading.text[at + 1 : at + 2].isalnum() and not reading.text[at - 1 : at].strip():
                waiting = (number, at)
            elif waiting and number - waiting[0] < _PARAGRAPHS_OF_A_QUOTE:
                found[waiting[0]].opened.remove(waiting[1])
                pairs.opened.remove(at)
                waiting = None


def _closes_in(
    readings: Sequence[Reading], found: Sequence[Pairs], first: int, sign: str
) -> int | None:
    for number in range(first + 1, min(first + _PARAGRAPHS_OF_A_QUOTE, len(found))):
        text = readings[number].text
        if any(text[at] == QUOTES[sign] for at in found[number].closed):
            return number
    return None


def _of_block(reading: Reading, pairs: Pairs) -> Iterator[Mark]:
    text, raw = reading.text, reading.raw
    for at in (*pairs.opened, *pairs.closed):
        yield reading.mark("unbalanced", at, at + 1)
    for start, end in pairs.crossed:
        yield _crossed(reading, start, end)
    for start, end in pairs.matched:
        if text[start] in "«“(" and _HAS_ARABIC.search(text, start, min(end, start + _NEAR)):
            yield from _space_inside(reading, start, end)
        if reading.has_reversed_quotes and text[start] == "“":
            for at, sign in ((start, "“"), (end, "”")):
                if raw[at] != sign:
                    yield reading.mark("reversed_quote", at, at + 1, sign, severity=Severity.HINT)


def _crossed(reading: Reading, start: int, end: int) -> Mark:
    text = reading.text
    at, right = (
        (end, QUOTES[text[start]]) if text[start] in QUOTES else (start, _OPENING[text[end]])
    )
    # Among reversed signs the right one may be the one that stands there.
    repair = right if reading.raw[at] != right else None
    return reading.mark("mixed_pair", at, at + 1, repair)


def _space_inside(reading: Reading, start: int, end: int) -> Iterator[Mark]:
    text = reading.text
    if match := _INNER_START.match(text, start + 1):
        yield reading.mark("space_inside", match.start(), match.end(), "", severity=Severity.HINT)
    at = end
    while text[at - 1] in SPACES:
        at -= 1
    if at < end and _ENDS_A_WORD.match(text[at - 1]):
        yield reading.mark("space_inside", at, end, "", severity=Severity.HINT)


def _mixed_styles(
    readings: Sequence[Reading], found: Sequence[Pairs]
) -> Iterator[tuple[int, Mark]]:
    """One text, one style. Only the first pair of the rarer style is marked: it is one decision."""
    styles: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for number, (reading, pairs) in enumerate(zip(readings, found, strict=True)):
        for start, end in sorted(pairs.outer):
            if _HAS_ARABIC.search(reading.text, start, min(end, start + _NEAR)):
                sign = reading.text[start]
                styles[sign] += 1
                first.setdefault(sign, (number, start))
    for sign, _count in styles.most_common()[1:]:
        number, at = first[sign]
        mark = readings[number].mark("mixed_quotes", at, at + 1, severity=Severity.HINT)
        yield number, mark
