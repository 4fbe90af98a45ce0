from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.comments.models import Comment
from articles.dashboard import dashboard
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.site.models import SiteSettings
from tests import factories

INDEX = "/admin/"
NOW = timezone.make_aware(datetime(2023, 11, 14, 15, 52))  # a Tuesday


def comment(article: Article, **values: Any) -> Comment:
    return Comment.objects.create(article=article, name="قارئ", text="رأي في الخبر", **values)


def shown(user: User, rf: Any) -> dict[str, Any]:
    request = rf.get(INDEX)
    request.user = user
    return dashboard(request)


def scheduled(by: User, at: datetime, headline: str) -> Article:
    article = publishing.create(factories.content(headline=headline), by=by)
    publishing.schedule(article, timezone.now() + timedelta(days=1), by=by)
    Article.objects.filter(pk=article.pk).update(publish_at=at)
    return article


@pytest.mark.parametrize(
    ("edition", "first_day"), [("MA", 13), ("EG", 11), ("SA", 12)], ids=["Mon", "Sat", "Sun"]
)
def test_week_begins_as_in_the_edition(
    edition: str, first_day: int, editor: User, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    SiteSettings.objects.update(edition=edition)
    scheduled(editor, NOW + timedelta(hours=3), "مساء اليوم")
    scheduled(editor, NOW + timedelta(days=30), "بعد شهر")
    context = shown(editor, rf)
    days = [day.day for day, _today, _stories in context["week"]]
    assert days == list(range(first_day, first_day + 7))
    assert {
        day.day: [s.headline for s in stories] for day, today, stories in context["week"] if today
    } == {14: ["مساء اليوم"]}
    assert context["later"] == 1


def test_unfinished_stories(editor: User, rf: Any) -> None:
    section = factories.category()
    hurried = factories.published(by=editor, category=section)
    Article.objects.filter(pk=hurried.pk).update(to_complete=True)
    loose = factories.published(by=editor)
    factories.published(by=editor, category=section)
    context = shown(editor, rf)
    assert context["to_complete"] == [hurried]
    assert context["uncategorized"] == [loose]
    assert context["published_today"] == 3


def test_each_role_sees_its_own(
    reporter: User, moderator: User, editor: User, published: Article, rf: Any
) -> None:
    comment(published)
    stranger = factories.user()
    parts = ("drafts", "week", "to_complete", "comments")
    table = {
        stranger: set(),
        reporter: {"drafts"},
        moderator: {"week", "comments"},
        editor: {"drafts", "week", "to_complete"},
    }
    for user, expected in table.items():
        context = shown(user, rf)
        assert {part for part in parts if part in context} == expected


def test_oldest_comments_come_first(moderator: User, published: Article, rf: Any) -> None:
    now = timezone.now()
    rows = [comment(published, created_at=now - timedelta(hours=age)) for age in range(7)]
    context = shown(moderator, rf)
    assert [row.pk for row in context["comments"]] == [row.pk for row in reversed(rows[2:])]
    assert context["waiting"] == 7


@pytest.mark.parametrize(
    ("verb", "state", "discussion", "line"),
    [
        ("approve", "approved", "open", "comment_approved"),
        ("reject", "rejected", "open", "comment_rejected"),
        ("close", "pending", "closed", "comments_closed"),
    ],
)
def test_one_button_one_verb(
    verb: str,
    state: str,
    discussion: str,
    line: str,
    moderator: User,
    published: Article,
    logged_in: Callable[[User], Client],
) -> None:
    row = comment(published)
    client = logged_in(moderator)
    assert f'value="{verb}"' in client.get(INDEX).content.decode()
    address = reverse("admin:comments_comment_judge", args=[row.pk])
    response = client.post(address, {"verb": verb})
    assert (response.status_code, response.headers["Location"]) == (302, INDEX)
    row.refresh_from_db()
    published.refresh_from_db()
    assert (row.state, published.comments_state) == (state, discussion)
    assert Entry.objects.filter(verb=line).count() == 1


@pytest.mark.parametrize("role", ["", "reporter", "editor"])
def test_buttons_are_for_moderators(
    role: str, published: Article, logged_in: Callable[[User], Client]
) -> None:
    row = comment(published)
    client = logged_in(factories.user(role))
    address = reverse("admin:comments_comment_judge", args=[row.pk])
    for verb in ("approve", "reject", "close"):
        assert client.post(address, {"verb": verb}).status_code == 403
    row.refresh_from_db()
    assert row.state == "pending"


def test_odd_requests_to_the_buttons(
    moderator: User, published: Article, logged_in: Callable[[User], Client]
) -> None:
    address = reverse("admin:comments_comment_judge", args=[comment(published).pk])
    client = logged_in(moderator)
    assert client.get(address, {"verb": "approve"}).status_code == 405
    assert client.post(address, {"verb": "delete"}).status_code == 405
    other = reverse("admin:comments_comment_judge", args=[999_999])
    assert client.post(other, {"verb": "approve"}).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_costs_the_same_whatever_waits(
    count: int,
    administrator: User,
    logged_in: Callable[[User], Client],
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        article = factories.published(by=administrator)
        Article.objects.filter(pk=article.pk).update(to_complete=bool(number % 2))
        comment(article)
        publishing.create(factories.content(), by=administrator)
        scheduled(administrator, timezone.now() + timedelta(minutes=number + 1), f"خبر {number}")
    client = logged_in(administrator)
    client.get(INDEX)
    with django_assert_num_queries(20):
        client.get(INDEX)
