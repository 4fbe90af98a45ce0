import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override, pgettext

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit import export
from newsroom.audit.export import safe
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.audit.verbs import verb_label
from tests import factories

LogIn = Callable[[User], Client]
ADDRESS = "/admin/audit/entry/export/"


def sent(response: Any) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8")


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    separator = pgettext("between the cells of a table in a file", ",")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=separator))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_cells_are_parted_as_spreadsheets_of_the_language_expect(language: str) -> None:
    with override(language):
        assert pgettext("between the cells of a table in a file", ",") == ";"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", " =", "\u200f=", "＝", "\u2067@"])
def test_nothing_becomes_a_formula(begin: str) -> None:
    assert safe(f"{begin}1+1") == f"'{begin}1+1"


@pytest.mark.parametrize("plain", ["وزير: 3+4", "", "منذ - إلى", "100"])
def test_other_cells_stay_as_they_are(plain: str) -> None:
    assert safe(plain) == plain


def test_file_holds_what_is_chosen_newest_first_and_arabic_intact(
    chief: User, editor: User, published: Article, logged_in: LogIn
) -> None:
    published.headline = '=وزير «يقول»; "نعم"\nثم لا'
    record("withdraw", published, by=chief, reason="طلب")
    record("save", published, by=editor, revision=2)
    response = logged_in(chief).post(ADDRESS, {"by": chief.pk, "verb": "withdraw"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="audit-')
    _head, line = rows(sent(response))
    assert line[1:3] == [chief.name, verb_label("withdraw")]
    assert line[4] == f"'{published.headline}"
    assert "طلب" in line[5]


def test_export_has_its_own_line_that_is_not_in_the_file(
    chief: User, published: Article, logged_in: LogIn
) -> None:
    text = sent(logged_in(chief).post(ADDRESS, {"verb": "group-stories", "q": "خبر"}))
    assert verb_label("export_log") not in text
    [line] = Entry.objects.filter(verb="export_log")
    assert line.by == chief
    assert line.detail == {"filter_verb": "group-stories", "filter_q": "خبر"}


def test_file_ends_at_its_limit_and_says_so(
    chief: User, editor: User, published: Article, logged_in: LogIn, monkeypatch: Any
) -> None:
    monkeypatch.setattr(export, "MOST", 5)
    monkeypatch.setattr(export, "AT_ONCE", 2)
    for number in range(7):
        record("save", published, by=editor, revision=number)
    client = logged_in(chief)
    table = rows(sent(client.post(ADDRESS, {"by": editor.pk, "verb": "save"})))
    assert len(table) == 7
    assert len(table[-1]) == 1
    assert "5" in table[-1][0]
    monkeypatch.setattr(export, "MOST", 7)
    assert len(rows(sent(client.post(ADDRESS, {"by": editor.pk, "verb": "save"})))) == 8


@pytest.mark.parametrize("count", [3, 30])
def test_export_takes_a_fixed_number_of_queries(
    count: int,
    chief: User,
    editor: User,
    published: Article,
    logged_in: LogIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        record("move", published, by=editor, category=number)
    client = logged_in(chief)
    with django_assert_num_queries(7):
        sent(client.post(ADDRESS, {}))


@pytest.mark.parametrize("person", ["reporter", "editor", "moderator", ""])
def test_export_is_closed_to_others(person: str, published: Article, logged_in: LogIn) -> None:
    client = logged_in(factories.user(person))
    assert client.post(ADDRESS, {}).status_code == 403
    assert not Entry.objects.filter(verb="export_log").exists()
