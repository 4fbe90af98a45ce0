"""Slugs and addresses: what may stand in them."""

import re
from datetime import date
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.slugs import RESERVED, slugify

_STORY = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/([0-9]{1,18})(?:-[^/]*)?/?")


def validate_slug(value: str) -> None:
    if value in RESERVED:
        raise ValidationError(_("This word is part of the site's own addresses."), code="reserved")
    if not value or slugify(value, fallback="") != value:
        raise ValidationError(_("Letters, digits and hyphens only."), code="invalid")


# Not reverse(): a page prints a hundred of them. tests/articles/test_addresses.py compares the two.


def category_address(path: str) -> str:
    return f"/category/{quote(path)}/"


def tag_address(slug: str) -> str:
    return f"/tag/{quote(slug)}/"


def author_address(slug: str) -> str:
    return f"/author/{quote(slug)}/"


def story_address(day: date, article_id: int, slug: str) -> str:
    """The canonical form: percent-encoded as browsers send it, upper-case hex (RFC 3986, 2.1)."""
    return f"/{day:%Y/%m/%d}/{article_id}-{quote(slug)}/"


def story_at(address: str) -> int | None:
    """The story that this is an address of, as the site spells it or a person copied it.

    A place inside a page (#comments) is more than a story.
    """
    parts = urlsplit(address)
    found = _STORY.fullmatch(parts.path) if parts.hostname in _own_hosts() else None
    return int(found[1]) or None if found and not parts.fragment else None


def _own_hosts() -> set[str | None]:
    return {None, urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS}
