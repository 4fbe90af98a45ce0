"""What a view says of its page while it is rendered: what it shows, and how long that is true."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from sys import intern
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from newsroom.pagecache.spans import FIRST, LAST, WHOLE, Span, place_of

View = Callable[..., HttpResponse]

KEPT = {200, 301, 410}
HONEST = "public, no-cache"
"""Anybody may keep the page, and asks whether it is still true before showing it again."""


class Record:
    """Of one rendering."""

    def __init__(self, now: datetime) -> None:
        self.keys: dict[str, Span] = {}
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        # Every page prints the date. Through UTC: a day may have 23 or 25 hours.
        tomorrow = midnight.replace(tzinfo=None) + timedelta(days=1)
        self.valid_until = timezone.make_aware(tomorrow)


def finished_page(*, query: tuple[str, ...] = ()) -> Callable[[View], View]:
    """The view's answer may be kept for every reader until something it shows has changed.

    ``query`` names what the page takes from the query string; the view sees nothing else of it.
    Answers other than 200, 301 and 410 are not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def finished(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.META["QUERY_STRING"] = chosen(request.META.get("QUERY_STRING", ""), query)
            request.GET = QueryDict(request.META["QUERY_STRING"])
            record = Record(timezone.now())
            request.page_record = record  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if response.status_code in KEPT:
                response.page_record = record  # type: ignore[attr-defined]
                response.headers["Cache-Control"] = HONEST
            return response

        finished.page_query = query  # type: ignore[attr-defined]
        return finished

    return decorate


def chosen(query_string: str, names: tuple[str, ...]) -> str:
    """The last value of each name, in the order of ``names``: one spelling for one page."""
    if not query_string or not names:
        return ""
    # WSGI hands bytes over as Latin-1 (PEP 3333).
    text = query_string.encode("latin-1", errors="replace").decode(errors="replace")
    given = dict(parse_qsl(text, keep_blank_values=True))
    return urlencode({name: given[name] for name in names if name in given})


def tag(
    request: HttpRequest | None,
    *keys: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """The page shows what these keys stand for; of a list, what lies between the two moments.

    Does nothing where no page is being finished, as in a preview.
    """
    record: Record | None = getattr(request, "page_record", None)
    if record is None:
        return
    span = WHOLE
    if since or until:
        span = Span(place_of(since) if since else FIRST, place_of(until) if until else LAST)
    for key in keys:
        known = record.keys.get(key)
        # Thousands of pages carry the same keys: one copy of each.
        record.keys[intern(key)] = known.joined(span) if known else span


def limit(request: HttpRequest | None, moment: datetime) -> None:
    """At this moment the page will say something else, without anybody changing it."""
    record: Record | None = getattr(request, "page_record", None)
    if record is not None:
        record.valid_until = min(record.valid_until, moment)
