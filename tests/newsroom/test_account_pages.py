import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.conftest import PASSWORD

ACCOUNT = "/admin/account/"
RESET = "/admin/password_reset/"


# --- my account -------------------------------------------------------------------------------


def test_account_changes_name_mail_and_language_only(
    reporter: User, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(reporter)
    data = {"name": " زميلة  جديدة ", "email": "a@news.example", "language": "fr"}
    more = {"is_superuser": "on", "username": "root", "groups": ["1"]}
    response = client.post(ACCOUNT, {**data, **more})
    assert (response.status_code, response.headers["Location"]) == (302, ACCOUNT)
    before = reporter.username
    reporter.refresh_from_db()
    assert (reporter.name, reporter.email, reporter.language) == (
        "زميلة جديدة",
        "a@news.example",
        "fr",
    )
    assert (reporter.username, reporter.is_superuser) == (before, False)
    [line] = Entry.objects.filter(verb="save_account")
    assert line.detail == {"changed": ["name", "email", "language", "notices_by_mail"]}


@pytest.mark.parametrize("wrong", [{"name": "\u200f"}, {"email": "x"}, {"language": "de"}])
def test_what_is_wrong_is_shown_again(
    wrong: dict[str, str], reporter: User, logged_in: Callable[[User], Client]
) -> None:
    data = {"name": "اسم مكتوب", "email": "", "language": "", **wrong}
    response = logged_in(reporter).post(ACCOUNT, data)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    before = reporter.name
    reporter.refresh_from_db()
    assert (reporter.name, reporter.language) == (before, "")


def test_account_is_for_people_of_the_newsroom(db: None) -> None:
    response = Client().get(ACCOUNT)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


# --- the language of the newsroom -------------------------------------------------------------


def test_newsroom_is_in_the_language_of_the_person(
    editor: User, published: Article, logged_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=editor.pk).update(language="fr")
    client = logged_in(editor)
    page = client.get("/admin/").content.decode()
    assert '<html lang="fr" dir="ltr"' in page
    assert "Tableau de bord" in page
    assert f"/admin/articles/article/{published.pk}/change/" in page


def test_readers_and_previews_stay_in_the_language_of_the_site(
    editor: User, published: Article, logged_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=editor.pk).update(language="fr")
    client = logged_in(editor)
    client.get("/admin/")
    preview = f"/admin/articles/article/{published.pk}/preview/"
    for address in ("/", published.get_absolute_url(), preview):
        response = client.get(address)
        assert '<html lang="ar" dir="rtl">' in response.content.decode(), address
    public = client.get("/")
    assert not public.cookies
    assert "Vary" not in public.headers or "ookie" not in public.headers["Vary"]


def test_next_request_of_a_colleague_is_arabic_again(
    editor: User, chief: User, logged_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=editor.pk).update(language="fr")
    logged_in(editor).get("/admin/")
    for client in (logged_in(chief), Client()):
        page = client.get("/admin/", follow=True).content.decode()
        assert '<html lang="ar" dir="rtl"' in page


def test_fields_for_readers_run_as_the_site_does(
    editor: User, published: Article, logged_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=editor.pk).update(language="fr")
    client = logged_in(editor)
    page = client.get(f"/admin/articles/article/{published.pk}/change/").content.decode()
    for name in ("headline", "body", "kicker"):
        field = re.search(
            rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>|<[^>]*id="id_{name}"[^>]*>', page
        )
        assert field is not None
        assert 'dir="rtl"' in field[0]
        assert 'lang="ar"' in field[0]


# --- forgotten password -----------------------------------------------------------------------


def ask(email: str) -> list[Any]:
    response = Client().post(RESET, {"email": email})
    assert (response.status_code, response.headers["Location"]) == (302, f"{RESET}done/")
    return mail.outbox


@pytest.mark.parametrize(("language", "word"), [("", "كلمة مرور"), ("fr", "mot de passe")])
def test_reset_by_mail(language: str, word: str, db: None) -> None:
    user = factories.user("editor", username="saida", email="s@news.example", language=language)
    user.set_password(PASSWORD)
    user.save()
    [message] = ask("s@news.example")
    assert message.to == ["s@news.example"]
    assert word in message.body + message.subject
    assert "saida" in message.body
    [link] = re.findall(r"http://testserver(/admin/reset/\S+)", message.body)
    client = Client()
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    new = "a new and long password"
    done = client.post(address, {"new_password1": new, "new_password2": new}, follow=True)
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)
    assert 'name="new_password1"' not in client.get(link, follow=True).content.decode()


def test_unknown_and_outside_addresses_get_the_same_answer_and_no_mail(db: None) -> None:
    outsider = factories.user(email="out@news.example")
    outsider.set_password(PASSWORD)
    outsider.is_staff = False
    outsider.save()
    assert ask("nobody@news.example") == []
    assert ask("out@news.example") == []


def test_link_stands_on_the_log_in_page_where_mail_is_sent(client: Client, db: None) -> None:
    """The tests run with DEBUG, where mails are printed."""
    assert f'href="{RESET}"' in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    "address", [RESET, f"{RESET}done/", "/admin/reset/x/y-z/", "/admin/reset/done/"]
)
def test_reset_pages_are_in_the_design(address: str, client: Client, db: None) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "css/admin.css" in response.content.decode()
