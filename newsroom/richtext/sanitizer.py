import re
from html import escape
from html.parser import HTMLParser

import nh3

from newsroom.arabic.typography import clean_text
from newsroom.richtext import allowed

_TAG = re.compile(r"<[^>]*>")
VOID = frozenset({"br", "hr"})
ROUNDS = 5


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
    tags={*allowed.TAGS, *allowed.RENAMED},
    clean_content_tags=set(allowed.DROPPED_WITH_CONTENT),
    attributes={
        "*": set(),  # else the library adds its own: title and lang, with any text
        **allowed.ATTRIBUTES,
        **{old: allowed.ATTRIBUTES[new] for old, new in allowed.RENAMED.items()},
    },
    attribute_filter=_attribute,
    url_schemes=set(allowed.URL_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean(text: str) -> str:
    """Any HTML or plain text → the HTML that is stored. Cleaning twice changes nothing.

    Lines of plain text become paragraphs, as does loose text between blocks.
    """
    cleaned = _cleaned_once(text)
    # A paragraph put around a block that stood in a link is untangled when it is parsed anew, and
    # a control character written as a reference (&#8238;) is a character only after parsing.
    for _round in range(ROUNDS):
        before, cleaned = cleaned, _cleaned_once(cleaned)
        if cleaned == before:
            return cleaned
    return _cleaned_once(escape(_TAG.sub("", cleaned)))  # a text that no parser agrees on


def _cleaned_once(text: str) -> str:
    return "\n".join(blocks(_CLEANER.clean(clean_text(text))))


def blocks(html: str) -> list[str]:
    """The top-level elements of a text that has been through the cleaner."""
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    return parser.result()


class _Paragraphs(HTMLParser):
    """Puts loose text and inline elements at the top level into paragraphs, and spells old elements
    our way.

    Reads only what the sanitiser wrote: elements are balanced and references well-formed.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.depth = 0
        self.blocks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = allowed.RENAMED.get(tag, tag)
        if self.depth == 0 and tag in allowed.BLOCKS:
            self._flush()
        self.out.append(_opening(tag, attrs))
        if tag == "hr" and self.depth == 0:
            self._close_block()
        elif tag not in VOID:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        tag = allowed.RENAMED.get(tag, tag)
        self.out.append(f"</{tag}>")
        self.depth -= 1
        if self.depth == 0 and tag in allowed.BLOCKS:
            self._close_block()

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.out.append(data)
            return
        first, *more = data.split("\n")
        self.out.append(first)
        for line in more:
            self._flush()
            self.out.append(line)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def _flush(self) -> None:
        loose = "".join(self.out)
        self.out = [f"<p>{loose}</p>"]
        self._close_block()

    def _close_block(self) -> None:
        block = "".join(self.out)
        self.out = []
        if block.startswith("<p"):
            block = _one_line_paragraph(block)
        if block:
            self.blocks.append(block)

    def result(self) -> list[str]:
        self._flush()
        return self.blocks


def _opening(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    printed = "".join(f' {name}="{escape(value or "", quote=True)}"' for name, value in attrs)
    return f"<{tag}{printed}>"


def _one_line_paragraph(block: str) -> str:
    """A line of its own, wherever it was wrapped; nothing where it has no words."""
    if not _TAG.sub("", block).replace("&nbsp;", " ").strip():
        return ""
    opening, _, inside = block.replace("\n", " ").partition(">")
    return f"{opening}>{inside.removesuffix('</p>').strip()}</p>"
