import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple, TypeVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.richtext.sanitizer import blocks

Value = TypeVar("Value")

_TABLE = re.compile(r"<table>(?:<caption>(?P<caption>.*?)</caption>)?<tbody>(?P<rows>.*?)</tbody>")
_HEAD_ROW = re.compile(r"(?:<tr>(?:(?!<td|</tr>).)*</tr>)+")
_LINK_OUT = re.compile(r'<a(?= (?:[^>]* )?href="(?i:https?:)?//)(?P<attributes>[^>]*)>')
_LINK_IN = re.compile(r'<a data-article="(?P<id>[0-9]+)">(?P<words>.*?)</a>')
_BOX = re.compile(
    r'<aside class="read-also" data-article="(?P<article>[0-9]+)"></aside>'
    r'|<figure class="(?:photo|embed)" data-(?:photo="(?P<photo>[0-9]+)"|embed="(?P<embed>[^"]*)")>'
    r'(?:<figcaption(?: dir="[a-z]+")?>(?P<caption>.*?)</figcaption>)?</figure>'
)
_LONE_PARAGRAPH = re.compile(
    r"(<(?:li|t[dh])[^>]*>)<p>((?:(?!</p>).)*)</p>(?=</(?:li|t[dh])>|<[uo]l>)"
)
_TAG = re.compile(r"<[^>]*>")
_LINE_ENDS = re.compile(r"</(?:p|h2|h3|li|tr|blockquote|cite|figcaption|caption)>|<br>|<hr>")


class References(NamedTuple):
    """What a body shows that is kept elsewhere, each once, in order."""

    articles: tuple[int, ...]
    """That it leads to, by a link or a box."""
    boxed: tuple[int, ...]
    """Those of them that stand in a «read also» box."""
    photos: tuple[int, ...]
    embeds: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """How a page prints what a body only refers to. Captions are HTML, or empty."""

    address: Callable[[int], str]
    """Of a story; empty where its readers must not be led there: the words stay alone."""
    read_also: Callable[[int], str]
    figure: Callable[[int, SafeString], str]
    embed: Callable[[str, SafeString], str]


def _plain_link(address: str, caption: SafeString) -> str:
    shown = caption or f'<bdi dir="ltr">{escape(address)}</bdi>'
    return f'<p><a href="{escape(address)}" rel="noopener">{shown}</a></p>'


ALONE = Parts(
    address=lambda article: "",
    read_also=lambda article: "",
    figure=lambda photo, caption: "",
    embed=_plain_link,
)
"""For a text that stands on a page without stories and pictures."""


def references(body: str) -> References:
    """``body`` must come from ``clean``."""
    boxes = list(_BOX.finditer(body))
    links = [(found.start(), found["id"]) for found in _LINK_IN.finditer(body)]
    links += [(found.start(), found["article"]) for found in boxes if found["article"]]
    return References(
        articles=_each_once(int(pk) for _at, pk in sorted(links)),
        boxed=_each_once(int(found["article"]) for found in boxes if found["article"]),
        photos=_each_once(int(found["photo"]) for found in boxes if found["photo"]),
        embeds=_each_once(unescape(found["embed"]) for found in boxes if found["embed"]),
    )


def _each_once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def render(body: str, parts: Parts = ALONE) -> SafeString:
    """Stored HTML → what the page prints. ``body`` must come from ``clean``."""
    html = _LONE_PARAGRAPH.sub(r"\1\2", body)
    html = _TABLE.sub(_table, html).replace("</table>", "</table></div>")
    html = _LINK_OUT.sub(r'<a\g<attributes> rel="noopener">', html)
    html = _LINK_IN.sub(lambda found: _link(found, parts), html)
    html = _BOX.sub(lambda found: _box(found, parts), html)
    return mark_safe(html)  # noqa: S308 (sanitised when it was stored)


def _link(found: re.Match[str], parts: Parts) -> str:
    address = parts.address(int(found["id"]))
    return f'<a href="{escape(address)}">{found["words"]}</a>' if address else found["words"]


def _box(found: re.Match[str], parts: Parts) -> str:
    caption = mark_safe(found["caption"] or "")  # noqa: S308 (a part of the text)
    if found["article"]:
        return parts.read_also(int(found["article"]))
    if found["photo"]:
        return parts.figure(int(found["photo"]), caption)
    return parts.embed(unescape(found["embed"]), caption)


def _table(match: re.Match[str]) -> str:
    """A wide table scrolls by itself, with a name and reachable by keyboard."""
    label = plain_text(match["caption"] or "")
    name = f' role="region" aria-label="{escape(label)}"' if label else ""
    caption = f"<caption>{match['caption']}</caption>" if label else ""
    head = _HEAD_ROW.match(match["rows"])
    above = head[0].replace("<th", '<th scope="col"') if head else ""
    below = match["rows"][len(head[0]) if head else 0 :].replace("<th", '<th scope="row"')
    parts = [f"<thead>{above}</thead>" if above else "", f"<tbody>{below}</tbody>" if below else ""]
    return f'<div class="table-wrap" tabindex="0"{name}><table>{caption}{"".join(parts)}'


def plain_text(html: str) -> str:
    """The words of stored HTML, blocks separated by a line end."""
    text = _LINE_ENDS.sub("\n", html)
    return re.sub(r"\n\s*", "\n", unescape(_TAG.sub("", text))).strip()


def editable(body: str) -> str:
    """Stored HTML as it is typed in a plain text area: a line is a paragraph.

    ``clean`` turns it back into the same body.
    """
    typed = (_typed(block) for block in blocks(body))
    return "\n".join(typed).rstrip("\n")


def _typed(block: str) -> str:
    if not block.startswith("<p>"):
        return block
    return block.removeprefix("<p>").removesuffix("</p>") + "\n"
