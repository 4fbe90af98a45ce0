from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from articles.replying import link_reply, linked_by_reply, with_replies
from articles.withdrawal import withdraw
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.pagecache.models import PurgeEvent
from tests import factories
from tests.articles.test_publishing import reload

Queries = Callable[[int], Any]


@pytest.fixture
def reply(editor: User, published: Article) -> Article:
    return link_reply(factories.published(by=editor, headline="رد التعاونية"), published, by=editor)


def boxes(client: Client, article: Article) -> list[str]:
    body = client.get(article.get_absolute_url()).content.decode()
    return body.split('<aside class="reply-box">')[1:]


def test_each_page_leads_to_the_other(reply: Article, published: Article, client: Client) -> None:
    [answer] = boxes(client, published)
    assert f'href="{reply.get_absolute_url()}">رد التعاونية<' in answer
    [question] = boxes(client, reply)
    assert f'href="{published.get_absolute_url()}"' in question


def test_nothing_leads_to_a_story_that_is_not_public(
    reply: Article, published: Article, editor: User, client: Client
) -> None:
    withdraw(published, by=editor)
    assert boxes(client, reply) == []
    publishing.publish(reload(published), by=editor)
    assert len(boxes(client, reply)) == 1
    withdraw(reply, by=editor)
    assert boxes(client, published) == []


def test_reply_that_is_scheduled_shows_later(
    published: Article, editor: User, client: Client
) -> None:
    draft = publishing.create(factories.content(), by=editor)
    link_reply(draft, published, by=editor)
    publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    assert boxes(client, published) == []


def test_linking_purges_both_pages_and_is_told(reply: Article, published: Article) -> None:
    keys = set(PurgeEvent.objects.values_list("key", flat=True))
    assert {f"replies:{reply.pk}", f"replies:{published.pk}"} <= keys
    assert Entry.objects.get(verb="link_reply").detail == {"article": published.pk}


def test_unlinking_purges_both_pages(reply: Article, published: Article, editor: User) -> None:
    PurgeEvent.objects.all().delete()
    link_reply(reply, None, by=editor)
    keys = set(PurgeEvent.objects.values_list("key", flat=True))
    assert keys == {f"replies:{reply.pk}", f"replies:{published.pk}"}
    assert Entry.objects.get(verb="unlink_reply").detail == {"article": published.pk}


def test_no_circles(reply: Article, published: Article, editor: User) -> None:
    for to in (published, reply):
        with pytest.raises(TransitionNotAllowed):
            link_reply(published, to, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=reply.pk).update(reply_to=reply.pk)


def test_reporter_links_nothing(published: Article, reporter: User) -> None:
    own = publishing.create(factories.content(), by=reporter)
    with pytest.raises(PermissionDenied):
        link_reply(own, published, by=reporter)


@pytest.mark.parametrize("count", [3, 30])
def test_replies_come_with_the_story(
    count: int, published: Article, editor: User, django_assert_num_queries: Queries
) -> None:
    replies = [factories.published(by=editor) for _number in range(count)]
    for one in replies:
        link_reply(one, published, by=editor)
    with django_assert_num_queries(1):
        story = with_replies(Article.objects.filter(pk=published.pk)).get()
        answered, found = linked_by_reply(story)
    assert answered is None
    assert [one.get_absolute_url() for one in found] == [r.get_absolute_url() for r in replies]
    assert linked_by_reply(reload(published)) == (None, found)
