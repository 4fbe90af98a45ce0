from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import discussion, publishing, withdrawal
from articles.comments.models import Comment
from articles.models import Article, Category
from articles.models.article import State
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

LIST = "/admin/articles/article/"

PLURALS = [(1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات"), (11, "11 مقالًا")]


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def drafts(by: User, count: int) -> list[Article]:
    return [publishing.create(factories.content(), by=by) for _ in range(count)]


def run(client: Client, action: str, articles: list[Article], **more: Any) -> list[Message]:
    """Tick the stories, press the button of the bulk bar, and read what the list then says."""
    data = {
        "action": action,
        "index": "0",
        "select_across": "0",
        "_selected_action": [article.pk for article in articles],
        **more,
    }
    response = client.post(LIST, data)
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    return list(client.get(LIST).context["messages"])


def said(messages: list[Message]) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in messages]


def states(articles: list[Article]) -> set[str]:
    rows = Article.objects.filter(pk__in=[article.pk for article in articles])
    return {row.state().value for row in rows}


# --- the bulk bar -----------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "phrase"), PLURALS)
def test_close_and_open_comments(client: Client, editor: User, count: int, phrase: str) -> None:
    articles = drafts(editor, count)
    assert said(run(client, "close_comments", articles)) == [
        ("success", f"أُغلقت التعليقات: {phrase}")
    ]
    assert set(Article.objects.values_list("comments_state", flat=True)) == {"closed"}
    assert Entry.objects.filter(verb="comments_closed").count() == count
    assert said(run(client, "open_comments", articles)) == [
        ("success", f"فُتحت التعليقات: {phrase}")
    ]
    assert set(Article.objects.values_list("comments_state", flat=True)) == {"open"}


@pytest.mark.parametrize(("count", "phrase"), PLURALS)
def test_publish(client: Client, editor: User, count: int, phrase: str) -> None:
    articles = drafts(editor, count)
    [(level, message)] = said(run(client, "publish", articles))
    assert (level, message.partition(": ")[2]) == ("success", phrase)
    assert states(articles) == {"published"}


@pytest.mark.parametrize(("count", "phrase"), PLURALS)
def test_move(client: Client, editor: User, count: int, phrase: str) -> None:
    sport = factories.category("رياضة")
    articles = drafts(editor, count)
    assert said(run(client, "move", articles, category=sport.pk)) == [
        ("success", f"نُقل إلى «رياضة»: {phrase}")
    ]
    assert Article.objects.filter(category=sport).count() == count


def test_move_needs_a_category(client: Client, draft: Article) -> None:
    assert said(run(client, "move", [draft], category="")) == [
        ("warning", "اختر التصنيف الذي تريد النقل إليه")
    ]
    for wrong in ("abc", "999999", "\x00", "9" * 30):
        [message] = run(client, "move", [draft], category=wrong)
        assert message.level_tag == "warning"
    assert Article.objects.get().category == Category.objects.default()


def test_counts_what_changed_and_not_what_was_ticked(client: Client, editor: User) -> None:
    closed, still_open, other = drafts(editor, 3)
    discussion.close_comments(closed, by=editor)
    assert said(run(client, "close_comments", [closed, still_open, other])) == [
        ("success", "أُغلقت التعليقات: مقالان")
    ]
    assert said(run(client, "close_comments", [closed])) == [
        ("success", "أُغلقت التعليقات: لا مقالات")
    ]


def test_refusals_are_named(client: Client, editor: User) -> None:
    live = publishing.publish(publishing.create(factories.content(), by=editor), by=editor)
    draft = publishing.create(factories.content(), by=editor)
    done, refused = said(run(client, "publish", [live, draft]))
    assert done[1].endswith(": مقال واحد")
    assert refused == (
        "warning",
        f"«{live.headline}»: المقال منشور، فاستعمل «تحديث المنشور»",
    )
    assert states([live, draft]) == {"published"}


def test_only_refusals_are_no_success(client: Client, draft: Article) -> None:
    assert said(run(client, "withdraw", [draft])) == [
        ("warning", f"«{draft.headline}»: لا يُسحب إلا المقال المنشور")
    ]


def test_refusal_prints_a_headline_as_text(client: Client, editor: User) -> None:
    draft = publishing.create(factories.content(headline="<b>خبر</b>"), by=editor)
    run_page = client.post(
        LIST, {"action": "withdraw", "index": "0", "_selected_action": [draft.pk]}, follow=True
    )
    assert "«&lt;b&gt;خبر&lt;/b&gt;»" in run_page.content.decode()


@pytest.mark.parametrize(
    ("ticked", "status"),
    [([], 302), (["999999"], 302), (["abc"], 400), (["9" * 30], 400), (["\x00"], 400)],
)
def test_rows_that_do_not_exist_change_nothing(
    client: Client, draft: Article, ticked: list[str], status: int
) -> None:
    data = {"action": "close_comments", "index": "0", "_selected_action": ticked}
    assert client.post(LIST, data).status_code == status
    assert Article.objects.get().comments_state == "open"


def test_actions_stand_in_the_bar_as_buttons(client: Client, draft: Article) -> None:
    page = client.get(LIST).content.decode()
    for value in ("close_comments", "open_comments", "publish", "withdraw", "move"):
        assert f'name="action" value="{value}"' in page


# --- tabs, filters, search --------------------------------------------------------------------


@pytest.fixture
def one_of_each(editor: User) -> dict[State, Article]:
    draft, later, live, gone = drafts(editor, 4)
    publishing.schedule(later, timezone.now() + timedelta(days=1), by=editor)
    publishing.publish(live, by=editor)
    withdrawal.withdraw(publishing.publish(gone, by=editor), by=editor)
    return {
        State.DRAFT: draft,
        State.SCHEDULED: later,
        State.PUBLISHED: live,
        State.WITHDRAWN: gone,
    }


def shown(client: Client, query: str = "") -> set[int]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, query
    return {row.pk for row in response.context["cl"].result_list}


def test_tabs_count_and_filter(client: Client, editor: User, one_of_each: Any) -> None:
    drafts(editor, 2)
    tabs = client.get(LIST).context["state_tabs"]
    assert [(str(tab["label"]), tab["count"]) for tab in tabs] == [
        ("الكل", 6),
        ("مسودة", 3),
        ("للمراجعة", 0),
        ("مجدول", 1),
        ("منشور", 1),
        ("مسحوب", 1),
        ("في سلة المهملات", 0),
    ]
    for state in (State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN):
        assert shown(client, f"state={state}") == {one_of_each[state].pk}
        chosen = client.get(f"{LIST}?state={state}").context["state_tabs"]
        assert [tab["label"] for tab in chosen if tab["current"]] == [state.label]
    assert len(shown(client, "state=draft")) == 3


def test_tabs_count_what_they_show_at_the_very_moment(client: Client, editor: User) -> None:
    """A story whose time has come is published without any job."""
    [draft] = drafts(editor, 1)
    publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    Article.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    counts = [tab["count"] for tab in client.get(LIST).context["state_tabs"]]
    assert counts == [1, 0, 0, 0, 1, 0, 0]
    assert shown(client, "state=published") == {draft.pk}


def test_filters_by_comments_and_category(client: Client, editor: User) -> None:
    open_one, closed = drafts(editor, 2)
    discussion.close_comments(closed, by=editor)
    sport = factories.category("رياضة")
    publishing.move(closed, sport, by=editor)
    assert shown(client, "comments=open") == {open_one.pk}
    assert shown(client, "comments=closed") == {closed.pk}
    assert shown(client, "comments=hidden") == set()
    assert shown(client, f"category__id__exact={sport.pk}") == {closed.pk}
    assert shown(client, f"comments=open&category__id__exact={sport.pk}") == set()


def test_search_in_headline_kicker_and_deck(client: Client, editor: User) -> None:
    wanted = [
        publishing.create(factories.content(headline="ميناء طنجة"), by=editor),
        publishing.create(factories.content(kicker="ميناء"), by=editor),
        publishing.create(factories.content(deck="توسعة الميناء ميناء"), by=editor),
    ]
    drafts(editor, 2)
    assert shown(client, "q=ميناء") == {article.pk for article in wanted}
    empty = client.get(f"{LIST}?q=لا-وجود-له").content.decode()
    assert "لا مقالات توافق ما اخترته" in empty


def test_draft_over_a_live_story_is_marked(client: Client, published: Article) -> None:
    assert "تعديلات غير منشورة" not in client.get(LIST).content.decode()
    publishing.move(published, factories.category(), by=published.created_by or factories.user())
    assert "تعديلات غير منشورة" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("query", ["state=x", "state=", "state=%00", "comments=x", "comments=%00"])
def test_unknown_value_of_a_filter_filters_nothing(
    client: Client, draft: Article, query: str
) -> None:
    assert shown(client, query) == {draft.pk}


@pytest.mark.parametrize(
    "query",
    [
        "p=abc",
        "p=0",
        "p=-1",
        "p=99999999999999999999",
        "p=%00",
        "q=%00",
        "q=%D8%00",
        f"q={'a' * 5000}",
        "o=abc",
        "o=99.-99",
        "o=%00",
        "all=%00",
        "e=1",
        "category__id__exact=abc",
        "category__id__exact=%00",
        "category__id__exact=99999999999999999999999",
        "category__id__in=1,abc",
        "nonsense=1",
        "headline__regex=(",
        "created_by__password__startswith=a",
    ],
)
def test_bad_parameters_are_no_server_error(client: Client, draft: Article, query: str) -> None:
    response = client.get(f"{LIST}?{query}", follow=True)
    assert response.status_code in (200, 400), query
    assert b"Traceback" not in response.content


# --- costs ------------------------------------------------------------------------------------

LIST_QUERIES = 16
FORM_QUERIES = 32
DASHBOARD_QUERIES = 20


def stories(by: User, count: int) -> list[Article]:
    """Signed, tagged, commented, with drafts over live stories among them."""
    made = []
    for number in range(count):
        article = factories.published(by=by)
        Comment.objects.create(article=article, name="قارئ", text="تعليق", state="approved")
        if number % 2:
            made.append(publishing.move(article, factories.category(), by=by))
    return made


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_whatever_it_shows(
    client: Client, editor: User, count: int, django_assert_num_queries: Any
) -> None:
    stories(editor, count)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(LIST)
    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [3, 30])
def test_form_costs_the_same_whatever_the_site_holds(
    client: Client, editor: User, count: int, django_assert_num_queries: Any
) -> None:
    stories(editor, count)
    article = Article.objects.order_by("pk")[0]
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.get(address)
    with django_assert_num_queries(FORM_QUERIES):
        response = client.get(address)
    assert response.status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_dashboard_costs_the_same_whatever_it_shows(
    count: int, administrator: User, logged_in: Callable[[User], Client], request: Any
) -> None:
    client = logged_in(administrator)
    stories(administrator, count)
    drafts(administrator, count)
    client.get(reverse("admin:index"))
    with request.getfixturevalue("django_assert_num_queries")(DASHBOARD_QUERIES):
        response = client.get(reverse("admin:index"))
    assert response.status_code == 200
