from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_corrections import correct

Queries = Callable[[int], Any]


def page(client: Client, address: str = "/corrections/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_correction_stands_in_its_story_and_on_the_page(
    published: Article, editor: User, client: Client
) -> None:
    correct(published, "الصواب 12 نونبر", by=editor)
    note = published.corrections.get()
    story = page(client, published.get_absolute_url())
    assert f'<aside class="correction" id="correction-{note.pk}">' in story
    assert "الصواب 12 نونبر" in story
    body = page(client)
    assert "الصواب 12 نونبر" in body
    assert f'href="{published.get_absolute_url()}#correction-{note.pk}"' in body
    assert '<link rel="canonical" href="http://testserver/corrections/">' in body


def test_corrections_of_a_withdrawn_story_are_gone(
    published: Article, editor: User, client: Client
) -> None:
    correct(published, "لا يبقى", by=editor)
    publishing.withdraw(published, by=editor)
    body = page(client)
    assert "لا يبقى" not in body
    assert published.headline not in body


@pytest.mark.parametrize("count", [3, 30])
def test_corrections_page_takes_four_queries(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    story = factories.published(by=editor)
    for number in range(count):
        correct(story, f"تصحيح {number}", by=editor)
    with django_assert_num_queries(4):
        body = page(client)
    assert ('rel="next"' in body) == (count > 20)


def test_pages(editor: User, client: Client) -> None:
    story = factories.published(by=editor)
    for number in range(21):
        correct(story, f"ملاحظة {number} .", by=editor)
    assert "ملاحظة 0 ." in page(client, "/corrections/?page=2")
    for wrong in ("0", "3", "x"):
        assert client.get(f"/corrections/?page={wrong}").status_code == 404


def test_footer_leads_to_corrections_and_feed(published: Article, client: Client) -> None:
    body = page(client, "/")
    assert 'href="/corrections/"' in body
    assert 'href="/feed/"' in body
