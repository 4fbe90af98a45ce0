"""The script of the editor declares nothing: it is told what ``allowed`` says."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from newsroom.accounts.models import User
from newsroom.richtext import allowed
from newsroom.richtext.editor_words import words

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js" / "editor"
MAX_LINES = 150


@pytest.fixture
def page(client: Client, editor: User) -> str:
    client.force_login(editor)
    return client.get(reverse("admin:articles_article_add")).content.decode()


def handed_over(page: str) -> dict[str, object]:
    found = re.search(r'<script id="body-editor" type="application/json">(.*?)</script>', page)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_what_may_stand_in_a_text_is_handed_over_as_declared(page: str) -> None:
    data = handed_over(page)
    assert data["content"] == {kind: list(parts) for kind, parts in allowed.CONTENT.items()}
    assert data["marks"] == list(allowed.MARKS)
    assert data["schemes"] == sorted(allowed.URL_SCHEMES)
    assert data["choices"] == reverse("admin:articles_article_choices")


def test_every_kind_that_is_declared_is_known_to_the_script() -> None:
    grammar = (SCRIPTS / "grammar.js").read_text(encoding="utf-8")
    wrappers = {"body", "tbody", "caption"}
    for kind in {*allowed.CONTENT, *allowed.MARKS} - wrappers:
        assert re.search(rf'^  "?{re.escape(kind)}"?: ', grammar, re.MULTILINE), kind


def test_it_runs_under_the_site_s_own_policy(client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.get(reverse("admin:articles_article_add"))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert b"importmap" not in response.content


def test_every_word_of_the_scripts_is_given_and_used() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    given = words()
    for name in set(re.findall(r"words\.(\w+)", scripts)):
        assert name in given, name
    for name in given:
        assert re.search(rf'\.{name}\b|"{name}"|\b{name}:', scripts), name


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_word_is_translated(language: str) -> None:
    with override("en"):
        plain = words()
    with override(language):
        left = {name for name, text in words().items() if text == plain[name]}
    assert left == set()


def test_the_scripts_hold_no_words_for_people_and_stay_short() -> None:
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= MAX_LINES, path.name
        shown = re.findall(r"[\u0600-\u06ff]{3,}", text)
        assert shown == [], path.name
