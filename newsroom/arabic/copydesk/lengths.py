"""Headlines and paragraphs that nobody reads to the end."""

import re
from collections.abc import Iterator

from newsroom.arabic.copydesk.marks import Kind, Mark, Severity
from newsroom.arabic.copydesk.reading import Reading

HEADLINE_CHARACTERS = 110
"""Nine of ten headlines of the Arabic press stay under 70, the longest of 8,400 had 132."""
DECK_CHARACTERS = 350
PARAGRAPH_WORDS = 150
_FIRST_WORDS = re.compile(r"\s*(?:\S+\s*){1,6}")
_WORD = re.compile(r"\S+")


def marks(reading: Reading) -> Iterator[Mark]:
    rule = _rule(reading)
    if rule:
        beginning = _FIRST_WORDS.match(reading.raw)
        end = len(beginning[0].rstrip()) if beginning else 0
        yield reading.mark(rule, 0, end, severity=Severity.HINT)


def _rule(reading: Reading) -> str:
    text = reading.raw.strip()
    if reading.kind is Kind.HEADLINE and len(text) > HEADLINE_CHARACTERS:
        return "long_headline"
    if reading.kind is Kind.DECK and len(text) > DECK_CHARACTERS:
        return "long_deck"
    if reading.kind is Kind.PARAGRAPH and len(_WORD.findall(text)) > PARAGRAPH_WORDS:
        return "long_paragraph"
    return ""
