from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.models import Article
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_publishing import edit

Queries = Callable[[int], Any]
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
HOST = "http://testserver"


def xml(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def locs(client: Client, address: str) -> list[str]:
    return [str(found.text) for found in xml(client, address).iterfind(".//s:loc", NS)]


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_index_names_the_months_that_hold_public_stories(editor: User, client: Client) -> None:
    for moment in (at(2021, 1, 31), at(2023, 11, 14), at(2023, 11, 15)):
        factories.published(by=editor, now=moment)
    withdrawal.withdraw(factories.published(by=editor, now=at(2022, 5, 1)), by=editor)
    withdrawal.withdraw(factories.published(by=editor, now=at(2020, 5, 1)), by=editor)
    later = publishing.create(factories.content(), by=editor)
    publishing.schedule(later, timezone.now() + timedelta(days=400), by=editor)
    assert locs(client, "/sitemap.xml") == [
        f"{HOST}/sitemap/places.xml",
        f"{HOST}/sitemap/2023-11.xml",
        f"{HOST}/sitemap/2021-01.xml",
    ]


def test_index_of_an_empty_paper(client: Client, db: None) -> None:
    assert locs(client, "/sitemap.xml") == [f"{HOST}/sitemap/places.xml"]


def test_month_lists_its_stories_with_their_last_change(editor: User, client: Client) -> None:
    first = factories.published(by=editor, now=at(2023, 11, 14))
    second = factories.published(by=editor, now=at(2023, 11, 15))
    factories.published(by=editor, now=at(2023, 12, 1))
    publishing.update(
        first, by=editor, edit=edit(first), kind=UpdateKind.SUBSTANTIVE, now=at(2023, 12, 20)
    )
    assert locs(client, "/sitemap/2023-11.xml") == [
        HOST + second.get_absolute_url(),
        HOST + first.get_absolute_url(),
    ]
    changes = [e.text for e in xml(client, "/sitemap/2023-11.xml").iterfind(".//s:lastmod", NS)]
    assert changes == ["2023-11-15T13:00:00+01:00", "2023-12-20T13:00:00+01:00"]
    withdrawal.withdraw(second, by=editor)
    assert locs(client, "/sitemap/2023-11.xml") == [HOST + first.get_absolute_url()]


def test_month_belongs_to_the_newsrooms_zone(editor: User, client: Client) -> None:
    late = datetime(2023, 10, 31, 23, 30, tzinfo=UTC)  # 1 November in Casablanca
    factories.published(by=editor, now=late)
    assert len(locs(client, "/sitemap/2023-11.xml")) == 1
    assert locs(client, "/sitemap/2023-10.xml") == []


@pytest.mark.parametrize("name", ["2023-13", "0000-01", "9999-12", "x", "2023", "places/"])
def test_no_such_section_is_404(name: str, client: Client, db: None) -> None:
    assert client.get(f"/sitemap/{name}.xml").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "x"])
def test_no_such_page_of_a_section_is_404(page: str, published: Article, client: Client) -> None:
    assert client.get(f"/sitemap/places.xml?p={page}").status_code == 404


def test_places_have_stories(editor: User, client: Client) -> None:
    used, empty = factories.category(), factories.category()
    signed, silent = factories.author(), factories.author()
    story = factories.published(by=editor, category=used, authors=(signed,))
    found = locs(client, "/sitemap/places.xml")
    assert found[:2] == [f"{HOST}/", f"{HOST}/corrections/"]
    assert HOST + used.get_absolute_url() in found
    assert HOST + signed.get_absolute_url() in found
    assert HOST + empty.get_absolute_url() not in found
    assert HOST + silent.get_absolute_url() not in found
    withdrawal.withdraw(story, by=editor)
    assert HOST + used.get_absolute_url() not in locs(client, "/sitemap/places.xml")


def test_news_are_those_of_two_days(editor: User, client: Client) -> None:
    now = timezone.now()
    new = factories.published(by=editor, now=now - timedelta(hours=47), headline="جديد & حديث")
    factories.published(by=editor, now=now - timedelta(hours=49))
    gone = factories.published(by=editor, now=now)
    withdrawal.withdraw(gone, by=editor)
    [entry] = xml(client, "/news-sitemap.xml").iterfind("s:url", NS)
    assert entry.findtext("s:loc", namespaces=NS) == HOST + new.get_absolute_url()
    assert entry.findtext("n:news/n:title", namespaces=NS) == "جديد & حديث"
    assert entry.findtext("n:news/n:publication/n:language", namespaces=NS) == "ar"
    assert entry.findtext("n:news/n:publication/n:name", namespaces=NS)
    date = entry.findtext("n:news/n:publication_date", namespaces=NS)
    assert date is not None
    assert datetime.fromisoformat(date).tzinfo is not None


def test_robots(client: Client, db: None, settings: Any) -> None:
    settings.SITE_URL = "https://news.example"
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().split("\n")
    assert "User-agent: *" in lines
    assert "Disallow: /admin/" in lines
    assert "Disallow: /search/" in lines
    assert "Disallow: /" not in lines
    assert "Sitemap: https://news.example/sitemap.xml" in lines
    assert "Sitemap: https://news.example/news-sitemap.xml" in lines


def test_addresses_are_those_of_the_site(published: Article, client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://news.example"
    month = f"{published.address_day:%Y-%m}"
    for address in ("/sitemap.xml", f"/sitemap/{month}.xml", "/news-sitemap.xml"):
        found = locs(client, address)
        assert found, address
        assert all(loc.startswith("https://news.example/") for loc in found), address


@pytest.mark.parametrize("count", [3, 30])
def test_literal_query_counts(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    now = timezone.now()
    signed = tuple(factories.author() for _number in range(count))
    for number in range(count):
        section = factories.category()
        moment = now - timedelta(days=31 * number)
        factories.published(by=editor, now=moment, category=section, authors=signed)
        factories.published(by=editor)
    month = f"{timezone.localtime(now):%Y-%m}"
    expected = {
        "/sitemap.xml": 3,
        f"/sitemap/{month}.xml": 2,
        "/sitemap/places.xml": 3,
        "/news-sitemap.xml": 2,
        "/robots.txt": 0,
    }
    for address, queries in expected.items():
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
