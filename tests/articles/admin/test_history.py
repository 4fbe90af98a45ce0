"""Revisions in the admin: their list, comparison and restoration."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.admin.article_history import PER_PAGE
from articles.models import Article
from articles.revisions import latest_content
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_publishing import edit, reload


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def address(article: Article, page: str) -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def saved(article: Article, by: User, count: int) -> Article:
    for number in range(count):
        publishing.save(article, edit(article, headline=f"عنوان {number}"), by=by)
    return reload(article)


def page_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    text: str = response.content.decode()
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("count", [3, 30])
def test_the_history_costs_the_same_however_long(
    draft: Article, editor: User, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    saved(draft, editor, count - 1)
    client.get(address(draft, "history"))
    with django_assert_num_queries(11):
        text = page_of(client.get(address(draft, "history")))
    assert text.count('<th scope="row">') == 2 * count  # the operations too
    assert text.count('name="revision"') == count - 1


def test_all_revisions_are_there_page_by_page(draft: Article, editor: User, client: Client) -> None:
    saved(draft, editor, PER_PAGE + 4)
    first = client.get(address(draft, "history"))
    second = client.get(address(draft, "history"), {"page": "2"})
    numbers = [line.revision.number for page in (first, second) for line in page.context["lines"]]
    assert numbers == list(range(PER_PAGE + 5, 0, -1))
    assert first.context["lines"][-1].with_before == (5, 6)
    assert second.context["lines"][-1].with_before is None
    for wild in ("0", "x", "9999"):
        page_of(client.get(address(draft, "history"), {"page": wild}))


def test_each_is_compared_with_the_one_before_and_with_what_is_public(
    published: Article, editor: User, client: Client
) -> None:
    saved(published, editor, 2)
    lines = client.get(address(published, "history")).context["lines"]
    assert [line.with_before for line in lines] == [(3, 4), (2, 3), (1, 2), None]
    assert [line.with_live for line in lines] == [(2, 4), (2, 3), None, (1, 2)]
    assert [line.is_live for line in lines] == [False, False, True, False]


def test_two_texts_are_compared(published: Article, editor: User, client: Client) -> None:
    publishing.save(published, edit(published, headline="عنوان تغير"), by=editor)
    text = page_of(client.get(address(published, "compare")))
    assert "<ins>" in text
    same = page_of(client.get(address(published, "compare"), {"old": "2", "new": "2"}))
    assert "لا فرق بين النسختين" in same
    for wild in ("0", "99", "x", "9" * 30):
        assert client.get(address(published, "compare"), {"old": wild}).status_code == 404


def test_what_cannot_be_read_any_more_is_said(draft: Article, editor: User, client: Client) -> None:
    author = factories.author()
    publishing.save(draft, edit(draft, authors=(author,)), by=editor)
    publishing.save(draft, edit(draft, authors=()), by=editor)
    author.delete()
    text = page_of(client.get(address(draft, "compare"), {"old": "2", "new": "3"}))
    assert "errornote" in text
    assert 'name="revision"' not in text
    response = client.post(address(draft, "restore_revision"), {"revision": "2", "base": "3"})
    assert response.status_code == 302
    assert "errornote" not in page_of(client.get(response.headers["Location"]))
    assert reload(draft).revisions.count() == 3


def test_it_is_restored_and_undone(draft: Article, editor: User, client: Client) -> None:
    first = latest_content(draft).headline
    saved(draft, editor, 1)
    restore = address(draft, "restore_revision")
    response = client.post(restore, {"revision": "1", "base": "2"})
    assert reload(draft).headline == first
    form = client.get(response.headers["Location"])
    text = page_of(form)
    assert f'id="nr-undo-restore" method="post" action="{restore}"' in text
    over = form.context["restored_over"].number
    client.post(restore, {"revision": str(over), "base": "3"})
    assert reload(draft).headline == "عنوان 0"
    assert [r.kind for r in draft.revisions.all()][:2] == ["restore", "restore"]
    later = page_of(client.get(address(draft, "change"), {"restored_over": "x"}))
    assert restore not in later


def test_somebody_saved_in_between_both_texts_are_shown(
    draft: Article, editor: User, chief: User, client: Client
) -> None:
    publishing.save(draft, edit(draft, headline="لزميلتي"), by=chief)
    restore = address(draft, "restore_revision")
    response = client.post(restore, {"revision": "1", "base": "1"})
    text = page_of(response, 409)
    assert response.context["old"].number == 1
    assert response.context["new"].number == 2
    assert "لزميلتي" in text
    assert response.context["base"] == 2
    assert reload(draft).headline == "لزميلتي"


@pytest.mark.parametrize(
    "sent", [{}, {"revision": "x", "base": "y"}, {"revision": "99", "base": "1"}]
)
def test_nonsense_restores_nothing(draft: Article, client: Client, sent: dict[str, str]) -> None:
    response = client.post(address(draft, "restore_revision"), sent)
    assert response.status_code in (302, 409)
    assert draft.revisions.count() == 1
