from datetime import date, datetime, timedelta

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import Content
from articles.models import Category
from newsroom import richtext
from newsroom.arabic.typography import reading_minutes, shorten, word_count
from newsroom.site.templatetags import arabic

register = template.Library()

SUMMARY_LENGTH = 200


@register.simple_tag
def section_menu() -> list[Category]:
    """The sections of the paper, for the menu. One query."""
    return list(Category.objects.all().top_level())


@register.simple_tag
def story_summary(content: Content) -> str:
    """One line for search engines and share sheets: the deck, else how the text begins."""
    return content.deck or shorten(richtext.plain_text(content.body), SUMMARY_LENGTH)


@register.filter
def ancestors(category: Category | None) -> list[Category]:
    """From the root to the parent; free where the view fetched the parents."""
    found: list[Category] = []
    parent = category.parent if category else None
    while parent is not None:
        found.insert(0, parent)
        parent = parent.parent
    return found


@register.filter
def belongs_to(category: object, section: Category) -> bool:
    """Whether ``category`` is ``section`` or stands somewhere below it."""
    return isinstance(category, Category) and f"{category.path}/".startswith(f"{section.path}/")


@register.simple_tag(takes_context=True)
def listing_title(context: Context) -> str:
    """The view's ``heading``, or the words for the time an archive page covers."""
    first = context.get("archive_date")
    if first is None:
        return str(context["heading"])
    scale = context["archive_scale"]
    if scale == "day":
        return _("News of %(day)s") % {"day": arabic.full_date(context, first)}
    when = arabic.month(context, first) if scale == "month" else arabic.year(context, first)
    return _("Archive of %(when)s") % {"when": when}


@register.simple_tag
def archive_parts(scale: str, first: date, now: datetime) -> list[date]:
    """First days of what an archive page leads down to: months of a year, days of a month."""
    today = timezone.localdate(now)
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
def archive_beside(scale: str, first: date, now: datetime) -> dict[str, date | None]:
    """First days of the year, month or day before and after; no page lies in the future."""
    try:
        before = (
            first.replace(year=first.year - 1) if scale == "year" else first - timedelta(days=1)
        )
        after = _after(scale, first)
    except (ValueError, OverflowError):  # the calendar of Python ends here
        return {"before": None, "after": None}
    if scale == "month":
        before = before.replace(day=1)
    return {"before": before, "after": after if after <= timezone.localdate(now) else None}


def _after(scale: str, first: date) -> date:
    if scale == "year":
        return first.replace(year=first.year + 1)
    return (
        (first + timedelta(days=31)).replace(day=1)
        if scale == "month"
        else first + timedelta(days=1)
    )


@register.simple_tag
def minutes_to_read(body: str) -> int:
    """0 means less than a minute."""
    return reading_minutes(word_count(richtext.plain_text(body)))
