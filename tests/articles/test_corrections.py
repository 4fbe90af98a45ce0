from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from articles import publishing, withdrawal
from articles.corrections import corrections_of, public_corrections, with_corrections
from articles.models import Article
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_publishing import edit, reload

Queries = Callable[[int], Any]


def correct(story: Article, text: str, *, by: User, now: datetime | None = None) -> Article:
    return publishing.update(
        story, by=by, edit=edit(story), kind=UpdateKind.CORRECTION, correction=text, now=now
    )


def test_corrections_come_with_the_story_oldest_first(
    published: Article, editor: User, django_assert_num_queries: Queries
) -> None:
    at = datetime(2099, 1, 1, 8, tzinfo=UTC)
    correct(published, "الأول «ذو» علامات", by=editor, now=at)
    correct(published, "الثاني", by=editor, now=at.replace(hour=9))
    with django_assert_num_queries(1):
        story = with_corrections(Article.objects.filter(pk=published.pk)).get()
        found = corrections_of(story)
    assert [(c.text, c.at) for c in found] == [
        ("الأول «ذو» علامات", at),
        ("الثاني", at.replace(hour=9)),
    ]
    stored = corrections_of(reload(published))
    assert [(c.pk, c.text, c.at) for c in stored] == [(c.pk, c.text, c.at) for c in found]


def test_story_without_corrections(published: Article) -> None:
    story = with_corrections(Article.objects.filter(pk=published.pk)).get()
    assert corrections_of(story) == []


def test_public_corrections_are_those_of_public_stories(editor: User) -> None:
    story, gone = factories.published(by=editor), factories.published(by=editor)
    correct(story, "باق", by=editor)
    correct(gone, "ذاهب", by=editor)
    assert [c.text for c in public_corrections()] == ["ذاهب", "باق"]
    withdrawal.withdraw(gone, by=editor)
    assert [c.text for c in public_corrections()] == ["باق"]
