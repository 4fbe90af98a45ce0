from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing, trash
from articles.models import Article
from articles.models.article import State
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed
from tests.articles.test_publishing import reload, verbs_of

LIST = reverse("admin:articles_article_changelist")
TRASH = f"{LIST}?state=trashed"
RESTORE = reverse("admin:articles_article_restore")
EMPTY = reverse("admin:articles_article_empty_trash")
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def thrown(by: User, **values: Any) -> Article:
    return trash.trash(publishing.create(factories.content(**values), by=by), by=by)


def ticked(action: str, *articles: Article) -> dict[str, Any]:
    rows = [article.pk for article in articles]
    return {"action": action, "index": "0", "_selected_action": rows}


def undo_of(client: Client) -> str:
    """What the button in the message on the list sends."""
    [tag] = [message.extra_tags for message in client.get(LIST).context["messages"]]
    return str(tag).removeprefix("untrash:")


def test_the_form_throws_away_and_the_message_brings_back(client: Client, draft: Article) -> None:
    data = typed(draft, headline="نص لا يضيع", _trash="1")
    response = client.post(change(draft), data)
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    assert reload(draft).state() == State.TRASHED
    assert verbs_of(draft)[-2:] == ["save", "trash"]
    response = client.post(RESTORE, {"story": undo_of(client)})
    assert response.headers["Location"] == change(draft)
    assert (reload(draft).state(), reload(draft).headline) == (State.DRAFT, "نص لا يضيع")


def test_several_go_and_come_back(client: Client, editor: User, published: Article) -> None:
    drafts = [publishing.create(factories.content(), by=editor) for _n in range(3)]
    client.post(LIST, ticked("move_to_trash", published, *drafts))
    assert set(Article.objects.trashed()) == set(drafts)
    messages = [str(message) for message in client.get(LIST).context["messages"]]
    assert messages[0].endswith(": 3 مقالات")
    assert published.headline in messages[1]
    client.post(TRASH, ticked("restore_from_trash", *drafts))
    assert not Article.objects.trashed().exists()


def test_the_list_shows_the_trash_in_its_tab_only(client: Client, editor: User) -> None:
    article = thrown(editor, headline="مسودة في السلة")
    for address in (LIST, f"{LIST}?q=السلة", f"{LIST}?state=draft", f"{LIST}?mine=1"):
        assert "مسودة في السلة" not in client.get(address).content.decode()
    page = client.get(TRASH).content.decode()
    assert "مسودة في السلة" in page
    assert "30 يومًا" in page
    assert f'formaction="{RESTORE}" name="story" value="{article.pk}"' in page
    assert 'value="restore_from_trash"' in page
    for action in ("publish", "withdraw", "move_to_trash", "close_comments"):
        assert f'name="action" value="{action}"' not in page
        assert client.post(TRASH, ticked(action, article)).status_code == 302
    assert verbs_of(article) == ["create", "trash"]


def test_nothing_else_leads_to_it(client: Client, editor: User) -> None:
    article = thrown(editor, headline="مسودة في السلة", body="<p>عبارة نادرة</p>")
    jump = reverse("admin:jump_results")
    choices = reverse("admin:articles_article_choices")
    asked = [
        f"{jump}?q=السلة",
        f"{jump}?q={article.pk}",
        f"{choices}?q=السلة",
        f"{choices}?article={article.pk}",
        f"{reverse('admin:frontpage_desk')}?q=السلة",
        reverse("admin:index"),
    ]
    for address in asked:
        assert "مسودة في السلة" not in client.get(address).content.decode(), address
    assert "السلة" not in Client().get("/search/?q=نادرة").content.decode()
    preview = reverse("admin:articles_article_preview", args=[article.pk])
    assert client.get(preview).status_code == 403
    form = client.get(change(article)).content.decode()
    assert "مسودة في السلة" in form
    assert 'name="_save"' not in form
    assert RESTORE in form


def test_a_reporter_sees_own_trash_and_a_moderator_none(
    reporter: User, moderator: User, editor: User, logged_in: Callable[[User], Client]
) -> None:
    own, other = thrown(reporter, headline="لي"), thrown(editor, headline="لغيري")
    mine = logged_in(reporter)
    page = mine.get(TRASH).content.decode()
    assert "لي</bdi>" in page
    assert "لغيري" not in page
    mine.post(RESTORE, {"story": [own.pk, other.pk]})
    assert (reload(own).state(), reload(other).state()) == (State.DRAFT, State.TRASHED)
    theirs = logged_in(moderator)
    assert "لغيري" not in theirs.get(TRASH).content.decode()
    assert theirs.get(change(other)).status_code == 403
    assert theirs.post(RESTORE, {"story": other.pk}).status_code == 403


def test_emptying_asks_first(
    client: Client, chief: User, editor: User, logged_in: Callable[[User], Client]
) -> None:
    thrown(editor)
    assert client.post(EMPTY).status_code == 403
    assert EMPTY not in client.get(TRASH).content.decode()
    of_chief = logged_in(chief)
    assert EMPTY in of_chief.get(TRASH).content.decode()
    assert of_chief.get(EMPTY).status_code == 200
    assert Article.objects.trashed().count() == 1
    of_chief.post(EMPTY)
    assert not Article.objects.exists()


@pytest.mark.parametrize("sent", ["", "x", "9" * 30, "1,,x"])
def test_ids_that_are_none_change_nothing(client: Client, sent: str) -> None:
    assert client.post(RESTORE, {"story": sent}).status_code == 302


@pytest.mark.parametrize("count", [3, 30])
def test_the_trash_costs_the_same_whatever_it_holds(
    count: int, client: Client, editor: User, django_assert_num_queries: Queries
) -> None:
    for _n in range(count):
        thrown(editor, authors=(factories.author(),))
    client.get(TRASH)
    with django_assert_num_queries(15):
        client.get(TRASH)
