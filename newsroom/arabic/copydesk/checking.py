from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsroom.arabic.copydesk import (
    figures,
    lengths,
    letters,
    pairs,
    punctuation,
    repetition,
)
from newsroom.arabic.copydesk.marks import Block, Kind, Mark
from newsroom.arabic.copydesk.reading import Reading
from newsroom.arabic.copydesk.slips import SLIPS
from newsroom.arabic.copydesk.spelling import Speller

# Of two repairs of one place the first rule's is made; the other follows when one checks again.
_RULES = (
    "detached_waw",
    "latin_sign",
    "space_before",
    "glued",
    "mixed_pair",
    "double_word",
    "tatweel",
    "stray_mark",
    "lookalike",
    "mixed_digits",
    "space_inside",
    "double_space",
    "reversed_quote",
    "spelling",
    "unbalanced",
    "mixed_quotes",
    "long_headline",
    "long_deck",
    "long_paragraph",
)
RULES = frozenset(_RULES)
_PRECEDENCE = {rule: number for number, rule in enumerate(_RULES)}


def check(
    text: str, *, kind: Kind = Kind.PARAGRAPH, words: Mapping[str, str] = SLIPS
) -> list[Mark]:
    return check_blocks([Block(text, kind)], words=words)


def check_blocks(blocks: Sequence[Block], *, words: Mapping[str, str] = SLIPS) -> list[Mark]:
    """The marks of all blocks of one story, in the order of the text. Repairs never overlap."""
    readings = [Reading(block.text, block.kind) for block in blocks]
    speller = Speller(words)
    found = [list(_marks_of(reading, speller)) for reading in readings]
    for number, mark in (*pairs.marks(readings), *figures.marks(readings)):
        found[number].append(mark)
    return [
        replace(mark, block=number)
        for number, marks in enumerate(found)
        for mark in _without_overlaps(marks)
    ]


def _marks_of(reading: Reading, speller: Speller) -> Iterator[Mark]:
    yield from punctuation.marks(reading)
    yield from repetition.marks(reading)
    yield from letters.marks(reading)
    yield from speller.marks(reading)
    yield from lengths.marks(reading)


def _without_overlaps(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    taken: set[int] = set()
    for mark in sorted(marks, key=lambda mark: _PRECEDENCE[mark.rule]):
        if mark.repair is not None:
            places = range(mark.start, mark.end)
            if not taken.isdisjoint(places):
                continue
            taken.update(places)
        kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.start, mark.end))
