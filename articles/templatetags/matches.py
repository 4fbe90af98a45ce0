from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.arabic.matching import Word, marked

register = template.Library()


@register.filter
def mark_words(text: str, words: Sequence[Word]) -> SafeString:
    """The text in its own spelling, the words of the query in ``<mark>``."""
    pieces = marked(text, words)
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces),
    )
