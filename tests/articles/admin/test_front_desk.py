from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import withdrawal
from articles.frontpage import placing
from articles.frontpage.breaking import announce
from articles.frontpage.models import Arrangement, Breaking, Shape, Slot, Zone
from articles.models import Article
from articles.models.article import State
from articles.revisions import latest_content
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed
from tests.articles.frontpage.stories import several, slots

DESK = "/admin/frontpage/arrangement/desk/"
FLASH = "/admin/flash/"
Queries = Callable[[int], AbstractContextManager[Any]]
LogIn = Callable[[User], Client]


@pytest.fixture
def desk(editor: User, logged_in: LogIn) -> Client:
    return logged_in(editor)


def press(client: Client, name: str, value: object = "1", **more: object) -> None:
    response = client.post(DESK, {name: str(value), **more})
    assert response.status_code == 302, response.content.decode()[-2000:]
    assert response.headers["Location"] == DESK


def body(response: Any) -> str:
    text: str = response.content.decode()
    return text


# --- who may -----------------------------------------------------------------------------

REQUESTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "list": ("get", "/admin/frontpage/arrangement/", {}),
    "desk": ("get", DESK, {}),
    "make lead": ("post", DESK, {"make_lead": "{free}"}),
    "add": ("post", DESK, {"add": "{free}"}),
    "keep": ("post", DESK, {"keep": "{free}", "place_{free}": "second 3"}),
    "remove": ("post", DESK, {"remove": "{placed}"}),
    "move up": ("post", DESK, {"move_up": "{placed}"}),
    "move down": ("post", DESK, {"move_down": "{placed}"}),
    "pin": ("post", DESK, {"pin": "{placed}", "until_{placed}": "2999-01-01T18:00"}),
    "unpin": ("post", DESK, {"unpin": "{pinned}"}),
    "shape": ("post", DESK, {"shape": "bigday"}),
    "undo": ("post", DESK, {"undo": "1"}),
    "announce": ("post", DESK, {"announce": "1", "text": "خبر", "minutes": "30"}),
    "end breaking": ("post", DESK, {"end_breaking": "1"}),
    "flash": ("get", FLASH, {}),
    "flash publish": ("post", FLASH, {"headline": "خبر عاجل"}),
    "action": (
        "post",
        "/admin/articles/article/",
        {"action": "make_lead", "_selected_action": "{free}", "index": "0"},
    ),
}
# The story list itself is a page of these two; for the others the action is no way in.
SEES_LIST = ("reporter", "moderator")


@pytest.fixture
def asked(editor: User) -> dict[str, str]:
    """Names of the stories that the requests above are about."""
    free, placed, pinned = several(3, editor)
    placing.place(placed, Zone.SECOND, 2, by=editor)
    placing.place(pinned, Zone.SECOND, 4, by=editor)
    placing.pin(pinned, timezone.now() + timedelta(hours=1), by=editor)
    announce(by=editor, minutes=30, text="يظهر الآن")
    return {"free": str(free.pk), "placed": str(placed.pk), "pinned": str(pinned.pk)}


def state_of_the_page() -> list[Any]:
    return [
        list(Slot.objects.order_by("zone", "position").values()),
        list(Arrangement.objects.values("shape", "previous")),
        list(Breaking.objects.order_by("id").values()),
        Article.objects.count(),
    ]


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("stranger", False),
        ("", False),
        ("reporter", False),
        ("moderator", False),
        ("editor", True),
        ("editor_in_chief", True),
        ("administrator", True),
    ],
)
def test_every_address_and_verb_for_every_role(
    name: str, role: str, may: bool, asked: dict[str, str], client: Client
) -> None:
    method, address, data = REQUESTS[name]
    if role != "stranger":
        client.force_login(factories.user(role))
    sent = {key.format(**asked): value.format(**asked) for key, value in data.items()}
    before = state_of_the_page()
    response = getattr(client, method)(address, sent)
    changed = state_of_the_page() != before
    if may:
        assert response.status_code == (200 if name in ("desk", "flash") else 302)
        assert changed is (method == "post")
        return
    assert not changed
    if role == "stranger":
        assert (response.status_code, response.headers["Location"][:13]) == (302, "/admin/login/")
    elif name == "action" and role in SEES_LIST:
        assert response.status_code in (200, 302)
    else:
        assert response.status_code == 403


def test_the_list_of_the_one_page_is_its_desk(desk: Client) -> None:
    response = desk.get("/admin/frontpage/arrangement/")
    assert (response.status_code, response.headers["Location"]) == (302, DESK)
    assert f'href="{DESK[:-5]}"' in body(desk.get("/admin/"))


def test_flash_needs_both_permissions(editor: User, desk: Client) -> None:
    group = editor.groups.get()
    for codename in ("publish_article", "arrange_frontpage"):
        permission = group.permissions.get(codename=codename)
        group.permissions.remove(permission)
        assert desk.get(FLASH).status_code == 403
        assert desk.post(FLASH, {"headline": "خبر"}).status_code == 403
        group.permissions.add(permission)
    assert desk.get(FLASH).status_code == 200


