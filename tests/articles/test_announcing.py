from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import publishing, withdrawal
from articles.announcing import AT_ONCE, announce_due
from articles.models import Article
from articles.signals import article_announced
from newsroom.accounts.models import User
from tests import factories
from tests.articles.frontpage.test_races import at_once, editors

__all__ = ["editors"]


@pytest.fixture
def announced() -> Iterator[list[Article]]:
    heard: list[Article] = []

    def hear(sender: Any, article: Article, **kwargs: Any) -> None:
        heard.append(article)

    article_announced.connect(hear)
    yield heard
    article_announced.disconnect(hear)


def later(**delta: float) -> datetime:
    return timezone.now() + timedelta(**delta)


def test_a_story_that_is_published_is_announced_once(
    published: Article, announced: list[Article]
) -> None:
    assert announced == []
    now = timezone.now()
    for _ in range(3):
        announce_due(now)
    assert announced == [published]
    published.refresh_from_db()
    assert announced[0].announced_at == published.announced_at == now


def test_a_scheduled_story_is_announced_when_its_time_has_come(
    draft: Article, editor: User, announced: list[Article]
) -> None:
    at = later(hours=1)
    publishing.schedule(draft, at, by=editor)
    announce_due(at - timedelta(seconds=1))
    assert announced == []
    announce_due(at)
    announce_due(at + timedelta(seconds=5))
    assert announced == [draft]


def test_drafts_and_withdrawn_stories_are_not_announced(
    draft: Article, published: Article, editor: User, announced: list[Article]
) -> None:
    withdrawal.withdraw(published, by=editor)
    announce_due(later(seconds=1))
    assert announced == []


def test_a_story_that_comes_back_is_not_announced_again(
    published: Article, editor: User, announced: list[Article]
) -> None:
    announce_due(timezone.now())
    withdrawal.withdraw(published, by=editor)
    publishing.publish(published, by=editor)
    announce_due(later(seconds=1))
    withdrawal.withdraw(published, by=editor)
    at = later(hours=2)
    publishing.schedule(published, at, by=editor)
    announce_due(at)
    assert announced == [published]


def test_the_verbs_keep_what_was_announced(
    published: Article, editor: User, announced: list[Article]
) -> None:
    stale = Article.objects.get(pk=published.pk)
    announce_due(timezone.now())
    withdrawal.withdraw(stale, by=editor)
    published.refresh_from_db()
    assert published.announced_at is not None


def test_old_stories_are_no_news(editor: User, announced: list[Article]) -> None:
    """Brought in from elsewhere, or published while nothing ran for long."""
    factories.published(by=editor, now=later(hours=-25))
    recent = factories.published(by=editor, now=later(hours=-23))
    announce_due(timezone.now())
    assert announced == [recent]


def test_a_receiver_that_fails_leaves_the_story_to_the_next_tick(
    published: Article, announced: list[Article]
) -> None:
    def broken(sender: Any, **kwargs: Any) -> None:
        raise ValueError("of all things")

    article_announced.connect(broken)
    try:
        with pytest.raises(ValueError, match="of all things"), transaction.atomic():
            announce_due(timezone.now())
    finally:
        article_announced.disconnect(broken)
    published.refresh_from_db()
    assert published.announced_at is None
    announced.clear()
    announce_due(timezone.now())
    assert announced == [published]


def test_the_oldest_come_first_and_not_all_at_once(editor: User, announced: list[Article]) -> None:
    story = factories.published(by=editor)
    now = timezone.now()
    row = Article.objects.filter(pk=story.pk).values().get()
    others = [
        Article(**{**row, "id": None, "publish_at": now - timedelta(seconds=number)})
        for number in range(1, AT_ONCE + 11)
    ]
    Article.objects.bulk_create(others)
    announce_due(now)
    times = [article.publish_at for article in announced]
    assert times == sorted(times, key=lambda at: at or now)
    assert len(times) == AT_ONCE
    announce_due(now)
    assert len(announced) == AT_ONCE + 11


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_announce_it_once(
    editors: list[User], announced: list[Article]
) -> None:
    stories = [factories.published(by=editors[0]) for _ in range(5)]
    now = timezone.now()
    at_once(*[lambda: announce_due(now)] * 4)
    assert sorted(article.pk for article in announced) == [story.pk for story in stories]


def test_looking_costs_one_query_on_an_index_of_its_own(
    published: Article, django_assert_num_queries: Any
) -> None:
    announce_due(timezone.now())
    with django_assert_num_queries(1) as queries:
        announce_due(timezone.now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "article_to_announce" in plan
