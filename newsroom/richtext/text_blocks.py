"""The texts of stored HTML as the editor counts them (``newsroomEditor.blocks()``)."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate
from typing import NamedTuple

LEAF = "\ufffc"
"""Stands for what has no text of its own: a line break in a paragraph."""
_TEXT_BLOCKS = frozenset(
    ["p", "h2", "h3", "li", "td", "th", "caption", "figcaption", "blockquote", "aside", "cite"]
)


def text_blocks(body: str) -> list[str]:
    """The text of each paragraph, heading, item, cell and caption, in the order of the document."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.texts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._open: list[tuple[str, list[str], int]] = []
        """Tag, its text, and how many blocks were finished when it opened."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._open:
            self._open[-1][1].append(LEAF)
        elif tag in _TEXT_BLOCKS:
            self._flush()
            self._open.append((tag, [], len(self.texts)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _tag, parts, before = self._open.pop()
        text = "".join(parts)
        has_blocks = len(self.texts) > before
        if text.strip() or not (has_blocks or tag in ("blockquote", "aside")):
            self.texts.append(text)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)

    def _flush(self) -> None:
        """Text before a nested block (an item with a list below it) is a block of its own."""
        if self._open and "".join(self._open[-1][1]).strip():
            self.texts.append("".join(self._open[-1][1]))
            self._open[-1][1].clear()


class TypedBlock(NamedTuple):
    """A text as a browser has it. ``places`` count as JavaScript does, in UTF-16."""

    text: str
    places: list[int]
    """Where each character of ``text`` begins in the field, and where the text ends."""

    def end_of(self, end: int) -> int:
        """Of ``text[:end]``, before what is no text (a tag that closes there)."""
        if end == 0:
            return self.places[0]
        return self.places[end - 1] + (2 if self.text[end - 1] > "\uffff" else 1)


_PIECE = re.compile(r"<[^<>]*>|&(?:[a-zA-Z]{2,8}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});|.", re.DOTALL)


def as_typed(text: str, start: int = 0) -> TypedBlock:
    widths = (2 if char > "\uffff" else 1 for char in text)
    return TypedBlock(text, list(accumulate(widths, initial=start)))


def typed_blocks(typed: str) -> list[TypedBlock]:
    """The lines of a plain text area that holds HTML, each as its words alone."""
    blocks, start = [], 0
    for line in typed.split("\n"):
        whole = as_typed(line, start)
        blocks.append(_without_markup(whole) if "<" in line or "&" in line else whole)
        start = whole.places[-1] + 1
    return blocks


def _without_markup(line: TypedBlock) -> TypedBlock:
    characters: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(line.text):
        text = unescape(piece[0]) if piece[0][0] == "&" else piece[0]
        if text.startswith("<") and len(text) > 1:
            text = LEAF if text == "<br>" else ""
        characters += text
        places += [line.places[piece.start()]] * len(text)
    return TypedBlock("".join(characters), [*places, line.places[-1]])
