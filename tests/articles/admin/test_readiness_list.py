"""«Ready to publish?» in the story form."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, PublicationSettings
from articles.models.article import State
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed
from tests.newsroom.media import files

ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def fields(page: str) -> list[str]:
    """The fields that the list leads to, in its order."""
    return re.findall(r'data-field="(\w+)"', page)


def block(*rules: str) -> None:
    values = {f"ready_{rule}": "blocking" for rule in rules}
    PublicationSettings.objects.update_or_create(pk=1, defaults=values)


def test_list_stands_in_the_form(draft: Article, desk: Client) -> None:
    expected = ["category", "authors", "lead_photo", "deck"]
    assert fields(desk.get(change(draft)).content.decode()) == expected
    assert fields(desk.get(ADD).content.decode()) == expected


def test_list_follows_what_is_typed(draft: Article, editor: User, desk: Client) -> None:
    address = reverse("admin:articles_article_readiness", args=[draft.pk])
    answer = desk.post(address, typed(draft, deck="مقدمة.", agency="و م ع"))
    assert fields(answer.content.decode()) == ["category", "lead_photo"]
    photo = files.photo(editor)
    category = factories.category()
    whole = typed(draft, deck="مقدمة.", agency="و م ع", category=category.pk, lead_photo=photo.pk)
    found = fields(desk.post(address, whole).content.decode())
    assert found == ["photo_credit", "photo_alt"]
    whole |= {"photo_credit": "سعيدة", "photo_alt": "حشد في ميناء"}
    assert fields(desk.post(address, whole).content.decode()) == []
    photo.refresh_from_db()
    assert photo.credit == ""  # nothing is written by asking


def test_list_bears_an_invalid_form(desk: Client) -> None:
    address = reverse("admin:articles_article_readiness_new")
    data = {"headline": "", "category": "x", "tags": "س" * 100, "authors": ["9", "y"]}
    answer = desk.post(address, {**data, "deck": "مقدمة."})
    assert answer.status_code == 200
    assert fields(answer.content.decode()) == ["category", "authors", "lead_photo"]


def test_one_click_publishes_with_warnings_and_says_what_is_left(desk: Client) -> None:
    response = desk.post(ADD, typed(headline="خبر بلا مقدمة", _publish="1"))
    assert response.status_code == 302
    assert Article.objects.get().state() == State.PUBLISHED
    page = desk.get(response.headers["Location"])
    [message] = page.context["messages"]
    assert message.level_tag == "warning"
    assert len(str(message).split(".")) == 5  # four sentences


def test_nothing_is_said_where_nothing_is_missing(editor: User, desk: Client) -> None:
    photo = files.photo(editor, credit="و م ع", alt="حشد في ميناء")
    data = typed(
        deck="مقدمة.", agency="و م ع", category=factories.category().pk, lead_photo=photo.pk
    )
    response = desk.post(ADD, {**data, "_publish": "1"})
    page = desk.get(response.headers["Location"])
    assert not list(page.context["messages"])
    assert fields(page.content.decode()) == []


@pytest.mark.parametrize("verb", [{"_publish": "1"}, {"_schedule": "2040-11-25T07:00"}])
def test_blocking_rule_refuses_and_keeps_the_text(
    verb: dict[str, Any], draft: Article, desk: Client
) -> None:
    block("deck")
    sent = typed(draft, headline="عنوان كُتب", body="متن كُتب", tags="وسم كُتب", **verb)
    response = desk.post(change(draft), sent)
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("عنوان كُتب", "متن كُتب", "وسم كُتب"):
        assert text in page
    assert fields(page)[0] == "deck"
    assert "nr-ready__must" in page
    draft.refresh_from_db()
    assert draft.state() == State.DRAFT


def test_new_story_that_is_refused_is_not_made(desk: Client, default_category: Any) -> None:
    block("category")
    response = desk.post(ADD, typed(headline="عنوان كُتب", _publish="1"))
    assert response.status_code == 409
    assert "عنوان كُتب" in response.content.decode()
    assert not Article.objects.exists()
    assert desk.post(ADD, typed(headline="عنوان كُتب", _save="1")).status_code == 302


def test_update_is_refused(published: Article, desk: Client) -> None:
    block("photo")
    response = desk.post(change(published), typed(published, headline="عنوان آخر", _update="1"))
    assert response.status_code == 409
    published.refresh_from_db()
    assert published.headline != "عنوان آخر"


def test_who_only_reads_has_no_list(
    published: Article, moderator: User, logged_in: Callable[[User], Client]
) -> None:
    page = logged_in(moderator).get(change(published)).content.decode()
    assert "nr-ready" not in page


def test_rules_are_set_in_the_settings(
    chief: User, desk: Client, draft: Article, logged_in: Callable[[User], Client]
) -> None:
    address = reverse("admin:articles_publicationsettings_change", args=[1])
    client = logged_in(chief)
    page = client.get(address).content.decode()
    chosen = re.findall(r'value="(\w+)"[^>]*name="ready_\w+"[^>]*checked', page) or re.findall(
        r'name="ready_\w+" value="(\w+)"[^>]*checked', page
    )
    assert sorted(chosen) == ["blocking", *["warning"] * 7]


@pytest.mark.parametrize("count", [3, 30])
def test_asking_costs_the_same(
    count: int, editor: User, desk: Client, django_assert_num_queries: Any
) -> None:
    authors = [factories.author().pk for _ in range(count)]
    address = reverse("admin:articles_article_readiness_new")
    data = typed(authors=authors, tags="وسم أول، وسم ثانٍ")
    desk.post(address, data)
    with django_assert_num_queries(14):
        desk.post(address, data)
