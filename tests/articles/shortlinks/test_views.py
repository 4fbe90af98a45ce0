from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.models import Article
from articles.shortlinks.models import ShortLink
from newsroom.accounts.models import User
from tests import factories


def path_to(article: Article) -> str:
    return ShortLink.objects.get(article=article).get_absolute_url()


def is_anonymous(response: Any) -> bool:
    return not response.cookies and "cookie" not in response.headers.get("Vary", "").lower()


@pytest.fixture
def scheduled(draft: Article, editor: User) -> Article:
    return publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)


def test_link_is_short(published: Article) -> None:
    assert path_to(published) == f"/s/{ShortLink.objects.get().code}"
    assert len(path_to(published)) == 9


@pytest.mark.parametrize("end", ["", "/"])
def test_published_story_is_led_to_for_good(end: str, published: Article, client: Client) -> None:
    response = client.get(path_to(published) + end)
    assert response.status_code == 301
    assert response["Location"] == published.get_absolute_url()
    assert is_anonymous(response)
    assert client.get(response["Location"]).status_code == 200


def test_link_follows_a_changed_slug(published: Article, editor: User, client: Client) -> None:
    article = publishing.change_slug(published, "عنوان-آخر", by=editor)
    response = client.get(path_to(published))
    assert response["Location"] == article.get_absolute_url()


def test_scheduled_story_is_not_found(scheduled: Article, client: Client) -> None:
    response = client.get(path_to(scheduled))
    assert response.status_code == 404
    assert scheduled.headline not in response.content.decode()
    assert is_anonymous(response)


def test_story_that_is_a_draft_again_is_not_found(
    scheduled: Article, editor: User, client: Client
) -> None:
    publishing.unschedule(scheduled, by=editor)
    assert client.get(path_to(scheduled)).status_code == 404


def test_scheduled_story_is_led_to_when_its_time_has_come(
    scheduled: Article, client: Client
) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Article.objects.update(publish_at=past, first_published_at=past)
    assert client.get(path_to(scheduled)).status_code == 301


def test_withdrawn_story_is_gone(published: Article, editor: User, client: Client) -> None:
    path = path_to(published)
    withdrawal.withdraw(published, by=editor)
    response = client.get(path)
    assert response.status_code == 410
    assert published.headline not in response.content.decode()
    assert is_anonymous(response)
    publishing.publish(published, by=editor)
    assert client.get(path).status_code == 301


def test_deleted_story_is_gone(published: Article, client: Client) -> None:
    path = path_to(published)
    published.delete()
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "code",
    ["aaaaaa", "a", "a" * 16, "a" * 17, "000000", "OOOOOO", "IIIIII", "llllll", "abc-23", "طنجة"]
    + ["abc%0023", "%00", "", "abc234/x", "a" * 5000],
)
def test_unknown_and_malformed_code_is_not_found(
    code: str, published: Article, client: Client
) -> None:
    response = client.get(f"/s/{code}")
    assert response.status_code == 404
    assert is_anonymous(response)


def test_code_in_other_letters_is_another_code(editor: User, client: Client) -> None:
    article = factories.published(by=editor)
    ShortLink.objects.filter(article=article).update(code="abcDEF")
    assert client.get("/s/abcDEF").status_code == 301
    assert client.get("/s/abcdef").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_link_is_only_read(method: str, published: Article, client: Client) -> None:
    assert getattr(client, method)(path_to(published)).status_code == 405


def test_head_answers_as_get(published: Article, client: Client) -> None:
    assert client.head(path_to(published)).status_code == 301


def test_link_takes_one_query(
    published: Article, client: Client, django_assert_num_queries: Any
) -> None:
    path = path_to(published)
    with django_assert_num_queries(1):
        client.get(path)
