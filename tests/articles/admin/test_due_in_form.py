"""A change and a withdrawal at a set time, as the story form offers them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import WARNING
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.due_revisions import apply_due, schedule_update
from articles.due_withdrawals import schedule_withdrawal
from articles.models import Article, DueRevision, DueWithdrawal, PublicationSettings
from articles.revisions import latest_content
from newsroom.accounts.models import User
from tests.articles.admin.story_form import typed
from tests.articles.test_publishing import edit, reload

NEW = "عنوان في موعده"


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def tomorrow(fields: str = "due") -> dict[str, str]:
    day = timezone.localtime() + timedelta(days=1)
    return {f"{fields}_0": f"{day:%d/%m/%Y}", f"{fields}_1": "07:00"}


def page_of(response: Any, status: int = 200) -> str:
    text: str = response.content.decode()
    assert response.status_code == status, text[:2000]
    assert "Traceback" not in text
    return text


def fixed(article: Article, by: User, **delta: int) -> DueRevision:
    at = timezone.now() + timedelta(**delta or {"hours": 1})
    return schedule_update(article, at, by=by, edit=edit(article, headline=NEW))


def test_typed_text_is_fixed_for_its_time(published: Article, client: Client) -> None:
    shown = published.headline
    data = typed(published, headline=NEW, kind="substantive", _update_at="at", **tomorrow())
    response = client.post(change(published), data)
    assert response.status_code == 302
    due = DueRevision.objects.get()
    assert timezone.localtime(due.at).strftime("%H:%M") == "07:00"
    assert due.kind == "substantive"
    assert reload(published).headline == shown
    text = page_of(client.get(change(published)))
    assert 'name="_cancel_update"' in text
    assert 'name="_update_at"' not in text
    apply_due(due.at)
    assert reload(published).headline == NEW
    assert 'name="_update_at"' in page_of(client.get(change(published)))


def test_a_quick_time_is_one_click(published: Article, client: Client) -> None:
    day = timezone.localtime() + timedelta(days=1)
    client.post(change(published), typed(published, _update_at=f"{day:%Y-%m-%d}T12:00"))
    assert timezone.localtime(DueRevision.objects.get().at).hour == 12


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"due_0": "غدا", "due_1": "7"}, 400),
        ({"due_0": "22/03/2027", "due_1": "25:00"}, 400),
        ({"due_0": "", "due_1": ""}, 400),
        ({"due_0": "01/01/2020", "due_1": "07:00"}, 409),
    ],
)
def test_a_time_that_cannot_be_loses_nothing(
    published: Article, client: Client, sent: dict[str, str], status: int
) -> None:
    data = typed(published, headline=NEW, _update_at="at", **sent)
    text = page_of(client.post(change(published), data), status)
    assert NEW in text
    assert f'value="{sent["due_0"]}"' in text
    assert not DueRevision.objects.exists()


def test_a_correction_needs_its_note(published: Article, client: Client) -> None:
    data = typed(published, kind="correction", _update_at="at", **tomorrow())
    page_of(client.post(change(published), data), 409)
    page_of(client.post(change(published), {**data, "kind": "nonsense"}), 400)
    response = client.post(change(published), {**data, "correction": "الصحيح كذا"})
    assert response.status_code == 302
    assert DueRevision.objects.get().note["text"] == "الصحيح كذا"


def test_it_is_moved_and_cancelled_and_what_was_typed_is_kept(
    published: Article, editor: User, client: Client
) -> None:
    fixed(published, editor)
    data = typed(published, headline="ما كُتب بعده", _move_update="at", **tomorrow())
    assert client.post(change(published), data).status_code == 302
    assert timezone.localtime(DueRevision.objects.get().at).hour == 7
    assert latest_content(reload(published)).headline == "ما كُتب بعده"
    assert DueRevision.objects.get().revision.snapshot["headline"] == NEW
    client.post(change(published), typed(published, _cancel_update="1"))
    assert not DueRevision.objects.exists()
    page_of(client.post(change(published), typed(published, _cancel_update="1")), 409)


def test_an_update_by_hand_says_that_it_cancels(
    published: Article, editor: User, client: Client
) -> None:
    fixed(published, editor)
    response = client.post(change(published), typed(published, headline="باليد", _update="1"))
    page = client.get(response.headers["Location"])
    assert len([one for one in page.context["messages"] if one.level == WARNING]) >= 1
    assert not DueRevision.objects.exists()
    fixed(published, editor)
    quick = reverse("admin:articles_article_quick", args=[published.pk])
    latest = reload(published).latest_revision
    assert latest is not None
    client.post(quick, {"quick-headline": "من القائمة", "quick-base": str(latest.number)})
    assert DueRevision.objects.exists()  # it is behind: a draft waits, so nothing is published


def test_what_was_refused_says_why(published: Article, editor: User, client: Client) -> None:
    at = timezone.now() + timedelta(hours=1)
    schedule_update(published, at, by=editor, edit=edit(published, headline=NEW, deck=""))
    settings = PublicationSettings.load()
    settings.ready_deck = "blocking"
    settings.save()
    apply_due(at)
    text = page_of(client.get(change(published)))
    assert "nr-due--refused" in text


def test_withdrawal_at_a_time(published: Article, editor: User, client: Client) -> None:
    response = client.post(change(published), typed(published, headline=NEW, _withdraw_at="1"))
    address = reverse("admin:articles_article_withdraw_at", args=[published.pk])
    assert response.headers["Location"] == address
    assert latest_content(reload(published)).headline == NEW
    page_of(client.get(address))
    page_of(client.post(address, {"day": "31/02/2027", "clock": "07:00", "reason": "legal"}), 400)
    page_of(client.post(address, {"day": "01/01/2020", "clock": "07:00", "reason": "legal"}), 409)
    page_of(client.post(address, {}), 400)
    time = tomorrow()
    sent = {"day": time["due_0"], "clock": time["due_1"], "reason": "legal", "note": "حكم المحكمة"}
    assert client.post(address, sent).status_code == 302
    due = DueWithdrawal.objects.get()
    assert (due.at, due.reason) == (reload(published).withdraw_at, "legal")
    text = page_of(client.get(change(published)))
    assert 'name="_cancel_withdrawal"' in text
    assert "حكم المحكمة" not in text
    assert "حكم المحكمة" not in page_of(client.get(address))
    client.post(change(published), typed(published, _cancel_withdrawal="1"))
    assert reload(published).withdraw_at is None


def test_a_draft_is_not_withdrawn_at_a_time(draft: Article, client: Client) -> None:
    address = reverse("admin:articles_article_withdraw_at", args=[draft.pk])
    assert client.get(address).status_code == 302
    page_of(client.post(change(draft), typed(draft, _withdraw_at="1")), 409)
    assert not DueWithdrawal.objects.exists()


def test_who_reads_the_form_only_sees_what_will_happen(
    published: Article, editor: User, moderator: User, logged_in: Callable[[User], Client]
) -> None:
    fixed(published, editor)
    schedule_withdrawal(published, timezone.now() + timedelta(hours=3), by=editor)
    text = page_of(logged_in(moderator).get(change(published)))
    assert "nr-due" in text
    for button in ("_move_update", "_cancel_update", "_cancel_withdrawal"):
        assert f'name="{button}"' not in text
