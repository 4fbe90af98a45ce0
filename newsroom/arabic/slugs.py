"""The readable part of an address."""

import re
import unicodedata
from collections.abc import Iterable

from newsroom.arabic.normalize import bare

LONGEST = 100
RESERVED = frozenset({"feed", "atom", "comments", "page"})


def slugify(text: str, *, fallback: str) -> str:
    """Letters of any script and digits 0-9, words joined by "-", at most 100 characters.

    Hamza, ة and ى stay as written. The fallback stands in for a text without letter and digit,
    so the result is empty only if the fallback has none either.
    """
    slug = _slug(text) or _slug(fallback)
    return f"{slug}-2" if slug in RESERVED else slug


def free_slug(text: str, *, taken: Iterable[str], fallback: str) -> str:
    """A slug for ``text`` that is not among ``taken``; a number is appended where it would be."""
    wanted = slugify(text, fallback=fallback)
    used = set(taken)
    slug, number = wanted, 2
    while slug in used:
        suffix = f"-{number}"
        slug = wanted[: LONGEST - len(suffix)].rstrip("-") + suffix
        number += 1
    return slug


def _slug(text: str) -> str:
    # Twice, because a lower-cased letter may fall apart into a letter and a mark.
    letters = bare(bare(text).lower())
    return _cut(re.sub("-+", "-", "".join(map(_slug_char, letters))).strip("-"))


def _slug_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] == "L" else "-"


def _cut(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    words_end = slug.rfind("-", 0, LONGEST + 1)
    return slug[:words_end] if words_end > 0 else slug[:LONGEST]
