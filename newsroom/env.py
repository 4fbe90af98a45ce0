"""What the site reads from its environment: django-environ, made strict.

A variable that is empty counts as not set. Without a default a variable is required. Paths that
are relative start at the folder of manage.py, wherever the process was started from.
"""

import os
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

# Every name read so far; a test holds it against .env.example.
KNOWN: set[str] = set()

BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
DOTENV_LINE = re.compile(
    r"""(\s*|\#.*|(export\ )?[A-Za-z_][A-Za-z0-9_]*=("([^"\\]|\\.)*"|'[^']*'|[^"'].*)?)""",
    re.VERBOSE,
)

_base_dir = Path.cwd()


def load(base_dir: Path) -> None:
    """Take what `.env` beside manage.py says, for names that the real environment does not have."""
    global _base_dir
    _base_dir = base_dir
    file = base_dir / ".env"
    if not file.is_file():
        return
    content = file.read_text(encoding="utf-8-sig")
    for number, line in enumerate(content.splitlines(), start=1):
        # django-environ would skip such a line, and the setting with it.
        if not DOTENV_LINE.fullmatch(line):
            raise ImproperlyConfigured(f"{file}, line {number}: write NAME=value or # a comment.")
    Env.read_env(StringIO(content))


def text(name: str, default: str | None = None) -> str:
    return _given(name) or _default(name, default)


def secret(name: str, default: str | None = None) -> str:
    """A text that may also stand in the file that NAME_FILE names."""
    file_name = os.environ.get(f"{name}_FILE", "").strip()
    if not file_name:
        return text(name, default)
    if _given(name):
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set: keep one.")
    try:
        content = (_base_dir / file_name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE: cannot read {file_name}: {error}.") from error
    if not content:
        raise ImproperlyConfigured(f"{name}_FILE: {file_name} is empty.")
    return content


def boolean(name: str, default: bool = False) -> bool:
    given = _given(name)
    if not given:
        return default
    if given.lower() not in BOOLEANS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(BOOLEANS)}, not {given!r}.")
    return BOOLEANS[given.lower()]


def items(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list, separated by commas."""
    given = [item.strip() for item in _given(name).split(",")]
    return [item for item in given if item] or list(default)


def integer(name: str, default: int | None = None) -> int:
    given = text(name, None if default is None else str(default))
    # int() also takes 1_000 and Arabic digits, which other readers of the variable do not.
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", given):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {given!r}.")
    return int(given)


def path(name: str, default: Path | None = None) -> Path:
    return _base_dir / text(name, None if default is None else str(default))


def database(name: str, default: str | Path | None = None) -> dict[str, Any]:
    """An entry of DATABASES from a URL. A path as default is a SQLite file."""
    url = secret(name, "" if isinstance(default, Path) else default)
    if isinstance(default, Path) and not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(_base_dir / default)}
    return _database_config(name, url)


def _database_config(name: str, url: str) -> dict[str, Any]:
    """The messages never quote the URL: it holds a password."""
    scheme, _, rest = url.partition("://")
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} must begin with {', '.join(f'{known}://' for known in DATABASE_SCHEMES)}."
        )
    if scheme == "sqlite" and rest != ":memory:" and not rest.startswith("/"):
        raise ImproperlyConfigured(
            f"{name}: a SQLite file is written with three slashes, or four before an absolute path."
        )
    try:
        config: dict[str, Any] = Env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a database URL.") from None
    if scheme == "sqlite" and config["NAME"] != ":memory:":
        config["NAME"] = str(_base_dir / config["NAME"])
    return config


def mail(name: str, default: str) -> dict[str, Any]:
    """The EMAIL_… settings from a URL such as smtp+tls://user:password@host:587."""
    try:
        config: dict[str, Any] = Env.email_url_config(secret(name, default))
    except (ImproperlyConfigured, ValueError):
        # The URL holds a password: it is not quoted.
        raise ImproperlyConfigured(
            f"{name} must be a mail URL: {', '.join(f'{s}://' for s in sorted(Env.EMAIL_SCHEMES))}."
        ) from None
    return {key: value for key, value in config.items() if key.startswith("EMAIL_")}


def _given(name: str) -> str:
    KNOWN.add(name)
    return os.environ.get(name, "").strip()


def _default(name: str, default: str | None) -> str:
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set.")
    return default
