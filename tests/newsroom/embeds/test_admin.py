from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.audit.verbs import verb_label
from newsroom.embeds.correcting import StillWaiting, fetch_again, retitle
from newsroom.embeds.keys import key_of
from newsroom.embeds.models import Embed
from newsroom.pagecache.models import PurgeEvent
from newsroom.work.models import Task
from newsroom.work.names import is_named

EMBEDS = reverse("admin:embeds_embed_changelist")
ADDRESS = "https://t.me/channel/5"


def embed(**values: Any) -> Embed:
    return Embed.objects.create(
        **{"address": ADDRESS, "host": "telegram", "state": "failed", "error": "gone", **values}
    )


def tasks() -> list[Any]:
    return [task.args_kwargs["args"][0] for task in Task.objects.all()]


@pytest.fixture
def desk(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


# --- verbs -------------------------------------------------------------------------------


def test_a_failed_one_is_fetched_again_from_the_start(editor: User) -> None:
    row = embed(tries=4)
    fetch_again(row, by=editor)
    row.refresh_from_db()
    assert (row.state, row.error, row.tries) == ("waiting", "", 0)
    assert tasks() == [ADDRESS]
    line = Entry.objects.get()
    assert (line.verb, line.by, line.target_id) == ("fetch_embed", editor, str(row.pk))
    with pytest.raises(StillWaiting):
        fetch_again(row, by=editor)
    assert tasks() == [ADDRESS]


def test_a_title_of_ours_is_cleaned_and_shown(editor: User) -> None:
    row = embed()
    retitle(row, title="  عنوان\u202e  آخر ", by=editor)
    row.refresh_from_db()
    assert (row.title, row.title_is_ours) == ("عنوان آخر", True)
    assert list(PurgeEvent.objects.values_list("key", flat=True)) == [key_of(ADDRESS)]
    assert Entry.objects.get().verb == "save_embed"
    retitle(row, title="عنوان آخر", by=editor)
    assert (Entry.objects.count(), PurgeEvent.objects.count()) == (1, 1)
    retitle(row, title="", by=editor)
    row.refresh_from_db()
    assert (row.title, row.title_is_ours) == ("", False)


def test_only_the_desk_may(reporter: User, moderator: User) -> None:
    row = embed()
    for person in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            fetch_again(row, by=person)
        with pytest.raises(PermissionDenied):
            retitle(row, title="a", by=person)
    assert (Entry.objects.count(), tasks()) == (0, [])


def test_verbs_and_the_task_have_names() -> None:
    for verb in ("fetch_embed", "save_embed"):
        assert verb_label(verb) != verb
    assert is_named("newsroom.embeds.tasks.fetch_embed")


# --- pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_names_title_state_and_reason(
    number: int, desk: Client, django_assert_num_queries: Any
) -> None:
    for one in range(number):
        embed(address=f"https://t.me/channel/{one}", fetched_at=timezone.now(), title="خبر <b>")
    desk.get(EMBEDS)
    with django_assert_num_queries(9):
        page = desk.get(EMBEDS).content.decode()
    assert page.count("<bdi>خبر &lt;b&gt;</bdi>") == number
    assert page.count('class="nr-pill nr-pill--live"') == number
    assert page.count(str(Embed.Error.GONE.label)) == number


def test_the_photo_library_leads_to_them(desk: Client, reporter: User) -> None:
    library = reverse("admin:media_photo_changelist")
    assert f'<li><a href="{EMBEDS}">' in desk.get(library).content.decode()
    desk.force_login(reporter)
    assert EMBEDS not in desk.get(library).content.decode()


def test_the_list_is_filtered_and_searched(desk: Client) -> None:
    failed = embed()
    ready = embed(
        address="https://vimeo.com/1", host="vimeo", state="ready", error="", title="ميناء"
    )
    for query, found in {
        "": {failed, ready},
        "?state__exact=failed": {failed},
        "?host=vimeo": {ready},
        "?host=odd": {failed, ready},
        "?q=ميناء": {ready},
        "?q=t.me": {failed},
    }.items():
        response = desk.get(EMBEDS + query)
        assert set(response.context["cl"].result_list) == found, query


def test_a_title_is_typed_in_the_form(desk: Client) -> None:
    row = embed()
    address = reverse("admin:embeds_embed_change", args=[row.pk])
    page = desk.get(address).content.decode()
    assert f'href="{ADDRESS}"' in page
    assert "None" not in page
    assert reverse("admin:embeds_embed_fetch", args=[row.pk]) in page
    response = desk.post(address, {"title": "عنوان", "address": "https://evil.example/"})
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.address) == ("عنوان", ADDRESS)
    long = desk.post(address, {"title": "a" * 251})
    assert long.status_code == 200
    assert "a" * 251 in long.content.decode()


def test_button_and_action_fetch_again(desk: Client) -> None:
    one, two = embed(), embed(address="https://vimeo.com/1", host="vimeo")
    waiting = embed(address="https://vimeo.com/2", host="vimeo", state="waiting", error="")
    fetch = reverse("admin:embeds_embed_fetch", args=[one.pk])
    assert desk.get(fetch).status_code == 405
    said = desk.post(fetch, follow=True).context["messages"]
    assert [message.level_tag for message in said] == ["success"]
    said = desk.post(fetch, follow=True).context["messages"]
    assert [message.level_tag for message in said] == ["warning"]
    ticked = {"action": "fetch_all_again", "_selected_action": [two.pk, waiting.pk]}
    assert desk.post(EMBEDS, ticked).status_code == 302
    assert tasks() == [one.address, two.address]


def test_the_editor_asks_what_an_address_becomes(desk: Client) -> None:
    ask = reverse("admin:embeds_embed_recognize")
    known = desk.get(ask, {"url": "https://t.me/s/channel/5?single"})
    assert known.json() | {"label": ""} == {"address": ADDRESS, "host": "telegram", "label": ""}
    for odd in ("", "javascript:alert(1)", "https://evil.example/"):
        refused = desk.get(ask, {"url": odd})
        assert refused.status_code == 422
        assert refused.json()["error"]
    assert desk.post(ask).status_code == 405
