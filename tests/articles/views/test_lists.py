from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from articles import publishing
from articles.categories import save_category
from articles.models import Article, Author, Category, Tag
from articles.naming import save_author, save_tag
from newsroom.accounts.models import User
from tests import factories

Queries = Callable[[int], AbstractContextManager[Any]]


def several(count: int, by: User, **values: Any) -> list[Article]:
    now = timezone.now()
    return [
        factories.published(by=by, now=now - timedelta(minutes=count - number), **values)
        for number in range(count)
    ]


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("kind", "queries"), [("category", 7), ("tag", 6), ("author", 6), ("day", 7), ("month", 8)]
)
def test_listing_takes_a_fixed_number_of_queries(
    kind: str,
    queries: int,
    count: int,
    editor: User,
    client: Client,
    django_assert_num_queries: Queries,
) -> None:
    section = factories.category()
    signed = (factories.author(),)
    stories = several(count, editor, category=section, authors=signed, tags=("سدود",))
    latest = stories[-1]
    addresses = {
        "category": section.get_absolute_url(),
        "tag": latest.tags.all()[0].get_absolute_url(),
        "author": latest.authors.all()[0].get_absolute_url(),
        "day": f"/{latest.address_day:%Y/%m/%d}/",
        "month": f"/{latest.address_day:%Y/%m}/",
    }
    with django_assert_num_queries(queries):
        assert client.get(addresses[kind]).status_code == 200


def test_archives_list_by_first_publication_in_the_newsrooms_zone(
    editor: User, client: Client
) -> None:
    story = factories.published(by=editor, now=datetime(2023, 11, 14, 23, 30, tzinfo=UTC))
    for address in ("/2023/", "/2023/11/", "/2023/11/15/"):
        assert story.headline in text(client, address)
    for address in ("/2022/", "/2023/10/", "/2023/11/14/"):
        assert story.headline not in text(client, address)
    assert "نونبر 2023" in text(client, "/2023/11/")
    assert "الأربعاء 15 نونبر 2023" in text(client, "/2023/11/15/")


def test_archives_lead_to_the_nearest_days_that_hold_stories(editor: User, client: Client) -> None:
    for day in (3, 14, 28):
        factories.published(by=editor, now=datetime(2023, 11, day, 12, tzinfo=UTC))
    body = text(client, "/2023/11/14/")
    assert 'href="/2023/11/03/"' in body
    assert 'href="/2023/11/28/"' in body
    month = text(client, "/2023/11/")
    assert [day for day in range(1, 31) if f'href="/2023/11/{day:02}/"' in month] == [3, 14, 28]
    assert 'rel="prev"' not in month
    assert 'rel="next"' not in month


@pytest.mark.parametrize("address", ["/0000/", "/9999/13/", "/2023/02/30/", "/2023/1/", "/9999/"])
def test_impossible_dates_are_404(address: str, client: Client, db: None) -> None:
    assert client.get(address).status_code == 404


def test_first_year_of_the_calendar_is_404_in_every_zone(client: Client, db: None) -> None:
    with override_settings(TIME_ZONE="Asia/Riyadh"):
        assert client.get("/0001/").status_code == 404
        assert client.get("/sitemap/0001-01.xml").status_code == 404


def test_pages_are_stable_and_numbered(editor: User, client: Client) -> None:
    section = factories.category()
    stories = several(45, editor, category=section)
    address = section.get_absolute_url()
    seen = []
    for number in (1, 2, 3):
        body = text(client, f"{address}?page={number}" if number > 1 else address)
        seen.append([story.pk for story in stories if f">{story.headline}</a>" in body])
    assert [len(page) for page in seen] == [20, 20, 5]
    assert sorted(sum(seen, [])) == sorted(story.pk for story in stories)


@pytest.mark.parametrize("page", ["0", "-1", "abc", "4", "1e3", "", "9" * 30, "%00", "1.5", "²"])
def test_page_that_does_not_exist_is_404(page: str, editor: User, client: Client) -> None:
    section = factories.category()
    several(2, editor, category=section)
    assert client.get(f"{section.get_absolute_url()}?page={page}").status_code == 404


def test_page_number_in_arabic_digits(editor: User, client: Client) -> None:
    section = factories.category()
    several(21, editor, category=section)
    assert client.get(f"{section.get_absolute_url()}?page=٢").status_code == 200


def test_first_page_has_one_address(editor: User, client: Client) -> None:
    section = factories.category()
    several(1, editor, category=section)
    response = client.get(f"{section.get_absolute_url()}?page=1")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        section.get_absolute_url(),
    )


def test_further_categories_and_sub_sections(editor: User, client: Client) -> None:
    first, second = factories.category(), factories.category()
    below = factories.category(parent=first)
    story = factories.published(by=editor, category=first, categories=(second,))
    for section in (first, second):
        assert story.headline in text(client, section.get_absolute_url())
    assert below.name in text(client, first.get_absolute_url())
    assert story.headline not in text(client, below.get_absolute_url())


def test_old_addresses_of_category_tag_and_author_lead_to_the_new_ones(
    chief: User, client: Client
) -> None:
    section = save_category(Category(name="سياسة", slug="old-section"), by=chief)
    section.slug = "new-section"
    save_category(section, by=chief)
    story = factories.published(by=chief, category=section)
    tag = Tag.objects.get(pk=story.tags.all()[0].pk)
    old_tag = tag.get_absolute_url()
    tag.slug = "new-tag"
    save_tag(tag, by=chief)
    author = Author.objects.get(pk=story.authors.all()[0].pk)
    old_author = author.get_absolute_url()
    author.slug = "new-author"
    save_author(author, by=chief)
    moves = {
        "/category/old-section/": section,
        old_tag: tag,
        old_author: author,
    }
    for old, target in moves.items():
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (
            301,
            target.get_absolute_url(),
        )
        assert client.get(target.get_absolute_url()).status_code == 200


def test_arabic_tag_address_in_composed_and_decomposed_letters(
    editor: User, client: Client
) -> None:
    article = publishing.create(factories.content(tags=("إدارة",)), by=editor)
    publishing.publish(article, by=editor)
    assert client.get("/tag/إدارة/").status_code == 200
    assert client.get("/tag/إدارة/").status_code == 200
