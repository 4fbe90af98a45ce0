from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from articles import publishing, withdrawal
from articles.models import Article
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_corrections import correct
from tests.articles.test_publishing import edit

Queries = Callable[[int], Any]


def page(client: Client, address: str = "/corrections/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_correction_stands_in_its_story_and_on_the_page(
    published: Article, editor: User, client: Client
) -> None:
    correct(published, "الصواب 12 نونبر", by=editor)
    note = published.corrections.get()
    story = page(client, published.get_absolute_url())
    assert f'<aside class="correction" id="correction-{note.pk}">' in story
    assert "الصواب 12 نونبر" in story
    body = page(client)
    assert "الصواب 12 نونبر" in body
    assert f'href="{published.get_absolute_url()}#correction-{note.pk}"' in body
    assert '<link rel="canonical" href="http://testserver/corrections/">' in body


def test_corrections_of_a_withdrawn_story_are_gone(
    published: Article, editor: User, client: Client
) -> None:
    correct(published, "لا يبقى", by=editor)
    withdrawal.withdraw(published, by=editor)
    body = page(client)
    assert "لا يبقى" not in body
    assert published.headline not in body


@pytest.mark.parametrize("count", [3, 30])
def test_corrections_page_takes_five_queries(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    story = factories.published(by=editor)
    for number in range(count):
        correct(story, f"تصحيح {number}", by=editor)
    with django_assert_num_queries(5):
        body = page(client)
    assert ('rel="next"' in body) == (count > 20)


def test_pages(editor: User, client: Client) -> None:
    story = factories.published(by=editor)
    for number in range(21):
        correct(story, f"ملاحظة {number} .", by=editor)
    assert "ملاحظة 0 ." in page(client, "/corrections/?page=2")
    for wrong in ("0", "3", "x"):
        assert client.get(f"/corrections/?page={wrong}").status_code == 404


def test_footer_leads_to_corrections_and_feed(published: Article, client: Client) -> None:
    body = page(client, "/")
    assert 'href="/corrections/"' in body
    assert 'href="/feed/"' in body


def test_months_have_a_page_and_a_chip_each(editor: User, client: Client) -> None:
    story = factories.published(by=editor, now=datetime(2023, 9, 1, tzinfo=UTC))
    correct(story, "في شتنبر", by=editor, now=datetime(2023, 9, 30, 12, tzinfo=UTC))
    # The last hour of the month in UTC is the first of the next one in Casablanca.
    correct(story, "في نونبر", by=editor, now=datetime(2023, 10, 31, 23, 30, tzinfo=UTC))
    whole, month = page(client), page(client, "/corrections/2023/11/")
    assert '<a href="/corrections/2023/11/">نونبر 2023</a>' in whole
    assert "/corrections/2023/10/" not in whole
    assert '<a href="/corrections/2023/09/">شتنبر 2023</a>' in month
    assert '<a href="/corrections/2023/11/" aria-current="page">' in month
    assert "في نونبر" in month
    assert "في شتنبر" not in month
    assert '<link rel="canonical" href="http://testserver/corrections/2023/11/">' in month
    assert 'href="/corrections/feed/"' in month
    for wrong in ("2023/10", "2023/13", "0000/01"):
        assert client.get(f"/corrections/{wrong}/").status_code == 404


@pytest.mark.parametrize("at_top", [False, True])
def test_note_stands_above_or_below_the_text(
    at_top: bool, published: Article, editor: User, client: Client
) -> None:
    publishing.update(
        published,
        by=editor,
        edit=edit(published),
        kind=UpdateKind.CORRECTION,
        correction="12 نونبر",
        wrong="11 نونبر",
        at_top=at_top,
    )
    body = page(client, published.get_absolute_url())
    note, text = body.index('<aside class="correction"'), body.index("قال بلاغ إن")
    assert (note < text) == at_top
    for shown in (body, page(client), page(client, "/corrections/feed/"), page(client, "/feed/")):
        assert "11 نونبر</del>" in shown.replace("&lt;", "<").replace("&gt;", ">")
        assert "12 نونبر</ins>" in shown.replace("&lt;", "<").replace("&gt;", ">")
    assert '"@type": "CorrectionComment", "text": "' in body


def test_substantive_update_may_be_announced_and_minor_edit_never_is(
    published: Article, editor: User, client: Client
) -> None:
    for kind in (UpdateKind.MINOR, UpdateKind.SUBSTANTIVE):
        publishing.update(
            published, by=editor, edit=edit(published), kind=kind, correction=f"جدول {kind.label}."
        )
    body = page(client)
    assert "جدول تحديث جوهري." in body
    assert "جدول تعديل طفيف." not in body
    assert '"correction":' not in page(client, published.get_absolute_url())
