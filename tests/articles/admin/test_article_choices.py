"""What the editor asks while one writes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.newsroom.media import files

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def ask(client: Client, reporter: User) -> Any:
    client.force_login(reporter)

    def asked(**query: Any) -> Any:
        response = client.get(reverse("admin:articles_article_choices"), query)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        return response.json()

    return asked


def published(editor: User, headline: str, **values: Any) -> Article:
    return factories.published(by=editor, headline=headline, **values)


def ids(answer: Any) -> list[int]:
    return [story["id"] for story in answer["articles"]]


def test_stories_are_found_however_they_are_spelled(ask: Any, editor: User) -> None:
    story = published(editor, "إدارة الأحياء تفتح أبوابها")
    published(editor, "خبر آخر")
    found = ask(q="ادارة أحياء")["articles"]
    assert found == [
        {
            "id": story.pk,
            "headline": "إدارة الأحياء تفتح أبوابها",
            "address": story.get_absolute_url(),
            "state": "published",
            "state_label": "منشور",
            "when": found[0]["when"],
        }
    ]
    assert found[0]["when"]
    assert ids(ask(q="لا شيء كهذا")) == []


def test_words_in_the_headline_come_first_and_the_newest_without_words(
    ask: Any, editor: User
) -> None:
    named = published(editor, "الميناء الجديد")
    mentioned = published(editor, "خبر", body="<p>قرب الميناء.</p>")
    assert ids(ask(q="الميناء")) == [named.pk, mentioned.pk]
    assert ids(ask(q="")) == [mentioned.pk, named.pk]
    assert ids(ask(q="\u202e ..")) == [mentioned.pk, named.pk]


def test_no_more_than_twelve_and_few_queries(
    ask: Any, editor: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(15):
        published(editor, "خبر متكرر")
    ask(q="خبر")
    with django_assert_max_num_queries(7):
        assert len(ids(ask(q="خبر"))) == 12


def test_a_reporter_finds_public_and_own_stories_only(
    ask: Any, editor: User, reporter: User
) -> None:
    secret = publishing.create(factories.content(headline="سر"), by=editor)
    own = publishing.create(factories.content(headline="سر"), by=reporter)
    assert ids(ask(q="سر")) == [own.pk]
    assert ids(ask(article=[secret.pk, own.pk])) == [own.pk]
    assert ask(address=f"/2023/11/14/{secret.pk}-x/") == {}


def test_ids_are_told_and_what_is_none_is_passed_over(
    ask: Any, editor: User, reporter: User
) -> None:
    story, photo = published(editor, "خبر"), files.photo(editor, caption="تعليق")
    answer = ask(article=[story.pk, "x", "9" * 30], photo=[photo.pk, 999_999])
    assert ids(answer) == [story.pk]
    assert [(one["id"], one["caption"]) for one in answer["photos"]] == [(photo.pk, "تعليق")]


@pytest.mark.parametrize("host", ["", "http://testserver"])
def test_an_address_of_ours_is_a_story(ask: Any, editor: User, host: str) -> None:
    story = published(editor, "خبر")
    assert ask(address=host + story.get_absolute_url())["article"]["id"] == story.pk


@pytest.mark.parametrize(
    "address",
    ["", "x", "javascript:alert(1)", "https://unknown.example/v", "http://[", "/1/2/3/x", "\x00"],
)
def test_an_address_of_nobody_is_nothing(ask: Any, address: str) -> None:
    assert ask(address=address) == {}


def test_an_address_of_another_site_is_no_story_of_ours(ask: Any, editor: User) -> None:
    story = published(editor, "خبر")
    assert ask(address=f"https://other.example{story.get_absolute_url()}") == {}


def test_an_address_of_a_known_host_is_an_embed(ask: Any) -> None:
    answer = ask(address=f" {YOUTUBE}&utm_source=x ")
    assert answer["embed"]["address"] == YOUTUBE


def test_nothing_is_changed_by_asking(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    assert client.post(reverse("admin:articles_article_choices")).status_code == 405
