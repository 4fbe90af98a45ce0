"""Typed text that is not saved: kept, offered back, compared, thrown away; who else is there."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.editing import autosaves
from articles.editing.models import Autosave, Presence
from articles.models import Article, Revision
from articles.revisions import Edit
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed

LogIn = Callable[[User], Client]
Queries = Any
KEY = "0123456789abcdef"
OTHER_KEY = "fedcba9876543210"
TYPED = {"headline": ["عنوان لم يُحفظ"], "body": ["<p>متن لم يُحفظ.</p>"]}


@pytest.fixture
def desk(editor: User, logged_in: LogIn) -> Client:
    return logged_in(editor)


def address(name: str, article: Article | None = None) -> str:
    route = f"admin:articles_article_{name}"
    return reverse(route, args=[article.pk]) if article else reverse(f"{route}_new")


def form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def send(client: Client, article: Article | None, key: str = KEY, **changes: Any) -> Any:
    return client.post(
        address("autosave", article), {**typed(article, **changes), "draft_key": key}
    )


def test_typing_makes_one_row_and_no_revision(desk: Client, editor: User, draft: Article) -> None:
    for number in range(3):
        answer = send(desk, draft, headline=f"عنوان {number}")
        assert answer.status_code == 200
    assert re.fullmatch(r".*\d\d:\d\d.*", answer.json()["said"])
    row = Autosave.objects.get()
    assert (row.person, row.article, row.headline) == (editor, draft, "عنوان 2")
    assert row.typed["headline"] == ["عنوان 2"]
    assert Revision.objects.count() == 1
    draft.refresh_from_db()
    assert draft.headline != "عنوان 2"


def test_two_new_stories_in_two_tabs_do_not_meet(desk: Client) -> None:
    send(desk, None, KEY, headline="أول")
    send(desk, None, OTHER_KEY, headline="ثان")
    send(desk, None, KEY, headline="أول ومزيد")
    rows = Autosave.objects.order_by("pk").values_list("key", "headline")
    assert list(rows) == [(KEY, "أول ومزيد"), (OTHER_KEY, "ثان")]


def test_undecided_text_is_not_overwritten(desk: Client, draft: Article) -> None:
    send(desk, draft, headline="قديم")
    answer = send(desk, draft, OTHER_KEY, headline="جديد")
    assert (answer.status_code, answer.json()["held"]) == (409, KEY)
    assert Autosave.objects.get().headline == "قديم"
    desk.post(address("unsaved", draft), {"_throw": KEY})
    assert send(desk, draft, OTHER_KEY, headline="جديد").status_code == 200
    assert Autosave.objects.get().headline == "جديد"


def test_save_ends_it_and_a_late_request_does_not_bring_it_back(
    desk: Client, editor: User, draft: Article
) -> None:
    send(desk, draft, headline="عنوان")
    answer = desk.post(form_of(draft), {**typed(draft, headline="عنوان"), "draft_key": KEY})
    assert answer.status_code == 302
    assert autosaves.unsaved(of=editor) == []
    send(desk, draft, headline="عنوان")
    assert autosaves.unsaved(of=editor) == []
    assert KEY in desk.get(form_of(draft)).content.decode()  # the browser forgets it too


def test_save_of_a_new_story_ends_it(desk: Client, editor: User) -> None:
    send(desk, None)
    desk.post(reverse("admin:articles_article_add"), {**typed(), "draft_key": KEY})
    article = Article.objects.get()
    assert autosaves.unsaved(of=editor) == []
    assert autosaves.saved_keys(of=editor) == [KEY]
    assert "data-offer=" not in desk.get(form_of(article)).content.decode().split("<template")[0]


def test_save_of_another_form_leaves_it(desk: Client, editor: User, draft: Article) -> None:
    send(desk, draft, headline="نص في نافذة أخرى")
    desk.post(form_of(draft), {**typed(draft, headline="حُفظ"), "draft_key": OTHER_KEY})
    (row,) = autosaves.unsaved(of=editor)
    assert row.headline == "نص في نافذة أخرى"


def test_refused_save_leaves_it(desk: Client, editor: User, draft: Article) -> None:
    send(desk, draft, headline="عنوان")
    answer = desk.post(form_of(draft), {**typed(draft, headline=" "), "draft_key": KEY})
    assert answer.status_code == 200
    assert len(autosaves.unsaved(of=editor)) == 1
    assert f'value="{KEY}"' in answer.content.decode()  # and goes on under its name


def test_offer_compare_take_back_without_scripts(desk: Client, draft: Article) -> None:
    author = factories.author()
    send(desk, draft, headline="عنوان آخر", tags="وسم جديد", authors=[author.pk])
    page = desk.get(form_of(draft)).content.decode()
    offers = page.split("<template")[0]
    assert f'data-offer="{KEY}"' in offers
    assert "عنوان آخر" not in offers  # nothing is put into the form by itself

    compared = desk.get(address("unsaved", draft)).content.decode()
    assert "<ins>" in compared
    assert author.name in compared

    taken = desk.get(form_of(draft), {"unsaved": KEY})
    form = taken.context["adminform"].form
    assert form.initial["headline"] == "عنوان آخر"
    assert form.initial["tags"] == ["وسم جديد"]
    assert form.initial["authors"] == [author]
    assert f'value="{KEY}"' in taken.content.decode()
    assert "data-touched" in taken.content.decode()
    assert Revision.objects.count() == 1


def test_offer_is_made_only_where_something_differs(desk: Client, draft: Article) -> None:
    send(desk, draft)
    page = desk.get(form_of(draft)).content.decode()
    assert f'data-offer="{KEY}"' not in page


def test_take_back_keeps_the_base_so_that_nobody_is_overwritten(
    desk: Client, draft: Article
) -> None:
    send(desk, draft, headline="عنواني")
    other = factories.user("editor")
    publishing.save(draft, Edit(factories.content(headline="عنوانها"), 1), by=other)
    taken = desk.get(form_of(draft), {"unsaved": KEY})
    assert taken.context["adminform"].form.initial["base"] == 1


def test_throw_away_and_undo(desk: Client, editor: User, draft: Article) -> None:
    send(desk, draft, headline="عنوان")
    where, json = address("unsaved", draft), {"Accept": "application/json"}
    assert desk.post(where, {"_throw": KEY}, headers=json).json() == {"done": True}
    assert autosaves.unsaved(of=editor) == []
    assert desk.get(where).status_code == 404
    assert desk.post(where, {"_bring_back": KEY}, headers=json).json() == {"done": True}
    assert [row.headline for row in autosaves.unsaved(of=editor)] == ["عنوان"]


def test_text_of_the_browser_is_compared_with_what_is_saved(desk: Client, draft: Article) -> None:
    answer = desk.post(address("unsaved", draft), typed(draft, headline="من المتصفح"))
    assert answer.status_code == 200
    assert "<ins>" in answer.content.decode()
    assert Autosave.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"draft_key": ""}, {"draft_key": "x" * 99}, {"body": "ن" * 1_600_000}],
    ids=["nameless", "long name", "too long"],
)
def test_what_cannot_be_kept_is_told(desk: Client, draft: Article, wrong: dict[str, str]) -> None:
    answer = desk.post(address("autosave", draft), {**typed(draft), "draft_key": KEY, **wrong})
    assert answer.status_code == 400
    assert answer.json()["said"]
    assert Autosave.objects.count() == 0


def test_longest_body_is_kept(desk: Client, draft: Article) -> None:
    assert send(desk, draft, body="ن" * 400_000).status_code == 200
    assert desk.get(form_of(draft), {"unsaved": KEY}).status_code == 200


def test_nonsense_is_no_traceback(desk: Client, draft: Article) -> None:
    nonsense = {"base": "٣x", "category": "x", "authors": ["y", ""], "lead_photo": "-1"}
    answer = desk.post(address("autosave", draft), {"headline": "ع", "draft_key": KEY, **nonsense})
    assert answer.status_code == 200
    assert desk.get(form_of(draft), {"unsaved": KEY}).status_code == 200
    assert desk.get(address("unsaved", draft)).status_code == 200
    assert desk.get(form_of(draft), {"unsaved": "لا شيء"}).status_code == 200


def test_my_text_is_nobody_elses(desk: Client, draft: Article, logged_in: LogIn) -> None:
    send(desk, draft, headline="لي وحدي")
    colleague = logged_in(factories.user("editor"))
    assert colleague.get(address("unsaved", draft)).status_code == 404
    assert colleague.post(address("unsaved", draft), {"_throw": KEY}).status_code == 404
    assert "لي وحدي" not in colleague.get(form_of(draft), {"unsaved": KEY}).content.decode()
    assert send(colleague, draft, headline="للزميل").status_code == 200
    assert Autosave.objects.count() == 2


def test_closed_rows_are_removed_after_a_day(editor: User, draft: Article) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    row = autosaves.keep(draft, KEY, TYPED, 1, by=editor, now=long_ago)
    Autosave.objects.filter(pk=row.pk).update(closed_at=long_ago)
    autosaves.settle(draft, OTHER_KEY, by=editor)
    assert list(Autosave.objects.values_list("key", flat=True)) == [OTHER_KEY]


@pytest.mark.parametrize("count", [3, 30])
def test_cost_of_keeping(
    count: int, desk: Client, editor: User, draft: Article, django_assert_num_queries: Queries
) -> None:
    for number in range(count):
        autosaves.keep(None, f"{KEY}{number}", TYPED, 0, by=editor)
    send(desk, draft)
    data = {**typed(draft, headline="جديد"), "draft_key": KEY}
    with django_assert_num_queries(KEEPING):
        desk.post(address("autosave", draft), data)


KEEPING = 10


# --- presence ---------------------------------------------------------------------------------


def beat(client: Client, article: Article, **data: Any) -> Any:
    return client.post(reverse("admin:articles_article_presence", args=[article.pk]), data)


def test_who_else_is_there_and_for_how_long(
    desk: Client, editor: User, draft: Article, logged_in: LogIn
) -> None:
    saida = factories.user("editor", name="سعيدة")
    hers = logged_in(saida)
    assert beat(desk, draft).json()["others"] == ""
    assert "سعيدة" not in beat(desk, draft).json()["others"]
    beat(hers, draft)
    assert "سعيدة" in beat(desk, draft).json()["others"]
    late = timezone.now() - timedelta(seconds=31)
    Presence.objects.filter(person=saida).update(seen_at=late)
    assert beat(desk, draft).json()["others"] == ""
    beat(hers, draft)
    beat(hers, draft, _leave="1")
    assert beat(desk, draft).json()["others"] == ""
    assert Presence.objects.count() == 1


def test_reading_is_not_editing(draft: Article, moderator: User, logged_in: LogIn) -> None:
    assert beat(logged_in(moderator), draft).status_code == 200
    assert Presence.objects.count() == 0


def test_newer_version_is_told_at_once(desk: Client, draft: Article) -> None:
    saida = factories.user("editor", name="سعيدة")
    assert beat(desk, draft, base="1").json()["newer"] is None
    publishing.save(draft, Edit(factories.content(), 1), by=saida)
    newer = beat(desk, draft, base="1").json()["newer"]
    assert newer["number"] == 2
    assert "سعيدة" in newer["said"]
    assert desk.get(newer["compare"]).status_code == 200


def test_list_tells_who_is_there_and_what_is_unsaved(
    desk: Client, draft: Article, logged_in: LogIn
) -> None:
    beat(logged_in(factories.user("editor", name="سعيدة")), draft)
    page = desk.get(reverse("admin:articles_article_changelist")).content.decode()
    assert "سعيدة" in page.split("result_list")[1]
    before = page.count("nr-pill nr-pill--review")
    send(desk, draft, headline="لم يُحفظ")
    page = desk.get(reverse("admin:articles_article_changelist")).content.decode()
    assert page.count("nr-pill nr-pill--review") == before + 1


def test_dashboard_tells_what_is_unsaved(desk: Client, draft: Article) -> None:
    send(desk, draft, headline="لم يُحفظ")
    send(desk, None, OTHER_KEY, headline="خبر لم يولد")
    page = desk.get(reverse("admin:index")).content.decode()
    assert "خبر لم يولد" in page
    assert f"{reverse('admin:articles_article_add')}?unsaved={OTHER_KEY}" in page


@pytest.mark.parametrize("count", [3, 30])
def test_cost_of_a_beat(
    count: int, desk: Client, draft: Article, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        person = factories.user("editor")
        Presence.objects.create(person=person, article=draft, seen_at=timezone.now())
    beat(desk, draft, base="1")
    with django_assert_num_queries(BEAT):
        beat(desk, draft, base="1")


BEAT = 7


# --- the session ------------------------------------------------------------------------------


def test_session_gives_a_token_to_those_who_are_in(editor: User, draft: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    session = client.get(reverse("admin:articles_article_session")).json()
    assert session["user"] == editor.pk
    data = {**typed(draft), "draft_key": KEY}
    where = address("autosave", draft)
    assert client.post(where, data).status_code == 403
    data["csrfmiddlewaretoken"] = session["csrf"]
    assert client.post(where, data).status_code == 200
    client.logout()
    assert client.get(reverse("admin:articles_article_session")).status_code == 302
