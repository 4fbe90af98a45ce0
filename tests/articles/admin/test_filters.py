from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories


@pytest.mark.parametrize(
    "address",
    [
        "/admin/audit/entry/?verb={}",
        "/admin/accounts/user/?role={}",
        "/admin/media/photo/?missing={}",
        "/admin/media/photo/choices/?q={}",
    ],
)
@pytest.mark.parametrize("asked", ["%00", "nothing"])
def test_unknown_value_of_a_filter_is_no_error(
    address: str, asked: str, published: Article, chief: User, logged_in: Callable[[User], Client]
) -> None:
    assert logged_in(chief).get(address.format(asked)).status_code == 200


@pytest.mark.parametrize("asked", ["nothing", "group-nothing"])
def test_unknown_operation_filters_nothing_in_the_log(
    asked: str, published: Article, chief: User, logged_in: Callable[[User], Client]
) -> None:
    page = logged_in(chief).get(f"/admin/audit/entry/?verb={asked}")
    assert page.context["entries"]


def test_unknown_role_filters_nothing(chief: User, logged_in: Callable[[User], Client]) -> None:
    page = logged_in(chief).get("/admin/accounts/user/?role=nothing")
    assert page.context["cl"].result_count > 0


# --- my articles --------------------------------------------------------------------------------

LIST = "/admin/articles/article/"


def rows(page: Any) -> set[int]:
    return {row.pk for row in page.context["cl"].result_list}


def test_my_articles_are_those_created_or_signed(
    editor: User, chief: User, logged_in: Callable[[User], Client]
) -> None:
    created = publishing.create(factories.content(), by=editor)
    signed = factories.published(by=chief, authors=(factories.author(user=editor),))
    other = factories.published(by=chief)
    client = logged_in(editor)
    page = client.get(f"{LIST}?mine=1")
    assert rows(page) == {created.pk, signed.pk}
    assert [tab["count"] for tab in page.context["state_tabs"]] == [2, 1, 0, 0, 1, 0, 0]
    assert rows(client.get(f"{LIST}?mine=1&state=published")) == {signed.pk}
    assert rows(client.get(f"{LIST}?mine=0")) == {created.pk, signed.pk, other.pk}


def test_tabs_and_the_link_to_my_articles_keep_each_other(
    editor: User, published: Article, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(editor)
    page = client.get(f"{LIST}?state=published&p=1")
    assert page.context["mine"] == {"href": "?state=published&mine=1", "is_on": False}
    page = client.get(f"{LIST}?state=published&mine=1")
    assert page.context["mine"] == {"href": "?state=published", "is_on": True}
    assert page.context["state_tabs"][0]["href"] == "?mine=1"
    assert page.context["state_tabs"][4]["href"] == "?state=published&mine=1"


@pytest.mark.parametrize(("person", "has_link"), [("reporter", False), ("moderator", False)])
def test_link_is_for_those_who_see_more_than_their_own(
    person: str, has_link: bool, published: Article, logged_in: Callable[[User], Client]
) -> None:
    page = logged_in(factories.user(person)).get(LIST)
    assert bool(page.context["mine"]) == has_link
