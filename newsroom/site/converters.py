"""Path converters that refuse what no row can match, before a database sees it."""

import unicodedata

from django.urls import register_converter


def parse_id(text: str) -> int | None:
    """A primary key that comes from outside, not by way of a path; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class IdConverter:
    """A primary key; longer numbers than a database column holds do not match."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SlugConverter:
    """One part of an address, in any script. Control characters do not match."""

    regex = r"[^/\x00-\x1f\x7f]{1,300}"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value


class SlugPathConverter(SlugConverter):
    """Several of them."""

    regex = r"[^/\x00-\x1f\x7f]{1,300}(?:/[^/\x00-\x1f\x7f]{1,300}){0,9}"


register_converter(IdConverter, "id")
register_converter(SlugConverter, "any_slug")
register_converter(SlugPathConverter, "slug_path")
