"""Slugs and addresses: what may stand in them."""

from datetime import date
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.slugs import RESERVED, slugify


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
