"""RSS 2.0 and Atom as text.

Not Django's feedgenerator: it passes every element through a chain of SAX handlers, which takes
longer than the database needs for the whole feed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils.feedgenerator import rfc2822_date, rfc3339_date

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
RSS = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
)
ATOM = '<feed xml:lang={} xmlns="http://www.w3.org/2005/Atom">'


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a feed says of itself; ``link`` is the page it accompanies, ``address`` its own."""

    title: str
    link: str
    address: str
    description: str
    language: str
    publisher: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """``guid`` is an address that never changes; ``description`` and ``content`` are HTML."""

    title: str
    link: str
    guid: str
    description: str
    content: str
    published: datetime
    updated: datetime
    authors: Sequence[str]
    categories: Sequence[str] = ()


def rss(head: Head, items: Sequence[Item]) -> str:
    parts = [
        DECLARATION,
        RSS,
        _element("title", head.title),
        _element("link", head.link),
        _element("description", head.description),
        f'<atom:link href={quoteattr(head.address)} rel="self"/>',
        _element("language", head.language),
        _element("lastBuildDate", rfc2822_date(_newest(items))),
        *map(_rss_item, items),
        "</channel></rss>",
    ]
    return "".join(parts)


def _rss_item(item: Item) -> str:
    parts = [
        "<item>",
        _element("title", item.title),
        _element("link", item.link),
        _element("description", item.description),
        _element("pubDate", rfc2822_date(item.published)),
        f'<guid isPermaLink="true">{escape(item.guid)}</guid>',
        *(_element("category", name) for name in item.categories),
        *(_element("dc:creator", name) for name in item.authors),
    ]
    if item.updated > item.published:
        parts.append(_element("atom:updated", rfc3339_date(item.updated)))
    return "".join([*parts, _element("content:encoded", item.content), "</item>"])


def atom(head: Head, items: Sequence[Item]) -> str:
    parts = [
        DECLARATION,
        ATOM.format(quoteattr(head.language)),
        _element("title", head.title),
        f'<link href={quoteattr(head.link)} rel="alternate"/>',
        f'<link href={quoteattr(head.address)} rel="self"/>',
        _element("id", head.link),
        _element("updated", rfc3339_date(_newest(items))),
        _author(head.publisher),
        _element("subtitle", head.description),
        *map(_atom_entry, items),
        "</feed>",
    ]
    return "".join(parts)


def _atom_entry(item: Item) -> str:
    parts = [
        "<entry>",
        _element("title", item.title),
        f'<link href={quoteattr(item.link)} rel="alternate"/>',
        _element("published", rfc3339_date(item.published)),
        _element("updated", rfc3339_date(item.updated)),
        _element("id", item.guid),
        f'<summary type="html">{escape(item.description)}</summary>',
        *(f"<category term={quoteattr(name)}/>" for name in item.categories),
        *map(_author, item.authors),
        f'<content type="html">{escape(item.content)}</content>',
        "</entry>",
    ]
    return "".join(parts)


def _author(name: str) -> str:
    return f"<author>{_element('name', name)}</author>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _newest(items: Sequence[Item]) -> datetime:
    """Not the time of day where there is no item: it would make every answer a new one."""
    times = (max(item.published, item.updated) for item in items)
    return max(times, default=datetime(2000, 1, 1, tzinfo=UTC))