# --- the desk ----------------------------------------------------------------------------


def test_buttons_do_what_they_say(editor: User, desk: Client) -> None:
    stories = several(8, editor)
    press(desk, "make_lead", stories[0].pk)
    press(desk, "add", stories[1].pk)
    press(desk, "keep", stories[2].pk, **{f"place_{stories[2].pk}": "second 3"})
    assert slots() == {"lead 1": stories[0], "second 1": stories[1], "second 3": stories[2]}
    press(desk, "move_up", stories[2].pk)
    press(desk, "move_up", stories[2].pk)
    assert slots()["second 1"] == stories[2]
    press(desk, "move_down", stories[2].pk)
    assert slots()["second 2"] == stories[2]
    press(desk, "remove", stories[2].pk)
    assert set(slots()) == {"lead 1", "second 1"}
    press(desk, "undo")
    assert slots()["second 2"] == stories[2]
    press(desk, "pin", stories[2].pk, **{f"until_{stories[2].pk}": "2999-12-31T18:00"})
    assert Slot.objects.get(article=stories[2]).pinned_until is not None
    press(desk, "unpin", stories[2].pk)
    assert Slot.objects.get(article=stories[2]).pinned_until is None
    press(desk, "shape", "equals")
    assert Arrangement.load().shape == Shape.EQUALS


def test_desk_shows_choices_and_what_fills_the_rest(editor: User, desk: Client) -> None:
    stories = several(4, editor)
    assert 'name="undo"' not in body(desk.get(DESK))
    old = several(1, editor, days=2)[0]
    placing.make_lead(old, by=editor)
    text = body(desk.get(DESK))
    assert text.count('class="nr-slot"') == 1
    assert text.count('class="nr-flag"') == 1  # older than a day
    assert text.count("nr-slot--empty") == 4
    for story in stories:
        assert f'name="place_{story.pk}"' in text
    assert 'name="undo"' in text
    assert f'name="add" value="{old.pk}"' not in text


def test_refusals_are_told_and_change_nothing(editor: User, desk: Client, draft: Article) -> None:
    before = state_of_the_page()
    press(desk, "make_lead", draft.pk)
    press(desk, "move_up", draft.pk)
    press(desk, "undo")
    assert state_of_the_page()[0] == before[0]
    assert body(desk.get(DESK)).count('<li class="warning">') == 3


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"make_lead": "x"}, 400),
        ({"make_lead": "9" * 40}, 400),
        ({"make_lead": "²"}, 400),
        ({"make_lead": "999999"}, 404),
        ({"shape": "round"}, 400),
        ({"keep": "{pk}"}, 400),
        ({"keep": "{pk}", "place_{pk}": "second x"}, 400),
        ({"keep": "{pk}", "place_{pk}": "nowhere 1"}, 400),
        ({"pin": "{pk}", "until_{pk}": "soon"}, 400),
        ({"pin": "{pk}", "until_{pk}": "9999-12-31T23:59:59-05:00"}, 400),
        ({"pin": "{pk}", "until_{pk}": "9999-12-31T23:59:59+00:00"}, 400),
    ],
)
def test_posts_that_no_button_sends(
    data: dict[str, str], status: int, published: Article, desk: Client
) -> None:
    sent = {
        key.format(pk=published.pk): value.format(pk=published.pk) for key, value in data.items()
    }
    assert desk.post(DESK, sent).status_code == status
    assert slots() == {}


def test_other_methods_are_refused(desk: Client) -> None:
    assert desk.put(DESK).status_code == 405
    assert desk.delete(FLASH).status_code == 405


def test_candidates_are_searched_and_the_search_stays(editor: User, desk: Client) -> None:
    port = factories.published(by=editor, headline="الميناء الجديد يفتح أبوابه")
    other = factories.published(by=editor, kicker="")
    text = body(desk.get(DESK, {"q": "ميناء"}))
    assert f'name="add" value="{port.pk}"' in text
    assert f'name="add" value="{other.pk}"' not in text
    address = f"{DESK}?q=%D9%85"
    response = desk.post(address, {"make_lead": port.pk})
    assert response.headers["Location"] == address


@pytest.mark.parametrize("count", [3, 30])
def test_desk_takes_a_fixed_number_of_queries(
    count: int, editor: User, desk: Client, django_assert_num_queries: Queries
) -> None:
    stories = several(count, editor)
    placing.make_lead(stories[0], by=editor)
    placing.add(stories[1], by=editor)
    announce(by=editor, minutes=30, article=stories[0])
    with django_assert_num_queries(15):
        desk.get(DESK)


# --- the breaking strip ------------------------------------------------------------------


