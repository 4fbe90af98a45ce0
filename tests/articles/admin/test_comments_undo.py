import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import discussion, publishing
from articles.admin import comments_undo
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

LIST = "/admin/articles/article/"


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


@pytest.fixture
def stories(editor: User) -> list[Article]:
    """Open, closed and hidden."""
    made = [publishing.create(factories.content(), by=editor) for _ in range(3)]
    discussion.close_comments(made[1], by=editor)
    discussion.hide_comments(made[2], by=editor)
    return made


def states() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("comments_state", flat=True))


def close_all(client: Client, stories: list[Article]) -> str:
    """The signed data that the message then offers; empty: no undo."""
    ticked = [story.pk for story in stories]
    data = {"action": "close_comments", "index": "0", "_selected_action": ticked}
    page = client.post(LIST, data, follow=True).content.decode()
    offered = re.findall(r'name="undo" value="([^"]+)"', page)
    return offered[0] if offered else ""


def undo(client: Client, data: str) -> list[tuple[str, str]]:
    address = reverse("admin:articles_article_undo_comments")
    response = client.post(address, {"undo": data}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def test_undo_restores_each_former_state(client: Client, stories: list[Article]) -> None:
    data = close_all(client, stories)
    assert states() == ["closed", "closed", "closed"]
    [(level, _message)] = undo(client, data)
    assert level == "success"
    assert states() == ["open", "closed", "hidden"]
    assert Entry.objects.filter(verb__in=("comments_open", "comments_hidden")).count() == 3


def test_undo_works_once(client: Client, stories: list[Article], editor: User) -> None:
    data = close_all(client, stories)
    undo(client, data)
    discussion.close_comments(stories[0], by=editor)
    [(level, _message)] = undo(client, data)
    assert level == "warning"
    assert states() == ["closed", "closed", "hidden"]


def test_what_a_colleague_switched_since_stays(
    client: Client, stories: list[Article], chief: User
) -> None:
    data = close_all(client, stories)
    discussion.hide_comments(stories[0], by=chief)
    undo(client, data)
    assert states() == ["hidden", "closed", "hidden"]


def test_undo_is_for_ten_minutes(
    client: Client, stories: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = close_all(client, stories)
    later = (timezone.now() + timedelta(minutes=11)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    [(level, _message)] = undo(client, data)
    assert level == "warning"
    assert states() == ["closed", "closed", "closed"]


@pytest.mark.parametrize("data", ["", "x", "a:b:c", signing.dumps({"by": 1}, salt="other")])
def test_foreign_data_does_nothing(client: Client, stories: list[Article], data: str) -> None:
    [(level, _message)] = undo(client, data)
    assert level == "warning"
    assert states() == ["open", "closed", "hidden"]


def test_data_of_another_person_is_refused(
    client: Client, stories: list[Article], chief: User, logged_in: Callable[[User], Client]
) -> None:
    data = close_all(client, stories)
    address = reverse("admin:articles_article_undo_comments")
    assert logged_in(chief).post(address, {"undo": data}).status_code == 403
    assert states() == ["closed", "closed", "closed"]


def test_nothing_to_undo_offers_nothing(client: Client, stories: list[Article]) -> None:
    assert close_all(client, [stories[1]]) == ""


def test_other_actions_offer_nothing(client: Client, stories: list[Article]) -> None:
    data = {"action": "publish", "index": "0", "_selected_action": [stories[0].pk]}
    assert 'name="undo"' not in client.post(LIST, data, follow=True).content.decode()


def test_a_very_large_switch_is_not_offered(
    client: Client, stories: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments_undo, "LARGEST", 1)
    assert close_all(client, stories) == ""


def test_quick_edit_offers_undo_too(client: Client, stories: list[Article]) -> None:
    [open_story, *_others] = stories
    data: dict[str, Any] = {
        "quick-base": 1,
        "quick-headline": open_story.headline,
        "quick-category": open_story.category_id,
        "quick-comments_state": "hidden",
    }
    address = reverse("admin:articles_article_quick", args=[open_story.pk])
    page = client.post(address, data, follow=True).content.decode()
    assert states() == ["hidden", "closed", "hidden"]
    undo(client, re.findall(r'name="undo" value="([^"]+)"', page)[0])
    assert states() == ["open", "closed", "hidden"]
