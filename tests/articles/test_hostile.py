"""Whichever verb writes it, a story holds what is allowed and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.content import ONE_LINERS, Content
from articles.models import Article
from articles.models.article import State
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.media.models import Photo
from tests import factories
from tests.hostile import HOSTILE
from tests.newsroom.richtext.grammar import assert_allowed

FIELDS = {"kicker": 80, "headline": 200, "deck": 500, "place": 60, "agency": 60}


def typed(fragment: str) -> Content:
    lines = {name: fragment[:length] for name, length in FIELDS.items()}
    words = {**lines, "photo_caption": fragment[:400], "photo_alt": fragment[:250]}
    if not one_line(clean_text(words["headline"])):
        words["headline"] = "عنوان"
    return factories.content(**words, body=fragment, tags=(fragment[:60],))


def edit(article: Article, content: Content) -> Edit:
    assert article.latest_revision is not None
    return Edit(content, article.latest_revision.number)


Verb = Callable[[Article, Content, User], Article]


def save(article: Article, content: Content, by: User) -> Article:
    return publishing.save(article, edit(article, content), by=by)


def update(article: Article, content: Content, by: User) -> Article:
    return publishing.update(article, edit=edit(article, content), by=by)


def create(_article: Article, content: Content, by: User) -> Article:
    return publishing.create(content, by=by)


def publish(_article: Article, content: Content, by: User) -> Article:
    article = publishing.create(factories.content(), by=by)
    return publishing.publish(article, edit=edit(article, content), by=by)


def schedule(article: Article, content: Content, by: User) -> Article:
    if article.state() != State.SCHEDULED:
        article = publishing.create(factories.content(), by=by)
    at = timezone.now() + timedelta(hours=1)
    return publishing.schedule(article, at, edit=edit(article, content), by=by)


def move(article: Article, content: Content, by: User) -> Article:
    saved = publishing.save(article, edit(article, content), by=by)
    return publishing.move(saved, content.category, by=by)


@pytest.mark.parametrize("verb", [create, save, update, publish, schedule, move])
def test_hostile_fragments_are_stored_as_the_allow_list_has_them(
    verb: Verb, editor: User, published: Article
) -> None:
    Photo.objects.create(pk=1, file="originals/1.jpg", sha256="1", width=1, height=1)
    article = published
    # The slow ones are given every second fragment.
    for fragment in HOSTILE if verb in (create, save, update) else HOSTILE[::2]:
        content = replace(typed(fragment), tags=())
        article = verb(article, content, editor)
        article.refresh_from_db()
        assert article.latest_revision is not None
        stored = article.latest_revision.snapshot
        assert stored["body"] == content.body
        assert_allowed(stored["body"])
        assert_allowed(article.body)
        for name in ONE_LINERS:  # text, and printed as text
            assert stored[name] == one_line(clean_text(stored[name]))
        assert latest_content(article).snapshot() == stored
