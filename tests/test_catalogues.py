"""The catalogues are complete, true to the code, compiled, and written as their language is."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.test_arabic_screens import BANNED

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
LANGUAGES = ("ar", "fr")
CATALOGUES = sorted(LOCALE.glob("**/*.po"))
PLURALS = {"ar": 6, "fr": 2}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+[^>]*>")
LEFT_OUT = ["--ignore=.venv", "--ignore=data", "--ignore=staticfiles", "--ignore=tests"]

# Where a rule of French would be broken by what is no prose: times, addresses, ends of tags.
FRENCH = {
    "no-break space before : ; ? !": r"[^\s\u00a0\u202f:/?!;][:;?!](?=\s|$)|[ ][:;?!»]",
    "no-break space after «": r"«(?![\u00a0\u202f])",
    "no-break space before »": r"(?<![\u00a0\u202f])»",
    "typewriter apostrophe": r"\w'\w",
    "three dots": r"\.\.\.",
}


def own(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], ignore_obsolete=False)


def texts(message: Message) -> tuple[str, ...]:
    shown: Any = message.string
    while isinstance(shown, list | tuple) and len(shown) == 1 and not isinstance(shown[0], str):
        [shown] = shown  # Babel wraps the forms of compiled catalogues once more
    return (shown,) if isinstance(shown, str) else tuple(shown)


def entries(path: Path) -> Iterator[Message]:
    return (message for message in read(path) if message.id)


def key(message: Message) -> tuple[str | None, str]:
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, message.id if isinstance(message.id, str) else message.id[0]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str | None, str]]:
    """What a fresh makemessages finds, made in a copy: the tree stays as it is."""
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is missing (gettext)")
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("newsroom", "articles", "templates", "static"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    for name in ("locale/ar", "locale/django"):
        (copy / name).mkdir(parents=True)
    command = [sys.executable, "manage.py", "makemessages", "-l", "ar", "--no-location", *LEFT_OUT]
    environment = {"PATH": "/usr/bin:/bin", "DEBUG": "true", "DATABASE_URL": "sqlite:///:memory:"}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return {key(message) for message in entries(copy / "locale/ar/LC_MESSAGES/django.po")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_and_nothing_is_stale(
    language: str, extracted: set[tuple[str | None, str]]
) -> None:
    known = {key(message) for message in entries(own(language))}
    assert extracted - known == set(), "missing: run makemessages and translate"
    assert known - extracted == set(), "stale: no longer in the code"
    assert not read(own(language)).obsolete


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_every_entry_is_translated_with_its_forms_and_placeholders(path: Path) -> None:
    forms = PLURALS[path.parts[-3]]
    for message in entries(path):
        shown = texts(message)
        assert all(text.strip() for text in shown), f"empty: {message.id}"
        assert not message.fuzzy, f"fuzzy: {message.id}"
        if message.pluralizable:
            assert len(shown) == forms, message.id
    assert len(list(entries(path))) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_id(language: str) -> None:
    for message in entries(own(language)):
        identity = message.id if isinstance(message.id, str) else message.id[1]
        wanted = sorted(PLACEHOLDER.findall(identity))
        for text in texts(message):
            found = sorted(PLACEHOLDER.findall(text))
            may_leave_out = message.pluralizable  # «one» and «two» are words in Arabic
            assert found == wanted or (may_leave_out and set(found) <= set(wanted)), message.id
            assert text.startswith("\n") == identity.startswith("\n"), message.id
            assert text.endswith("\n") == identity.endswith("\n"), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_compiled_catalogue_is_that_of_the_source(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = {key(message): texts(message) for message in read_mo(file) if message.id}
    assert compiled == {key(message): texts(message) for message in entries(path)}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_forms_that_are_banned_in_arabic(path: Path) -> None:
    if path.parts[-3] != "ar":
        pytest.skip("only for Arabic")
    found = [
        f"{rule}: {text}"
        for message in entries(path)
        for text in texts(message)
        for rule, pattern in BANNED.items()
        if re.search(pattern, re.sub(r"<[^>]*>|%\(\w+\)s", "", text))
    ]
    assert found == []


def test_french_typography() -> None:
    found = [
        f"{rule}: {text}"
        for message in entries(own("fr"))
        for text in texts(message)
        for rule, pattern in FRENCH.items()
        if re.search(pattern, re.sub(r"<[^>]*>|https?://\S*", "", text))
    ]
    assert found == []


def test_the_french_rules_find_what_is_wrong() -> None:
    wrong = ["Quoi ?", "Ligne 3:", "« x »", "«\u00a0x»", "l'article", "Attendez..."]
    right = ["Quoi\u202f?", "Ligne 3\u00a0:", "«\u00a0x\u00a0»", "l’article", "14:05", "https://a"]
    broken = [any(re.search(rule, text) for rule in FRENCH.values()) for text in wrong + right]
    assert broken == [True] * len(wrong) + [False] * len(right)
