from collections.abc import Callable
from datetime import timedelta
from html import escape, unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, withdrawal
from articles.comments.models import Comment
from articles.discussion import close_comments, hide_comments
from articles.models import Article, PublicationSettings
from articles.models.settings import DEFAULT_CLOSED_NOTICE
from newsroom.accounts.models import User
from tests import factories

TEXT, NAME = "رأي لم يُنشر بعد", "قارئة من فاس"
LIMIT = 64 * 1024


def send(article: Article | int, headers: Any = None, **fields: Any) -> HttpResponse:
    """A post by the names that the form's template prints; every answer is anonymous."""
    number = article if isinstance(article, int) else article.pk
    typed = {"text": TEXT, "name": NAME, "address": "", **fields}
    data = {f"comment-{name}": value for name, value in typed.items()}
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/comments/{number}/", data, headers=headers or {})
    assert is_anonymous(response)
    return response  # type: ignore[return-value]


def is_anonymous(response: Any) -> bool:
    return not response.cookies and "cookie" not in response.headers.get("Vary", "").lower()


def page(response: HttpResponse) -> str:
    return response.content.decode()


# --- open ----------------------------------------------------------------------------------------


def test_comment_is_taken_and_the_reader_told_so(published: Article, client: Client) -> None:
    response = send(published)
    assert response.status_code == 302
    assert response["Location"] == f"/comments/{published.pk}/received/"
    comment = Comment.objects.get()
    assert (comment.article, comment.name, comment.text) == (published, NAME, TEXT)
    assert comment.state == Comment.State.PENDING
    received = client.get(response["Location"])
    assert received.status_code == 200
    assert "تعليقك بانتظار الموافقة" in received.content.decode()
    assert published.headline in received.content.decode()
    assert is_anonymous(received)


def test_comment_is_not_shown_before_it_is_approved(published: Article, client: Client) -> None:
    send(published)
    assert TEXT not in client.get(published.get_absolute_url()).content.decode()
    Comment.objects.update(state=Comment.State.APPROVED)
    assert TEXT in client.get(published.get_absolute_url()).content.decode()


def test_form_on_the_page_has_the_names_that_are_read(published: Article, client: Client) -> None:
    shown = client.get(published.get_absolute_url()).content.decode()
    assert f'action="{reverse("comments:post", args=[published.pk])}"' in shown
    for name in ("comment-text", "comment-name", "comment-address"):
        assert f'name="{name}"' in shown
    assert "csrfmiddlewaretoken" not in shown


def test_answers_are_not_kept_by_caches(published: Article) -> None:
    assert "no-store" in send(published)["Cache-Control"]


# --- what cannot be taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": ""}, "اكتب تعليقك أولًا"),
        ({"text": " \n\t "}, "اكتب تعليقك أولًا"),
        ({"text": "؟!… 🙂"}, "اكتب تعليقك أولًا"),
        ({"text": "\u202e\u200f"}, "اكتب تعليقك أولًا"),
        ({"name": ""}, "اكتب اسمك أو الاسم الذي تُعرف به"),
        ({"name": "—"}, "اكتب اسمك أو الاسم الذي تُعرف به"),
        ({"text": "ك" * 2001}, "2001"),
        ({"name": "ك" * 61}, "61"),
    ],
)
def test_invalid_comment_keeps_what_was_typed(
    fields: dict[str, str], error: str, published: Article
) -> None:
    response = send(published, **fields)
    assert response.status_code == 400
    assert error in page(response)
    typed = {"text": TEXT, "name": NAME, **fields}
    kept = {name: value.strip() for name, value in typed.items()}
    assert kept["name"] in page(response)
    assert unescape(kept["text"]) in unescape(page(response))
    assert f'action="/comments/{published.pk}/"' in page(response)
    assert not Comment.objects.exists()


def test_errors_are_said_in_arabic_and_lead_to_their_field(published: Article) -> None:
    shown = page(send(published, text="", name="ك" * 61))
    assert '<a class="inline-link" href="#id_comment-text">اكتب تعليقك أولًا' in shown
    assert "Ensure this value" not in shown
    assert "This field" not in shown


def test_text_of_the_greatest_length_is_taken(published: Article) -> None:
    text = "ك" * 2000
    assert send(published, text=text).status_code == 302
    assert Comment.objects.get().text == text


def test_line_end_counts_as_one_character(published: Article) -> None:
    """Browsers send it as two, but count it as one when they hold to ``maxlength``."""
    assert send(published, text="\r\n".join(["كلمة"] * 400)).status_code == 302
    assert Comment.objects.get().text == "\n".join(["كلمة"] * 400)


def test_letters_that_fall_apart_when_cleaned_are_counted_apart(published: Article) -> None:
    assert send(published, name="\u0958" * 60).status_code == 400
    assert not Comment.objects.exists()


# --- closed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [close_comments, hide_comments])
def test_closed_discussion_refuses_with_the_notice(
    verb: Callable[..., bool], published: Article, editor: User
) -> None:
    verb(published, by=editor)
    response = send(published)
    assert response.status_code == 403
    assert DEFAULT_CLOSED_NOTICE == "عذراً التعليقات مغلقة"
    assert DEFAULT_CLOSED_NOTICE in page(response)
    assert f"{TEXT}</textarea>" in page(response)
    assert not Comment.objects.exists()