def test_announce_text_and_story_and_stop(desk: Client, published: Article) -> None:
    press(desk, "announce", text="نص", minutes="120")
    breaking = Breaking.objects.active().get()
    assert breaking.expires_at - breaking.starts_at == timedelta(minutes=120)
    assert "نص" in body(desk.get(DESK))
    address = f"https://example.com{published.get_absolute_url()}"
    press(desk, "announce", text="", story=address, minutes="30")
    assert Breaking.objects.active().get().article == published
    press(desk, "end_breaking")
    assert not Breaking.objects.active().exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "", "minutes": "30"},
        {"text": "نص مكتوب", "minutes": "31"},
        {"text": "نص مكتوب " * 20, "minutes": "30"},
        {"text": "نص مكتوب", "story": "/2023/01/01/999-x/", "minutes": "30"},
        {"text": "نص مكتوب", "story": "كلام", "minutes": "30"},
    ],
)
def test_wrong_announcement_keeps_what_was_typed(wrong: dict[str, str], desk: Client) -> None:
    response = desk.post(DESK, {"announce": "1", **wrong})
    assert response.status_code == 400
    assert 'class="errorlist"' in body(response)
    assert wrong["text"].strip()[:8] in body(response)
    assert not Breaking.objects.exists()


# --- flash -------------------------------------------------------------------------------


def test_flash_by_direct_request(desk: Client) -> None:
    response = desk.post(FLASH, {"headline": " هزة أرضية\nخفيفة ", "line": "لا أضرار."})
    story = Article.objects.get()
    assert response.headers["Location"] == f"/admin/articles/article/{story.pk}/change/?published=1"
    assert (story.headline, story.deck) == ("هزة أرضية خفيفة", "لا أضرار.")
    assert story.state() == State.PUBLISHED
    assert story.to_complete
    assert slots() == {"lead 1": story}
    form = body(desk.get(response.headers["Location"]))
    assert "nr-done" in form
    assert "يحتاج إلى استكمال" in form
    page = body(Client().get("/"))
    assert 'class="breaking"' in page
    assert f">{story.headline}</a></h2>" in page


@pytest.mark.parametrize("headline", ["", "   ", "\u200f", "خ" * 201])
def test_flash_without_a_headline_keeps_what_was_typed(headline: str, desk: Client) -> None:
    response = desk.post(FLASH, {"headline": headline, "line": "سطر مكتوب"})
    assert response.status_code == 400
    assert 'class="errorlist"' in body(response)
    assert "سطر مكتوب" in body(response)
    assert headline.strip() in body(response)
    assert not Article.objects.exists()


def test_flash_is_one_tap_from_dashboard_list_and_desk(desk: Client) -> None:
    for address in ("/admin/", "/admin/articles/article/", DESK):
        assert f'href="{FLASH}"' in body(desk.get(address)), address


def test_reporter_is_not_offered_flash(reporter: User, logged_in: LogIn) -> None:
    client = logged_in(reporter)
    for address in ("/admin/", "/admin/articles/article/"):
        assert FLASH not in body(client.get(address)), address


# --- from the list and from the form -----------------------------------------------------


def act(client: Client, *stories: Article) -> str:
    ticked = [story.pk for story in stories]
    data = {"action": "make_lead", "_selected_action": ticked, "index": "0"}
    return body(client.post("/admin/articles/article/", data, follow=True))


def test_action_makes_exactly_one_story_the_lead(editor: User, desk: Client) -> None:
    one, two = several(2, editor)
    assert '<li class="warning">' in act(desk, one, two)
    assert slots() == {}
    assert '<li class="success">' in act(desk, two)
    assert slots() == {"lead 1": two}


def test_action_refuses_a_draft(desk: Client, draft: Article) -> None:
    assert '<li class="warning">' in act(desk, draft)
    assert slots() == {}


def test_button_of_the_form_keeps_what_was_typed(desk: Client, published: Article) -> None:
    address = f"/admin/articles/article/{published.pk}/change/"
    assert 'name="_lead"' in body(desk.get(address))
    desk.post(address, typed(published, headline="عنوان لم يُنشر بعد", _lead="1"))
    assert slots() == {"lead 1": published}
    article = Article.objects.select_related("latest_revision").get(pk=published.pk)
    assert article.headline == published.headline
    assert latest_content(article).headline == "عنوان لم يُنشر بعد"


def test_button_without_changes_makes_no_revision(desk: Client, published: Article) -> None:
    before = published.revisions.count()
    desk.post(f"/admin/articles/article/{published.pk}/change/", typed(published, _lead="1"))
    assert published.revisions.count() == before
    assert slots() == {"lead 1": published}


def test_button_is_not_offered_for_a_draft(desk: Client, draft: Article) -> None:
    text = body(desk.get(f"/admin/articles/article/{draft.pk}/change/"))
    assert 'name="_lead"' not in text


def test_updating_a_flash_with_text_and_category_completes_it(editor: User, desk: Client) -> None:
    desk.post(FLASH, {"headline": "خبر عاجل"})
    story = Article.objects.get()
    section = factories.category()
    address = f"/admin/articles/article/{story.pk}/change/"
    for changes, waits in (
        ({"body": "<p>نص</p>"}, True),
        ({"category": section.pk, "body": ""}, True),
        ({"category": section.pk, "body": "<p>نص</p>"}, False),
    ):
        response = desk.post(address, typed(story, _update="1", kind="minor", **changes))
        assert response.status_code == 302
        story.refresh_from_db()
        assert story.to_complete is waits, changes
    withdrawal.withdraw(story, by=editor)
