"""What a host answered → words that we trust to be words."""

import json
import re
from html import unescape
from typing import Any, NamedTuple

from newsroom.arabic.typography import clean_text, shorten
from newsroom.embeds.models import AUTHOR_LENGTH, TITLE_LENGTH
from newsroom.embeds.network import Answer, FetchError

LONGEST = 7 * 24 * 3600  # seconds; more is a mistake
QUOTED = 140  # letters of a post that stand for a title

_META = re.compile(r"<meta\s[^<>]{1,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ISO_DURATION = re.compile(
    r"P(?:(\d{1,2})D)?T?(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?"
)
_POST = re.compile(r"<blockquote[^>]*>\s*<p[^>]*>(.{0,8000}?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SHORT_LINK = re.compile(r"(?:https?://t\.co/|pic\.(?:twitter|x)\.com/)\w+")


class Unreadable(FetchError): ...


class Facts(NamedTuple):
    """What is empty is not known."""

    title: str = ""
    author: str = ""
    duration: int | None = None
    poster: str = ""
    """Address of the picture at the host."""

    def completed(self, other: "Facts") -> "Facts":
        return Facts(
            self.title or other.title,
            self.author or other.author,
            self.duration or other.duration,
            self.poster or other.poster,
        )

    @property
    def is_complete(self) -> bool:
        return bool(self.title and self.poster and self.duration)


def read_json(answer: Answer) -> Facts:
    try:
        data = json.loads(answer.text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(data, dict):
        raise Unreadable("JSON, but no object")
    title = _line(data.get("title"), TITLE_LENGTH) or _post(data.get("html"))
    author = _line(data.get("author_name") or data.get("owner.screenname"), AUTHOR_LENGTH)
    poster = _text(data.get("thumbnail_720_url") or data.get("thumbnail_url"))
    return Facts(title, author, _seconds(data.get("duration")), poster)


def read_page(answer: Answer) -> Facts:
    """From the ``<meta>`` elements of a page: Open Graph, and schema.org's duration."""
    found: dict[str, str] = {}
    for element in _META.finditer(answer.text):
        words = {
            name.lower(): unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(element[0])
        }
        name = words.get("property") or words.get("name") or words.get("itemprop") or ""
        found.setdefault(name.lower(), words.get("content", ""))
    title = _line(found.get("og:title"), TITLE_LENGTH)
    description = _line(found.get("og:description"), QUOTED)
    if not title:
        raise Unreadable("no og:title")
    duration = _iso_seconds(found.get("duration", "")) or _seconds(found.get("video:duration"))
    # A post has its channel's or author's name for a title, and its words for a description.
    is_post = bool(description) and "video" not in found.get("og:type", "")
    if is_post:
        return Facts(description, title[:AUTHOR_LENGTH], duration, found.get("og:image", ""))
    return Facts(title, "", duration, found.get("og:image", ""))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(value: Any, limit: int) -> str:
    return shorten(clean_text(_text(value)[:8000]), limit)


def _post(html: Any) -> str:
    """The words of a post, of which oEmbed has only the markup."""
    match = _POST.search(_text(html)[:20_000])
    words = unescape(_TAG.sub("", match[1].replace("<br>", " "))) if match else ""
    return _line(_SHORT_LINK.sub("", words), QUOTED)


def _seconds(value: Any) -> int | None:
    try:
        seconds = round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= LONGEST else None


def _iso_seconds(text: str) -> int | None:
    match = _ISO_DURATION.fullmatch(text)
    if not match:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return _seconds(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