def test_notice_is_that_of_the_settings(published: Article, editor: User) -> None:
    PublicationSettings.objects.update(closed_notice="انتهى النقاش <هنا>")
    close_comments(published, by=editor)
    assert escape("انتهى النقاش <هنا>") in page(send(published))


def test_closed_discussion_refuses_an_empty_comment_too(published: Article, editor: User) -> None:
    close_comments(published, by=editor)
    response = send(published, text="", name="")
    assert response.status_code == 403
    assert "<textarea" not in page(response)


def test_text_kept_for_copying_is_harmless(published: Article, editor: User) -> None:
    close_comments(published, by=editor)
    shown = page(send(published, text="</textarea><script>alert(1)</script>"))
    assert "&lt;/textarea&gt;&lt;script&gt;" in shown
    assert "<script>alert" not in shown


# --- no such story -------------------------------------------------------------------------------


def test_story_that_readers_do_not_see_takes_none(draft: Article, editor: User) -> None:
    scheduled = publishing.create(factories.content(), by=editor)
    publishing.schedule(scheduled, timezone.now() + timedelta(hours=1), by=editor)
    withdrawn = factories.published(by=editor)
    withdrawal.withdraw(withdrawn, by=editor)
    for article in (draft, scheduled, withdrawn):
        response = send(article)
        assert response.status_code == 404
        assert article.headline not in page(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("number", [0, 10**6, 10**18 - 1, 10**18, 2**63, 10**30])
def test_unknown_number_is_not_found(number: int, db: None) -> None:
    assert send(number).status_code == 404


@pytest.mark.parametrize("path", ["/comments/", "/comments/x/", "/comments/-1/", "/comments/٣/"])
def test_malformed_address_is_not_found(path: str, db: None, client: Client) -> None:
    assert client.post(path).status_code == 404


def test_received_page_is_for_public_stories_only(draft: Article, client: Client) -> None:
    assert client.get(f"/comments/{draft.pk}/received/").status_code == 404
    assert client.post(f"/comments/{draft.pk}/received/").status_code == 405


# --- where it comes from -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://evil.example@testserver"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
    ],
)
def test_post_on_behalf_of_another_site_is_refused(
    headers: dict[str, str], published: Article
) -> None:
    assert send(published, headers).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
    ],
)
def test_post_from_our_own_page_is_taken(headers: dict[str, str], published: Article) -> None:
    assert send(published, headers).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_other_methods_are_refused(method: str, published: Article, client: Client) -> None:
    response = getattr(client, method)(f"/comments/{published.pk}/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert is_anonymous(response)


# --- bad intentions ------------------------------------------------------------------------------


def test_program_that_fills_the_trap_believes_it_was_taken(published: Article) -> None:
    response = send(published, address="https://spam.example")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/comments/{published.pk}/received/",
    )
    assert not Comment.objects.exists()


def test_large_body_is_refused(published: Article) -> None:
    assert send(published, text="ك" * LIMIT).status_code == 413
    assert not Comment.objects.exists()


@pytest.mark.parametrize("length", ["many", "1e3", "9" * 5000])
def test_length_that_is_no_number_is_refused(length: str, published: Article) -> None:
    address, form = f"/comments/{published.pk}/", "application/x-www-form-urlencoded"
    response = Client().generic("POST", address, "x=1", content_type=form, CONTENT_LENGTH=length)
    assert response.status_code == 400
    assert not Comment.objects.exists()


def test_body_within_the_limit_is_read(published: Article) -> None:
    """Two thousand letters of four bytes, each written as twelve."""
    assert send(published, text="𞤀" * 2000).status_code == 302


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'),
        ("قلب\u202eبلق", "قلببلق"),
        ("حرف\x00صفر", "حرفصفر"),
        ("مفتوح \u2067دون إغلاق", "مفتوح دون إغلاق"),
        ("{{ settings.SECRET_KEY }}", "{{ settings.SECRET_KEY }}"),
        ("&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_hostile_text_is_harmless(
    typed: str, stored: str, published: Article, client: Client
) -> None:
    assert send(published, text=typed, name=typed).status_code == 302
    comment = Comment.objects.get()
    assert (comment.text, comment.name) == (stored, stored)
    Comment.objects.update(state=Comment.State.APPROVED)
    shown = client.get(published.get_absolute_url()).content.decode()
    assert f'<p class="comment__text" dir="auto">{escape(stored)}</p>' in shown
    assert f"<bdi>{escape(stored)}</bdi>" in shown


def test_name_is_one_line(published: Article) -> None:
    assert send(published, name="قارئة\r\n  من\tفاس").status_code == 302
    assert Comment.objects.get().name == "قارئة من فاس"


def test_unreadable_body_is_a_bad_request(published: Article, client: Client) -> None:
    path, kind = f"/comments/{published.pk}/", "multipart/form-data; boundary=x"
    assert client.post(path, b"--y nonsense", content_type=kind).status_code == 400
    assert client.post(path, b"\xff\xfe", content_type="application/json").status_code == 400
    assert not Comment.objects.exists()
