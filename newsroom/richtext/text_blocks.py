"""The texts of stored HTML as the editor counts them (``newsroomEditor.blocks()``)."""

from html.parser import HTMLParser

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
