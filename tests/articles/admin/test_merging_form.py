"""Two people save one story: what the form shows then, and how their texts become one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Article, Revision
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed

LogIn = Callable[[User], Client]
BASE = "<p>أولى.</p>\n<p>ثانية.</p>\n<p>ثالثة.</p>"


@pytest.fixture
def story(editor: User) -> Article:
    content = factories.content(headline="عنوان", deck="مقدمة", body=BASE)
    return publishing.create(content, by=editor)


@pytest.fixture
def desk(editor: User, logged_in: LogIn) -> Client:
    return logged_in(editor)


def hers(article: Article, number: int, **values: Any) -> None:
    """A colleague saves."""
    values = {"headline": "عنوان", "deck": "مقدمة", "body": BASE, **values}
    saida = factories.user("editor", name="سعيدة")
    publishing.save(article, Edit(factories.content(**values), number), by=saida)


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def names(response: Any) -> list[str]:
    """Of the places to choose."""
    return sorted(set(re.findall(r'name="(merge_[0-9a-f]{16})"', response.content.decode())))


def refused(desk: Client, article: Article, data: dict[str, Any]) -> Any:
    response = desk.post(address(article), data)
    assert response.status_code == 409
    assert "سعيدة" in response.content.decode()
    return response


def shown(response: Any) -> dict[str, Any]:
    initial: dict[str, Any] = response.context["adminform"].form.initial
    return initial


def test_what_only_one_changed_is_taken_and_saved_explicitly(desk: Client, story: Article) -> None:
    mine = typed(story, body="<p>أولى كتبتُها.</p>\n<p>ثانية.</p>\n<p>ثالثة.</p>")
    hers(story, 1, deck="مقدمتها", body="<p>أولى.</p>\n<p>ثانية.</p>\n<p>ثالثة كتبتْها.</p>")
    response = refused(desk, story, mine)
    assert names(response) == []

    merged = desk.post(address(story), {**mine, "merge_base": "1", "base": "2", "_merge": "1"})
    assert merged.status_code == 200
    text = shown(merged)
    assert text["deck"] == "مقدمتها"
    assert text["body"].split() == ["أولى", "كتبتُها.", "ثانية.", "ثالثة", "كتبتْها."]
    assert Revision.objects.count() == 2  # nothing is saved by itself
    assert 'name="merge_base"' not in merged.content.decode()

    saved = {**mine, "deck": text["deck"], "body": text["body"], "base": text["base"]}
    assert desk.post(address(story), saved).status_code == 302
    story.refresh_from_db()
    assert latest_content(story).deck == "مقدمتها"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("theirs", ["ثانيتها."]),
        ("mine", ["ثانيتي."]),
        ("both", ["ثانيتها.", "ثانيتي."]),
    ],
)
def test_place_that_both_changed_is_chosen(
    desk: Client, story: Article, choice: str, expected: list[str]
) -> None:
    mine = typed(story, body=BASE.replace("ثانية", "ثانيتي"))
    hers(story, 1, body=BASE.replace("ثانية", "ثانيتها"))
    (place,) = names(refused(desk, story, mine))
    request = {**mine, "merge_base": "1", "base": "2", "_merge": "1"}

    unchosen = desk.post(address(story), request)
    assert names(unchosen) == [place]
    assert shown(unchosen)["body"] == mine["body"]

    merged = shown(desk.post(address(story), {**request, place: choice}))
    assert merged["body"].split() == ["أولى.", *expected, "ثالثة."]


def test_headline_and_tags_of_either(desk: Client, story: Article) -> None:
    author = factories.author()
    mine = typed(story, headline="عنواني", tags="وسم")
    hers(story, 1, headline="عنوانها", authors=(author,))
    (place,) = names(refused(desk, story, mine))
    request = {**mine, "merge_base": "1", "base": "2", "_merge": "1", place: "theirs"}
    merged = shown(desk.post(address(story), request))
    assert merged["headline"] == "عنوانها"
    assert merged["tags"] == ["وسم"]
    assert merged["authors"] == [author]


def test_saving_all_the_same_is_a_decision(desk: Client, story: Article) -> None:
    mine = typed(story, headline="عنواني")
    hers(story, 1, headline="عنوانها")
    refused(desk, story, mine)
    again = {**mine, "merge_base": "1", "base": "2"}
    assert desk.post(address(story), again).status_code == 302
    story.refresh_from_db()
    assert latest_content(story).headline == "عنواني"


def test_third_who_saves_between_is_not_overwritten(desk: Client, story: Article) -> None:
    mine = typed(story, headline="عنواني")
    hers(story, 1, headline="عنوانها")
    refused(desk, story, mine)
    hers(story, 2, headline="عنوانها", deck="مقدمة ثالثة")
    again = {**mine, "merge_base": "1", "base": "2"}
    response = refused(desk, story, again)
    assert 'name="merge_base" value="1"' in response.content.decode()
    (place,) = names(response)
    request = {**again, "base": "3", "_merge": "1", place: "mine"}
    merged = shown(desk.post(address(story), request))
    assert (merged["headline"], merged["deck"], merged["base"]) == ("عنواني", "مقدمة ثالثة", 3)


def test_base_that_was_pruned_asks_about_every_difference(desk: Client, story: Article) -> None:
    mine = typed(story, headline="عنواني", body=BASE.replace("ثانية", "ثانيتي"))
    hers(story, 1)
    Revision.objects.filter(article=story, number=1).delete()
    places = names(refused(desk, story, mine))
    assert len(places) == 2
    request = {**mine, "merge_base": "1", "base": "2", "_merge": "1"}
    merged = shown(desk.post(address(story), {**request, **dict.fromkeys(places, "mine")}))
    assert merged["headline"] == "عنواني"
    assert "ثانيتي" in merged["body"]


def test_who_may_not_write_merges_nothing(
    story: Article, moderator: User, logged_in: LogIn
) -> None:
    data = {**typed(story), "merge_base": "1", "_merge": "1"}
    assert logged_in(moderator).post(address(story), data).status_code == 403
    add = reverse("admin:articles_article_add")
    assert logged_in(factories.user("editor")).post(add, data).status_code == 403


def test_nonsense_is_no_traceback(desk: Client, story: Article) -> None:
    data = {"headline": "", "merge_base": "x", "_merge": "1", "category": "x", "body": "<p>نص"}
    assert desk.post(address(story), data).status_code == 200
