"""Quick edit in a row of the list: through the verbs, with the check of the base."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.models import Article
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

LIST = "/admin/articles/article/"


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def fields(article: Article, **changes: Any) -> dict[str, Any]:
    article = Article.objects.select_related("latest_revision").get(pk=article.pk)
    content = latest_content(article)
    assert article.latest_revision is not None
    data = {
        "base": article.latest_revision.number,
        "headline": content.headline,
        "kicker": content.kicker,
        "category": content.category.pk,
        "tags": "، ".join(tag.name for tag in content.tags),
        "comments_state": article.comments_state,
        "kind": "minor",
        **changes,
    }
    return {f"quick-{name}": value for name, value in data.items()}


def address(article: Article, query: str = "") -> str:
    return reverse("admin:articles_article_quick", args=[article.pk]) + query


def reloaded(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_the_row_opens_by_a_link_that_keeps_the_list(client: Client, published: Article) -> None:
    page = client.get(f"{LIST}?state=published").content.decode()
    assert f'href="?edit={published.pk}&amp;state=published#row-{published.pk}"' in page
    assert 'id="quick-edit"' not in page
    opened = client.get(f"{LIST}?state=published&edit={published.pk}").content.decode()
    assert f'action="{address(published)}?state=published"' in opened
    assert f">\n{published.headline}</textarea>" in opened
    assert opened.count('form="quick-edit"') > 6


@pytest.mark.parametrize("edit", ["x", "0", "9" * 30, "999", "\x00", "-1"])
def test_odd_rows_open_nothing(client: Client, published: Article, edit: str) -> None:
    response = client.get(LIST, {"edit": edit})
    assert response.status_code == 200
    assert 'id="quick-edit"' not in response.content.decode()


def test_form_of_a_story_outside_the_page_stands_above(client: Client, published: Article) -> None:
    page = client.get(f"{LIST}?state=draft&edit={published.pk}").content.decode()
    assert "nr-quick-edit" in page
    assert "nr-quick-row" not in page


def test_minor_edit_of_a_published_story(client: Client, published: Article) -> None:
    sport = factories.category("رياضة")
    data = fields(published, headline="عنوان  أصح", kicker="جديد", category=sport.pk, tags="أ، ب")
    response = client.post(address(published, "?state=published"), data)
    assert (response.status_code, response.headers["Location"]) == (302, f"{LIST}?state=published")
    article = reloaded(published)
    assert (article.headline, article.kicker, article.category) == ("عنوان أصح", "جديد", sport)
    assert [item.tag.name for item in article.tagged_items.all()] == ["أ", "ب"]
    assert article.body == published.body
    assert article.substantive_update_at is None
    assert list(article.bylines.values_list("author", flat=True)) == list(
        published.bylines.values_list("author", flat=True)
    )
    assert Entry.objects.filter(verb="update").values_list("detail__kind", flat=True)[0] == "minor"


def test_substantive_update_is_a_choice(client: Client, published: Article) -> None:
    client.post(address(published), fields(published, headline="آخر", kind="substantive"))
    assert reloaded(published).substantive_update_at is not None


def test_correction_needs_the_whole_form(client: Client, published: Article) -> None:
    response = client.post(address(published), fields(published, headline="آخر", kind="correction"))
    assert response.status_code == 400
    assert reloaded(published).headline == published.headline


def test_draft_is_saved(client: Client, draft: Article) -> None:
    client.post(address(draft), fields(draft, headline="مسودة أخرى"))
    article = reloaded(draft)
    assert (article.headline, article.status) == ("مسودة أخرى", "draft")
    assert Entry.objects.filter(verb="save").count() == 1


def test_nothing_changed_writes_nothing(client: Client, published: Article) -> None:
    before = Entry.objects.count()
    response = client.post(address(published), fields(published), follow=True)
    assert Entry.objects.count() == before
    assert [m.level_tag for m in response.context["messages"]] == ["info"]


def test_stale_base_is_refused_then_a_decision(
    client: Client, published: Article, chief: User
) -> None:
    mine = fields(published, headline="عنواني")
    theirs = replace(latest_content(published), headline="عنوانها")
    publishing.update(published, by=chief, edit=Edit(theirs, mine["quick-base"]))
    refused = client.post(address(published), mine)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "عنوانها" in page
    assert ">\nعنواني</textarea>" in page
    assert reloaded(published).headline == "عنوانها"
    assert 'name="quick-base" value="3"' in page
    assert client.post(address(published), {**mine, "quick-base": "3"}).status_code == 302
    assert reloaded(published).headline == "عنواني"


@pytest.mark.parametrize("base", ["x", "", "-1", "9" * 30, "٢"])
def test_odd_base_is_a_stale_one(client: Client, published: Article, base: str) -> None:
    response = client.post(address(published), fields(published, headline="آخر", base=base))
    assert response.status_code == 409
    assert reloaded(published).headline == published.headline


def test_waiting_text_is_not_published_along(client: Client, published: Article) -> None:
    waiting = replace(latest_content(published), body="<p>لم يُنشر بعد.</p>")
    publishing.save(published, Edit(waiting, 2), by=published.created_by)  # type: ignore[arg-type]
    page = client.get(f"{LIST}?edit={published.pk}").content.decode()
    assert 'name="quick-headline"' not in page
    data = fields(published, headline="عنوان آخر", comments_state="closed")
    client.post(address(published), data)
    article = reloaded(published)
    assert (article.headline, article.body) == (published.headline, published.body)
    assert article.comments_state == "closed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"headline": " "},
        {"headline": "س" * 201},
        {"category": "999"},
        {"tags": "و" * 500},
        {"comments_state": "x"},
    ],
)
def test_what_is_wrong_is_shown_in_the_row_and_nothing_is_lost(
    client: Client, published: Article, wrong: dict[str, str]
) -> None:
    response = client.post(address(published), fields(published, kicker="مكتوب", **wrong))
    assert response.status_code == 400
    page = response.content.decode()
    assert 'value="مكتوب"' in page
    assert "errorlist" in page
    assert reloaded(published).kicker == published.kicker


def test_comments_are_for_those_who_may_set_them(
    reporter: User, logged_in: Callable[[User], Client]
) -> None:
    own = publishing.create(factories.content(), by=reporter)
    response = logged_in(reporter).post(
        address(own), fields(own, headline="آخر", comments_state="closed")
    )
    assert response.status_code == 302
    assert (reloaded(own).headline, reloaded(own).comments_state) == ("آخر", "open")


@pytest.mark.parametrize(("who", "shown"), [("reporter", True), ("moderator", False)])
def test_the_link_is_for_those_who_may_edit(
    who: str, shown: bool, draft: Article, request: Any, logged_in: Callable[[User], Client]
) -> None:
    user = request.getfixturevalue(who)
    Article.objects.filter(pk=draft.pk).update(created_by=user)
    page = logged_in(user).get(LIST).content.decode()
    assert draft.headline in page
    assert ("nr-quick" in page.replace("column-quick", "").replace("field-quick", "")) == shown


@pytest.mark.parametrize("count", [3, 30])
def test_open_row_costs_the_same_whatever_the_list_holds(
    client: Client, editor: User, count: int, django_assert_num_queries: Any
) -> None:
    article = [factories.published(by=editor) for _ in range(count)][0]
    client.get(LIST)
    with django_assert_num_queries(22):
        client.get(f"{LIST}?edit={article.pk}")
