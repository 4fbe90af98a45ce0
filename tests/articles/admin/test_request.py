from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.requests.attachments import delete_files
from articles.requests.models import Request
from newsroom.accounts.models import User
from tests.articles.requests.test_handling import PDF, letter, logged

Queries = Callable[[int], Any]
LIST = reverse("admin:requests_request_changelist")
ADD = reverse("admin:requests_request_add")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(**values: Any) -> dict[str, Any]:
    return {
        "kind": "correction",
        "name": "سعاد",
        "contact": "",
        "channel": "email",
        "received_on": "14/11/2023",
        "text": "الصواب 12",
        "state": "open",
        "answer": "",
        "article": "",
        **values,
    }


def test_request_is_logged_for_a_story_by_its_address(published: Article, editor: User) -> None:
    sent = typed(article=published.get_absolute_url(), attached=[letter(), letter("ب.pdf")])
    response = client_of(editor).post(ADD, sent)
    assert response.status_code == 302
    found = Request.objects.get()
    assert found.article == published
    assert [one.name for one in found.attachments.all()] == ["رسالة.pdf", "ب.pdf"]


def test_refused_file_loses_nothing_that_was_typed(editor: User) -> None:
    response = client_of(editor).post(ADD, typed(attached=[letter("x.exe")]))
    body = response.content.decode()
    assert response.status_code == 200
    assert "x.exe" in body
    assert "الصواب 12" in body
    assert not Request.objects.exists()


def test_closing_asks_for_the_answer(editor: User) -> None:
    found = logged(editor)
    address = reverse("admin:requests_request_change", args=[found.pk])
    client = client_of(editor)
    assert client.post(address, typed(state="answered")).status_code == 200
    found.refresh_from_db()
    assert found.state == "open"
    assert client.post(address, typed(state="answered", answer="نعم")).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.handled_by) == ("answered", editor)


def test_unknown_story_is_refused(editor: User) -> None:
    for wrong in ("999999", "/2023/11/14/999999-x/", "http://[", "كلمة", "٩" * 40):
        assert client_of(editor).post(ADD, typed(article=wrong)).status_code == 200
    assert not Request.objects.exists()


def test_attachment_is_saved_never_shown(editor: User) -> None:
    found = logged(editor, letter())
    address = reverse(
        "admin:requests_request_attachment", args=[found.pk, found.attachments.get().pk]
    )
    response = client_of(editor).get(address)
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_attachment_of_another_request_or_without_its_file(editor: User) -> None:
    found, other = logged(editor, letter()), logged(editor)
    file = found.attachments.get()
    client = client_of(editor)
    wrong = reverse("admin:requests_request_attachment", args=[other.pk, file.pk])
    assert client.get(wrong).status_code == 404
    delete_files([file])
    gone = reverse("admin:requests_request_attachment", args=[found.pk, file.pk])
    assert client.get(gone).status_code == 404


def test_story_form_shows_open_requests_to_editors(
    published: Article, editor: User, moderator: User
) -> None:
    logged(editor, article=published, name="سعاد التازي")
    closed = logged(editor, article=published, name="منتهٍ")
    Request.objects.filter(pk=closed.pk).update(
        state="refused", answer="لا", closed_at=closed.created_at
    )
    address = reverse("admin:articles_article_change", args=[published.pk])
    body = client_of(editor).get(address).content.decode()
    assert "سعاد التازي" in body
    assert "منتهٍ" not in body
    assert f"{ADD}?article={published.pk}" in body
    assert "سعاد التازي" not in client_of(moderator).get(address).content.decode()


def test_request_leads_to_the_correction(published: Article, editor: User) -> None:
    found = logged(editor, article=published)
    client = client_of(editor)
    page = client.get(reverse("admin:requests_request_change", args=[found.pk])).content.decode()
    change = reverse("admin:articles_article_change", args=[published.pk])
    assert f'href="{change}?kind=correction#nr-kind"' in page
    form = client.get(f"{change}?kind=correction").content.decode()
    assert '<input type="radio" name="kind" value="correction" checked>' in form


@pytest.mark.parametrize("count", [3, 30])
def test_list_takes_as_many_queries_for_many(
    count: int, published: Article, editor: User, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        logged(editor, letter(), article=published)
    client = client_of(editor)
    client.get(LIST)
    with django_assert_num_queries(9):
        assert client.get(LIST).status_code == 200
