"""Django's own generator is the measure: the same bytes."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from newsroom.site.syndication import Head, Item, atom, rss

HEAD = Head(
    title="المحبرة <\"'&>",
    link="https://news.example/category/%D8%A3/",
    address="https://news.example/category/%D8%A3/feed/?a=1&b=2",
    description="أخبار & «آراء»",
    language="ar-MA",
    publisher="المحبرة & شركاؤها",
)
PUBLISHED = datetime(2026, 11, 24, 10, 56, 54, 170905, tzinfo=UTC)
UPDATED = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)


def item(**changes: Any) -> Item:
    values: dict[str, Any] = {
        "title": "عنوان <b> & \u2066NATO\u2069",
        "link": "https://news.example/2026/11/24/7-%D8%A3/#correction-1",
        "guid": "https://news.example/2026/11/24/7/",
        "description": "&lt;ملخص&gt;",
        "content": '<p class="a">نص ]]> &amp; <a href="/x?a=1&amp;b=2">رابط</a></p>\n',
        "published": PUBLISHED,
        "updated": PUBLISHED,
        "authors": [],
    }
    return Item(**{**values, **changes})


ITEMS = [item(), item(guid="https://news.example/2026/11/24/8/", categories=["أ & ب", '"ج"'])]


def by_django(generator: type[Any], items: list[Item]) -> str:
    feed = generator(
        title=HEAD.title,
        link=HEAD.link,
        description=HEAD.description,
        subtitle=HEAD.description,
        language=HEAD.language,
        feed_url=HEAD.address,
        author_name=HEAD.publisher,
    )
    for one in items:
        feed.add_item(
            title=one.title,
            link=one.link,
            description=one.description,
            unique_id=one.guid,
            unique_id_is_permalink=True,
            pubdate=one.published,
            updateddate=one.updated,
            categories=one.categories,
        )
    written: str = feed.writeString("utf-8")
    return written


def test_rss_is_what_django_writes_and_the_full_text() -> None:
    ours = rss(HEAD, ITEMS)
    for name in ("content", "dc"):
        ours = ours.replace(f" xmlns:{name}=", f" {name}=", 1)
    start = ours.index(" content="), ours.index("><channel>")
    ours = ours[: start[0]] + ours[start[1] :]
    while "<content:encoded>" in ours:
        before, _, rest = ours.partition("<content:encoded>")
        ours = before + rest.partition("</content:encoded>")[2]
    assert ours == by_django(Rss201rev2Feed, ITEMS)


def test_atom_is_what_django_writes_and_the_full_text() -> None:
    ours = atom(HEAD, ITEMS)
    while '<content type="html">' in ours:
        before, _, rest = ours.partition('<content type="html">')
        ours = before + rest.partition("</content>")[2]
    assert ours == by_django(Atom1Feed, ITEMS)


@pytest.mark.parametrize("write", [rss, atom])
def test_authors_and_update_of_an_item(write: Any) -> None:
    changed = item(updated=UPDATED, authors=["فاطمة & ليلى", "عمر"])
    root = ElementTree.fromstring(write(HEAD, [changed]))  # noqa: S314 (our own)
    texts = [element.text for element in root.iter()]
    assert "فاطمة & ليلى" in texts
    assert "عمر" in texts
    assert "2026-11-25T01:02:03+00:00" in texts
    assert changed.content in texts


@pytest.mark.parametrize("write", [rss, atom])
def test_an_empty_feed_says_the_same_every_time(write: Any) -> None:
    assert write(HEAD, []) == write(HEAD, [])
    assert "2000" in write(HEAD, [])
