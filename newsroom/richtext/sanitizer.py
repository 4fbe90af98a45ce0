import re
from collections import Counter
from html import escape, unescape

import nh3

from newsroom.arabic.typography import clean_text
from newsroom.richtext import allowed
from newsroom.richtext.structure import Builder, OwnStory

_TAG = re.compile(r"<[^<>]*>")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Nobody need close them.
_LEFT_OPEN = frozenset(
    [
        *("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup"),
        *("br", "hr", "img", "wbr", "col", "input", "meta", "link", "source", "area", "embed"),
    ]
)
DEEPEST = 500
"""No text of people nests so many elements; the parser takes the square of it."""
ROUNDS = 5

_CLEANER = nh3.Cleaner(
    tags={*allowed.TAGS, *allowed.RENAMED, *allowed.BOXES},
    clean_content_tags=set(allowed.DROPPED_WITH_CONTENT),
    attributes={
        "*": set(),  # else the library adds its own: title and lang, with any text
        **allowed.ATTRIBUTES,
        **{old: allowed.ATTRIBUTES[new] for old, new in allowed.RENAMED.items()},
    },
    url_schemes=set(allowed.URL_SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean(text: str, *, own_story: OwnStory | None = None) -> str:
    """Any HTML or plain text → the HTML that is stored. Cleaning twice changes nothing.

    Lines of plain text become paragraphs, as does loose text between blocks. ``own_story`` gives
    the id of the story that an address is ours of: a link to it is stored by that.
    """
    cleaned = _cleaned_once(_words_of(text) if _is_too_deep(text) else text, own_story)
    # A control character written as a reference (&#8238;) is a character only after parsing.
    for _round in range(ROUNDS):
        before, cleaned = cleaned, _cleaned_once(cleaned, own_story)
        if cleaned == before:
            return cleaned
    return _cleaned_once(_words_of(cleaned), own_story)  # a text that no parser agrees on


def _is_too_deep(text: str) -> bool:
    depth = 0
    opened = Counter[str]()
    for closing, spelled in _TAG_NAME.findall(text):
        name = spelled.lower()
        if name in _LEFT_OPEN:
            continue
        if not closing:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def _words_of(text: str) -> str:
    return escape(unescape(_TAG.sub("\n", text)), quote=False)


def _cleaned_once(text: str, own_story: OwnStory | None) -> str:
    builder = Builder(own_story)
    builder.feed(_CLEANER.clean(clean_text(text)))
    builder.close()
    return "\n".join(builder.result())


def blocks(body: str) -> list[str]:
    """The top-level elements of stored HTML."""
    return body.split("\n") if body else []
