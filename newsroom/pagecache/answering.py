"""A finished page as an HTTP answer: compressed or not, whole or «not modified» (RFC 9110)."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.http import parse_http_date_safe

from newsroom.pagecache.page import Page

ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')
NOT_FOR_304 = {"content-length", "content-encoding", "content-type"}


def answer(
    page: Page, environ: Mapping[str, Any], start_response: Callable[..., Any]
) -> list[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING")
    zipped = page.zipped and accepted is not None and takes_gzip(accepted)
    headers = page.zipped_headers if zipped else page.plain_headers
    if page.status == 200 and _is_known(page, environ):
        start_response("304 Not Modified", [h for h in headers if h[0].lower() not in NOT_FOR_304])
        return []
    start_response(page.status_line, headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return [page.body if zipped or not page.zipped else page.plain]


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """RFC 9110, 12.5.3: a coding named itself counts before the star."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(weight) if parameter else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _is_known(page: Page, environ: Mapping[str, Any]) -> bool:
    """Whether the reader has this page (RFC 9110, 13.2.2: the date counts without a tag only)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        known = {tag.removesuffix("-gz") for tag in ENTITY_TAG.findall(tags)}
        return tags.strip() == "*" or page.etag in known
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    moment = parse_http_date_safe(since) if since else None
    return moment is not None and page.modified <= moment
