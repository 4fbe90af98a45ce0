from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit import admin, forms
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.audit.verbs import verb_label
from tests import factories

LogIn = Callable[[User], Client]
LOG = "/admin/audit/entry/"


@pytest.fixture
def chief_client(chief: User, logged_in: LogIn) -> Client:
    return logged_in(chief)


def shown(client: Client, **query: Any) -> list[Entry]:
    response = client.get(LOG, query)
    assert response.status_code == 200
    found: list[Entry] = response.context["entries"]
    return found


def test_filters_narrow_the_log(
    chief_client: Client, chief: User, editor: User, published: Article
) -> None:
    close = record("comments_closed", published, by=chief)
    assert shown(chief_client, by=chief.pk, verb="group-comments") == [close]
    assert shown(chief_client, verb="comments_closed") == [close]
    assert shown(chief_client, kind="articles.article", by=chief.pk) == [close]
    assert close in shown(chief_client, kind="articles.article", target=published.pk)
    assert shown(chief_client, kind="articles.article", target=published.pk + 1) == []
    assert {entry.verb for entry in shown(chief_client, verb="group-log_in")} == {"log_in"}


def test_days_of_a_period_are_those_of_the_newsroom(
    chief_client: Client, editor: User, published: Article
) -> None:
    lines = [record("save", published, by=editor) for _ in range(3)]
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    moments = (midnight - timedelta(days=9, seconds=1), midnight - timedelta(days=9), midnight)
    for line, moment in zip(lines, moments, strict=True):
        Entry.objects.filter(pk=line.pk).update(at=moment)
    Entry.objects.exclude(pk__in=[line.pk for line in lines]).update(at=midnight)
    day = f"{midnight - timedelta(days=9):%Y-%m-%d}"
    assert shown(chief_client, since=day, until=day, verb="save") == [lines[1]]
    assert shown(chief_client, until=day, verb="save") == [lines[1], lines[0]]
    assert shown(chief_client, since=day, verb="save") == [lines[2], lines[1]]


def test_words_are_found_however_they_are_spelled(chief_client: Client, editor: User) -> None:
    article = publishing.create(factories.content(headline="إلغاء الرحلة إلى أكادير"), by=editor)
    assert [entry.target_id for entry in shown(chief_client, q="الغاء اكادير")] == [str(article.pk)]
    assert shown(chief_client, q="طنجة") == []


def test_words_are_looked_for_among_the_newest(
    chief_client: Client, editor: User, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "SEARCHED", 2)
    lines = [record("save", published, by=editor) for _ in range(3)]
    found = shown(chief_client, q=published.headline, verb="save")
    assert found == [lines[2], lines[1]]


@pytest.mark.parametrize(
    "query",
    [
        "by=x",
        "by=99999999999999999999",
        "since=yesterday",
        "until=9999-12-31",
        "since=0001-01-01",
        "verb=%00",
        "kind=%00",
        "target=%00&kind=articles.article",
        "q=%00",
        f"q={'a' * 200}",
        "before=x",
        "before=99999999999999999999",
    ],
)
def test_nonsense_is_no_error(query: str, chief_client: Client, published: Article) -> None:
    assert chief_client.get(f"{LOG}?{query}").status_code == 200
    data = dict([query.partition("&")[0].split("=")])
    response = chief_client.post(f"{LOG}export/", data)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_pages_follow_without_counting(
    chief_client: Client, editor: User, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin, "PAGE_SIZE", 2)
    lines = [record("save", published, by=editor) for _ in range(5)][::-1]
    page = chief_client.get(f"{LOG}?verb=save")
    seen = list(page.context["entries"])
    while page.context["older"]:
        page = chief_client.get(LOG + page.context["older"])
        seen += page.context["entries"]
    assert seen == lines
    assert page.context["newest"] == "?verb=save"


@pytest.mark.parametrize("count", [3, 30])
def test_log_takes_a_fixed_number_of_queries(
    count: int,
    chief_client: Client,
    editor: User,
    published: Article,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count):
        record("save", published, by=editor)
    with django_assert_num_queries(8):
        chief_client.get(LOG)
    with django_assert_num_queries(12):
        chief_client.get(f"{LOG}?by={editor.pk}&since=2020-01-01&until=2099-01-01&q=خبر")


def test_line_is_read_in_words_and_leads_to_its_story(
    chief_client: Client, chief: User, published: Article
) -> None:
    entry = record("withdraw", published, by=chief, reason="طلب المعنيين", _secret="x1y2")
    page = chief_client.get(f"{LOG}{entry.pk}/change/").content.decode()
    assert verb_label("withdraw") in page
    assert "طلب المعنيين" in page
    assert "x1y2" not in page
    assert reverse("admin:articles_article_change", args=[published.pk]) in page
    assert "&#x27;" not in page.partition('id="content-main"')[2].partition("footer")[0]


def test_line_of_a_thing_that_is_gone_leads_nowhere(
    chief_client: Client, chief: User, administrator: User, published: Article
) -> None:
    entry = record("save", published, by=chief)
    Entry.objects.filter(pk=entry.pk).update(target_id="987654")
    page = chief_client.get(f"{LOG}{entry.pk}/change/")
    assert (page.status_code, page.context["target_address"]) == (200, "")


def test_line_leads_only_where_its_reader_may_go(chief: User, logged_in: LogIn) -> None:
    page = factories.published(by=chief)
    entry = record("save", page, by=chief)
    auditor = factories.user("")
    give(auditor, "audit.view_entry")
    answer = logged_in(auditor).get(f"{LOG}{entry.pk}/change/")
    assert (answer.status_code, answer.context["target_address"]) == (200, "")


def give(user: User, permission: str) -> None:
    app, codename = permission.split(".")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label=app, codename=codename)
    )


@pytest.mark.parametrize("number", ["0", "987654", "99999999999999999999999"])
def test_line_that_does_not_exist_is_not_found(number: str, chief_client: Client) -> None:
    assert chief_client.get(f"{LOG}{number}/change/").status_code == 404


def test_nobody_changes_or_deletes_a_line(published: Article, logged_in: LogIn) -> None:
    root = factories.user(is_superuser=True)
    client = logged_in(root)
    entry = Entry.objects.all()[0]
    before = Entry.objects.filter(pk=entry.pk).values().get()
    for path, status in {"change/": 405, "delete/": 404, "": 404}.items():
        assert client.post(f"{LOG}{entry.pk}/{path}", {"post": "yes"}).status_code == status
    data = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    assert client.post(LOG, data).status_code == 405
    assert Entry.objects.filter(pk=entry.pk).values().get() == before


@pytest.mark.parametrize("person", ["reporter", "editor", "moderator", ""])
def test_log_is_closed_to_others(person: str, published: Article, logged_in: LogIn) -> None:
    client = logged_in(factories.user(person))
    entry = Entry.objects.all()[0]
    for path in ("", "?q=خبر", f"{entry.pk}/change/"):
        response = client.get(f"{LOG}{path}")
        assert response.status_code == 403
        assert published.headline not in response.content.decode()
