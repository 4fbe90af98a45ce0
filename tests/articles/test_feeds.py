from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.categories import save_category
from articles.feeds import SHOWN, absolute_links
from articles.models import Article
from articles.publishing import UpdateKind, change_slug
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings
from tests import factories
from tests.articles.test_body import EMBED, with_files
from tests.articles.test_corrections import correct
from tests.articles.test_publishing import edit, reload
from tests.articles.test_references import figure, link, read_also

Queries = Callable[[int], Any]
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HOST = "http://testserver"
NOW = datetime(2023, 11, 14, 9, 30, tzinfo=UTC)


def xml(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    kind = "atom" if "atom" in address else "rss"
    assert response.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def feeds_of(article: Article) -> list[str]:
    """Every feed that holds a story of a section, with tags and authors."""
    pages = [
        "/",
        article.category.get_absolute_url(),
        article.tags.all()[0].get_absolute_url(),
        article.authors.all()[0].get_absolute_url(),
    ]
    return [f"{page}feed/{kind}" for page in pages for kind in ("", "atom/")]


def test_rss_tells_all_of_a_story(editor: User, client: Client) -> None:
    section = factories.category("جهات")
    signed = (factories.author("سعاد البناء"), factories.author("علي الريفي"))
    body = '<p>نص <a href="/2023/11/">الأرشيف</a> و<a href="https://other.example/">سواه</a>.</p>'
    story = factories.published(
        by=editor,
        now=NOW,
        headline="بطولة FIFA & غيرها",
        category=section,
        authors=signed,
        tags=("سدود",),
        body=body,
    )
    root = xml(client, "/feed/")
    assert root.findtext("channel/language") == "ar-MA"
    assert root.findtext("channel/title") == SiteSettings.load().name
    [self_link] = root.iterfind("channel/a:link", NS)
    assert self_link.attrib == {"rel": "self", "href": f"{HOST}/feed/"}
    [item] = root.iterfind("channel/item")
    assert item.findtext("title") == "بطولة \u2066FIFA\u2069 & غيرها"
    assert item.findtext("link") == HOST + story.get_absolute_url()
    assert item.findtext("description") == story.deck
    assert item.findtext("pubDate") == "Tue, 14 Nov 2023 09:30:00 +0000"
    assert [name.text for name in item.iterfind("dc:creator", NS)] == ["سعاد البناء", "علي الريفي"]
    assert [name.text for name in item.iterfind("category")] == ["جهات", "سدود"]
    text = item.findtext("c:encoded", namespaces=NS)
    assert text is not None
    assert f'<a href="{HOST}/2023/11/">' in text
    assert '<a href="https://other.example/" rel="noopener">' in text
    assert item.find("a:updated", NS) is None


def test_atom_tells_the_same(editor: User, client: Client) -> None:
    story = factories.published(by=editor, now=NOW)
    publishing.update(
        story,
        by=editor,
        edit=edit(story),
        kind=UpdateKind.SUBSTANTIVE,
        now=NOW + timedelta(hours=3),
    )
    root = xml(client, "/feed/atom/")
    links = {link.get("rel"): link.get("href") for link in root.iterfind("a:link", NS)}
    assert links == {"alternate": f"{HOST}/", "self": f"{HOST}/feed/atom/"}
    [entry] = root.iterfind("a:entry", NS)
    assert entry.findtext("a:published", namespaces=NS) == "2023-11-14T09:30:00+00:00"
    assert entry.findtext("a:updated", namespaces=NS) == "2023-11-14T12:30:00+00:00"
    assert "الأشغال" in str(entry.findtext("a:content", namespaces=NS))
    names = [name.text for name in entry.iterfind("a:author/a:name", NS)]
    assert names == [line.author.name for line in story.bylines.all()]
    [item] = xml(client, "/feed/").iterfind("channel/item")
    assert item.findtext("a:updated", namespaces=NS) == "2023-11-14T12:30:00+00:00"


def test_guid_outlives_a_change_of_the_address(editor: User, client: Client) -> None:
    story = factories.published(by=editor, now=NOW)
    guid = xml(client, "/feed/").findtext("channel/item/guid")
    change_slug(story, "آخر", by=editor)
    root = xml(client, "/feed/")
    assert root.findtext("channel/item/guid") == guid
    address = reload(story).get_absolute_url()
    assert root.findtext("channel/item/link") == HOST + address
    assert guid is not None
    response = client.get(guid.removeprefix(HOST))
    assert (response.status_code, response.headers["Location"]) == (301, address)


def test_unsigned_story_is_by_the_paper_and_no_account_is_named(
    editor: User, client: Client
) -> None:
    factories.published(by=editor, authors=())
    for address in ("/feed/", "/feed/atom/"):
        body = client.get(address).content.decode()
        assert SiteSettings.load().name in body
        assert editor.username not in body
        assert editor.name not in body


def test_withdrawn_story_leaves_every_feed(editor: User, client: Client) -> None:
    story = factories.published(by=editor, category=factories.category(), headline="مسحوب غدًا")
    draft = publishing.create(factories.full_content(headline="مسودة لا تظهر"), by=editor)
    correct(story, "تصحيح قصير", by=editor)
    addresses = [*feeds_of(story), "/corrections/feed/", "/corrections/feed/atom/"]
    for address in addresses:
        body = client.get(address).content.decode()
        assert "مسحوب غدًا" in body, address
        assert draft.headline not in body
    withdrawal.withdraw(story, by=editor)
    for address in addresses:
        body = client.get(address).content.decode()
        assert "مسحوب غدًا" not in body, address
        assert f"/{story.pk}/" not in body, address
        assert f"/{story.pk}-" not in body, address


def test_newest_come_first_and_no_more_than_the_limit(editor: User, client: Client) -> None:
    now = timezone.now()
    for number in range(SHOWN + 2):
        factories.published(by=editor, headline=f"خبر {number}.", now=now - timedelta(hours=number))
    titles = [item.text for item in xml(client, "/feed/").iterfind("channel/item/title")]
    assert titles == [f"خبر {number}." for number in range(SHOWN)]


def test_correction_feed(published: Article, editor: User, client: Client) -> None:
    correct(published, "كان 11\nوالصواب <12>", by=editor)
    note = published.corrections.get()
    [item] = xml(client, "/corrections/feed/").iterfind("channel/item")
    assert published.headline in str(item.findtext("title"))
    fragment = f"{published.get_absolute_url()}#correction-{note.pk}"
    assert item.findtext("link") == HOST + fragment
    assert "&lt;12&gt;" in str(item.findtext("c:encoded", namespaces=NS))


def test_conditional_get_until_a_story_leaves(
    published: Article, editor: User, client: Client
) -> None:
    addresses = [*feeds_of(published), "/corrections/feed/"]
    correct(published, "تصحيح", by=editor)
    tags = {address: client.get(address).headers["ETag"] for address in addresses}
    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304, address
    withdrawal.withdraw(published, by=editor)
    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200, address


def test_feed_of_a_moved_category_leads_to_the_new_one(chief: User, client: Client) -> None:
    section = factories.category(slug="old-section")
    section.slug = "new-section"
    save_category(section, by=chief)
    for kind in ("", "atom/"):
        response = client.get(f"/category/old-section/feed/{kind}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/category/new-section/feed/{kind}"


@pytest.mark.parametrize("place", ["category/x", "category/x/y", "tag/x", "author/x", "category"])
def test_feed_of_nothing_is_404(place: str, client: Client, db: None) -> None:
    assert client.get(f"/{place}/feed/").status_code == 404


def test_pages_name_their_feeds(published: Article, client: Client) -> None:
    home = client.get("/").content.decode()
    assert 'type="application/rss+xml"' in home
    assert 'href="/feed/"' in home
    assert 'href="/feed/atom/"' in home
    tag = published.tags.all()[0].get_absolute_url()
    assert f'href="{HOST}{tag}feed/"' in client.get(tag).content.decode()
    year = f"/{published.address_day:%Y}/"
    assert f"{year}feed/" not in client.get(year).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_literal_query_counts(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    section, signed = factories.category(), (factories.author(), factories.author())
    stories = [
        factories.published(by=editor, category=section, authors=signed, tags=("سدود",))
        for _number in range(count)
    ]
    for story in stories:
        correct(story, "تصحيح", by=editor)
    counted(stories, client, django_assert_num_queries, more=0)
    shown = [with_files(number) for number in range(count)]
    boxes = "".join([*map(figure, shown), *map(link, stories), *map(read_also, stories), EMBED])
    stories = [
        factories.published(by=editor, category=section, authors=signed, tags=("سدود",), body=boxes)
        for _number in range(3)
    ]
    counted(stories, client, django_assert_num_queries, more=3)


def counted(stories: list[Article], client: Client, queries: Queries, *, more: int) -> None:
    expected = dict.fromkeys(feeds_of(stories[0]), 6)
    expected |= {"/feed/": 5, "/feed/atom/": 5, "/corrections/feed/": 2}
    for address, number in expected.items():
        with queries(number + (more if "corrections" not in address else 0)):
            assert client.get(address).status_code == 200


def test_absolute_links() -> None:
    html = (
        '<a href="/a/">1</a><a href="//cdn.example/b">2</a><a href="https://x.example/">3</a>'
        '<a href="#d">4</a><img src="/m/1.jpg" srcset="/m/1.jpg 320w, /m/2.jpg 640w" alt="/x">'
    )
    assert absolute_links(html, "https://n.example") == (
        '<a href="https://n.example/a/">1</a><a href="//cdn.example/b">2</a>'
        '<a href="https://x.example/">3</a><a href="#d">4</a>'
        '<img src="https://n.example/m/1.jpg"'
        ' srcset="https://n.example/m/1.jpg 320w, https://n.example/m/2.jpg 640w" alt="/x">'
    )
