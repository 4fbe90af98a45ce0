from django import template

from articles.models import Category
from newsroom import richtext
from newsroom.arabic.typography import reading_minutes, word_count

register = template.Library()


@register.simple_tag
def section_menu() -> list[Category]:
    """The sections of the paper, for the menu. One query."""
    return list(Category.objects.all().top_level())


@register.simple_tag
def minutes_to_read(body: str) -> int:
    """0 means less than a minute."""
    return reading_minutes(word_count(richtext.plain_text(body)))
