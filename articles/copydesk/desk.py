"""Texts of a story read by the analyser, with the newsroom's own words, less what is let pass."""

from collections.abc import Sequence

from django.db.models import Q

from articles.content import Content
from articles.copydesk.models import IgnoredMark, Slip
from newsroom.arabic.copydesk import SLIPS, Block, Kind, Mark, check_blocks
from newsroom.richtext.text_blocks import text_blocks

FIELDS: dict[str, Kind] = {
    "kicker": Kind.CAPTION,
    "headline": Kind.HEADLINE,
    "deck": Kind.DECK,
    "photo_caption": Kind.CAPTION,
    "photo_alt": Kind.CAPTION,
}
"""The fields of a story that hold prose, beside its body."""


def marks_in(blocks: Sequence[Block], article_id: int | None = None) -> list[Mark]:
    """Costs two queries."""
    own = dict(Slip.objects.values_list("wrong", "right"))
    ignored = set(
        IgnoredMark.objects.filter(Q(article=None) | Q(article_id=article_id)).values_list(
            "rule", "found"
        )
    )
    marks = check_blocks(blocks, words={**SLIPS, **own})
    return [mark for mark in marks if (mark.rule, mark.found) not in ignored]


def blocks_of(content: Content) -> list[Block]:
    fields = [Block(getattr(content, name), kind) for name, kind in FIELDS.items()]
    return fields + [Block(text) for text in text_blocks(content.body)]


def error_count(article_id: int | None, content: Content) -> int:
    return sum(mark.is_error for mark in marks_in(blocks_of(content), article_id))
