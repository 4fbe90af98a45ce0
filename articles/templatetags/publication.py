from datetime import date, timedelta

from django import template

from articles.models import Category
from newsroom import richtext
from newsroom.arabic.typography import reading_minutes, word_count

register = template.Library()


@register.simple_tag
def section_menu() -> list[Category]:
    """The sections of the paper, for the menu. One query."""
    return list(Category.objects.all().top_level())


@register.filter
def belongs_to(category: Category | None, section: Category) -> bool:
    """Whether ``category`` is ``section`` or stands somewhere below it."""
    return bool(category) and f"{category.path}/".startswith(f"{section.path}/")


@register.simple_tag
def archive_parts(scale: str, first: date, today: date) -> list[date]:
    """First days of what an archive page leads down to: months of a year, days of a month."""
    if scale == "year":
        days = [first.replace(month=number) for number in range(1, 13)]
    elif scale == "month":
        days = [first + timedelta(days=number) for number in range(31)]
    else:
        return []
    inside = first.year, first.month
    return [
        day for day in days if day <= today and (scale == "year" or (day.year, day.month) == inside)
    ]


@register.simple_tag
def minutes_to_read(body: str) -> int:
    """0 means less than a minute."""
    return reading_minutes(word_count(richtext.plain_text(body)))
