"""A typed address → its parts, or nothing where it might mean two things to two readers."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.encoding import uri_to_iri

MAX_LENGTH = 2000
MAX_PARAMETERS = 50

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_CLOCK = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


class Place(NamedTuple):
    host: str
    path: tuple[str, ...]
    """Decoded segments, without empty ones."""
    query: dict[str, str]
    fragment: str

    @property
    def start(self) -> int:
        """The second at which a recording shall start, where the address says so."""
        words = dict(parse_qsl(self.fragment)) | self.query
        return seconds(words.get("t") or words.get("start") or "")


def read(url: str) -> Place | None:
    """Only plain web addresses: no user, port, IP number, foreign letters in the host's name."""
    url = url.strip(" \t\r\n")
    if len(url) > MAX_LENGTH or "\\" in url or any(map(_is_hidden, url)):
        return None
    try:
        parts = urlsplit(url)
        path = tuple(unquote(part, errors="strict") for part in parts.path.split("/") if part)
        query = dict(
            reversed(parse_qsl(parts.query, errors="strict", max_num_fields=MAX_PARAMETERS))
        )
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.lower()):
        return None
    return Place(parts.netloc.lower(), path, query, parts.fragment)


def _is_hidden(character: str) -> bool:
    """Control and format characters, spaces, halves of pairs, private use."""
    return unicodedata.category(character)[0] in "CZ"


def seconds(text: str) -> int:
    """«90», «90s», «1m30s», «1h2m3s»; 0 for anything else."""
    match = _CLOCK.fullmatch(text)
    if not match:
        return 0
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest


def as_read(address: str) -> str:
    """An address as people read it: without its scheme, in letters."""
    return uri_to_iri(address).removeprefix("https://")
