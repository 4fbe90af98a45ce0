import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Variables set by a test or by its .env file are gone afterwards."""
    monkeypatch.setattr(env, "KNOWN", set())
    monkeypatch.setattr(env, "_base_dir", tmp_path)
    with patch.dict(os.environ):
        yield


def test_text_is_trimmed() -> None:
    os.environ["NAME"] = " الرباط \n"
    assert env.text("NAME") == "الرباط"


def test_text_empty_counts_as_not_set() -> None:
    os.environ["NAME"] = " "
    assert env.text("NAME", default="else") == "else"


def test_text_without_default_is_required() -> None:
    with pytest.raises(ImproperlyConfigured, match="NAME is not set"):
        env.text("NAME")


def test_text_beginning_with_a_dollar_is_kept() -> None:
    """django-environ would look up a variable of that name."""
    os.environ["NAME"] = "$HOME"
    assert env.text("NAME") == "$HOME"


@pytest.mark.parametrize("word", ["true", "True", "yes", "ON", " 1 "])
def test_boolean_true(word: str) -> None:
    os.environ["FLAG"] = word
    assert env.boolean("FLAG") is True


@pytest.mark.parametrize("word", ["false", "FALSE", "no", "Off", "0"])
def test_boolean_false(word: str) -> None:
    os.environ["FLAG"] = word
    assert env.boolean("FLAG", default=True) is False


@pytest.mark.parametrize("word", ["", None])
def test_boolean_not_set_is_the_default(word: str | None) -> None:
    if word is not None:
        os.environ["FLAG"] = word
    assert env.boolean("FLAG", default=True) is True
    assert env.boolean("FLAG") is False


@pytest.mark.parametrize("word", ["ture", "2", "none", "نعم"])
def test_boolean_mistyped_names_the_variable_and_the_words(word: str) -> None:
    os.environ["DEBUG"] = word
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.boolean("DEBUG")
    assert str(refusal.value) == (
        f"DEBUG must be one of true, yes, on, 1, false, no, off, 0, not {word!r}."
    )


def test_items_are_trimmed_and_empties_dropped() -> None:
    os.environ["HOSTS"] = " a.example, ,b.example ,,"
    assert env.items("HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize("given", ["", " , "])
def test_items_not_set_are_the_default(given: str) -> None:
    os.environ["HOSTS"] = given
    assert env.items("HOSTS", default=("c.example",)) == ["c.example"]


def test_integer() -> None:
    os.environ["NUMBER"] = " 8001 "
    assert env.integer("NUMBER") == 8001
    assert env.integer("OTHER", default=-3) == -3


@pytest.mark.parametrize("given", ["80a", "1.5", "1_000", "٨٠٠٠", "9" * 30])
def test_integer_mistyped(given: str) -> None:
    os.environ["NUMBER"] = given
    with pytest.raises(ImproperlyConfigured, match=f"NUMBER must be a whole number, not '{given}'"):
        env.integer("NUMBER")


def test_path_relative_starts_beside_manage_py(tmp_path: Path) -> None:
    os.environ["FOLDER"] = "media"
    assert env.path("FOLDER") == tmp_path / "media"


def test_path_absolute_is_kept() -> None:
    os.environ["FOLDER"] = "/srv/media"
    assert env.path("FOLDER") == Path("/srv/media")
    assert env.path("OTHER", default=Path("/srv/other")) == Path("/srv/other")


def test_secret_from_file_is_stripped(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n s3cret \n")
    os.environ["KEY_FILE"] = "key"
    assert env.secret("KEY") == "s3cret"
    assert "KEY" in env.KNOWN


def test_secret_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("one")
    os.environ.update(KEY="two", KEY_FILE=str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="Both KEY and KEY_FILE are set"):
        env.secret("KEY")


def test_secret_from_a_missing_file_is_refused() -> None:
    os.environ["KEY_FILE"] = "/nowhere/key"
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE: cannot read /nowhere/key: .*No such"):
        env.secret("KEY", default="default")


def test_secret_from_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(" \n")
    os.environ["KEY_FILE"] = "key"
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE: key is empty"):
        env.secret("KEY", default="default")


def test_database_postgres_from_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgres://writer:p%40ss@db.example:5433/news\n")
    os.environ["DB_URL_FILE"] = "url"
    config = env.database("DB_URL", default="sqlite:///data/x.sqlite3")
    assert config == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "news",
        "USER": "writer",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
    }


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///data/x.sqlite3", "{base}/data/x.sqlite3"),
        ("sqlite:////srv/x.sqlite3", "/srv/x.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_database_sqlite(tmp_path: Path, url: str, name: str) -> None:
    config = env.database("DB_URL", default=url)
    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == name.format(base=tmp_path)


def test_database_default_path_may_have_any_sign(tmp_path: Path) -> None:
    default = tmp_path / "c++ 100%?#.sqlite3"
    assert env.database("DB_URL", default=default)["NAME"] == str(default)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:hidden@h/db", "must begin with sqlite://, postgres://, postgresql://"),
        ("data/x.sqlite3", "must begin with"),
        ("sqlite://data/x.sqlite3", "three slashes"),
        ("postgres://u:hidden@h:port/db", "is not a database URL"),
    ],
)
def test_database_mistyped(url: str, message: str) -> None:
    os.environ["DB_URL"] = url
    with pytest.raises(ImproperlyConfigured, match=message) as refusal:
        env.database("DB_URL")
    assert "hidden" not in str(refusal.value)


def test_load_reads_the_file_and_the_real_environment_wins(tmp_path: Path) -> None:
    os.environ["ONE"] = "real"
    lines = ["# a comment", "", "ONE=file", "export TWO='a b'", 'THREE="c d"', "FOUR=", "FIVE=e=f"]
    (tmp_path / ".env").write_text("\n".join(lines))

    env.load(tmp_path)

    assert env.text("ONE") == "real"
    assert env.text("TWO") == "a b"
    assert env.text("THREE") == "c d"
    assert env.text("FOUR", default="default") == "default"
    assert env.text("FIVE") == "e=f"


@pytest.mark.parametrize("line", ["DEBUG", "DEBUG = true", " DEBUG=true", "1X=2", 'A="b', "A='b'c"])
def test_load_refuses_a_line_it_cannot_read(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"ONE=1\n{line}\n")
    with pytest.raises(ImproperlyConfigured, match=r"\.env, line 2: write NAME=value"):
        env.load(tmp_path)
    assert "ONE" not in os.environ


def test_load_without_a_file_changes_nothing(tmp_path: Path) -> None:
    before = dict(os.environ)
    env.load(tmp_path)
    assert dict(os.environ) == before


def test_example_file_names_exactly_what_the_settings_read() -> None:
    program = "import json, newsroom.settings as s; print(json.dumps(sorted(s.env.KNOWN)))"
    settings = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DEBUG": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z][A-Z_]*)=", example, re.MULTILINE)
    assert sorted(named) == json.loads(settings.stdout)


def test_example_file_explains_each_name_in_the_line_above() -> None:
    blocks = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")[1:]
    for block in blocks:
        assert re.fullmatch(r"# \S.+\n#[A-Z_]+=.*", block), block
