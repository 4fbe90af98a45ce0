import re
from html import escape
from html.parser import HTMLParser

import nh3

from newsroom.arabic.typography import clean_text
from newsroom.richtext import allowed

_EMPTY = re.compile(r"<p[^>]*>(?:\s|&nbsp;|<br>)*</p>")
VOID = frozenset({"br", "hr"})


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Values are narrowed here: a name alone would let free text in."""
    if name == "dir":
        return value if value in ("ltr", "rtl") else None
    if name == "scope":
        return value if value in ("row", "col") else None
    if name in ("start", "colspan", "rowspan", "data-article", "data-photo"):
        return value if value.isascii() and value.isdigit() and len(value) < 19 else None
    if name == "data-embed":
        return value if value.startswith("https://") else None
    if name == "class":
        kept = [word for word in value.split() if word in allowed.CLASSES.get(tag, ())]
        return " ".join(kept[:1]) or None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(allowed.TAGS),
    clean_content_tags=set(allowed.DROPPED_WITH_CONTENT),
    attributes=allowed.ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=set(allowed.URL_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean(text: str) -> str:
    """Any HTML or plain text → the HTML that is stored. Cleaning twice changes nothing.

    Lines of plain text become paragraphs, as does loose text between blocks.
    """
    rename = _Renamer()
    rename.feed(clean_text(text))
    rename.close()
    safe = _CLEANER.clean("".join(rename.out))
    blocks = _Paragraphs()
    blocks.feed(safe)
    blocks.close()
    return blocks.result()


class _Copy(HTMLParser):
    """Writes back what it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(_opening(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _opening(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    printed = "".join(f' {name}="{escape(value or "", quote=True)}"' for name, value in attrs)
    return f"<{tag}{printed}>"


class _Renamer(_Copy):
    """Spells old elements our way before the sanitiser would drop them.

    Its output is not trusted: the sanitiser parses it anew.
    """

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(allowed.RENAMED.get(tag, tag), attrs)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(allowed.RENAMED.get(tag, tag))

    def unknown_decl(self, data: str) -> None:
        """Word's conditional sections: nothing of them is text."""


class _Paragraphs(_Copy):
    """Puts loose text and inline elements at the top level into paragraphs.

    Reads only what the sanitiser wrote: elements are balanced and references well-formed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.blocks: list[str] = []

    def _flush(self) -> None:
        loose = "".join(self.out).strip()
        self.out = []
        if loose:
            self.blocks.append(f"<p>{loose}</p>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0 and tag in allowed.BLOCKS:
            self._flush()
        super().handle_starttag(tag, attrs)
        if tag == "hr" and self.depth == 0:
            self._close_block()
        elif tag not in VOID:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self.depth -= 1
        if self.depth == 0 and tag in allowed.BLOCKS:
            self._close_block()

    def _close_block(self) -> None:
        block = "".join(self.out)
        self.out = []
        if block.startswith("<p"):  # a line of its own, wherever it was wrapped
            block = block.replace("\n", " ")
        self.blocks.append(block)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.out.append(data)
            return
        first, *more = data.split("\n")
        self.out.append(first)
        for line in more:
            self._flush()
            self.out.append(line)

    def result(self) -> str:
        self._flush()
        return "\n".join(block for block in self.blocks if not _EMPTY.fullmatch(block))
