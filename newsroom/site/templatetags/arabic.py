"""Dates, ages and counts as the site's edition prints them, in French where that is active.

The tags read ``site`` and ``now`` from the context (newsroom.site.context_processors).
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from newsroom.arabic import dates, digits, hijri, plurals, typography
from newsroom.markup import fill
from newsroom.pagecache.record import limit
from newsroom.site import french
from newsroom.site.models import SiteSettings

register = template.Library()

# Younger times are printed in the colour of "now".
FRESH = timedelta(minutes=60)
TIME = '<time datetime="{}">{}</time>'
FRESH_TIME = '<time class="is-fresh" datetime="{}">{}</time>'


def _site(context: Context) -> SiteSettings:
    """Some of the admin's inclusion tags pass nothing on: there it costs a query."""
    site: SiteSettings = context.get("site") or SiteSettings.load()
    return site


def _local(value: datetime) -> datetime:
    """In the newsroom's zone; nobody has another one, so Django need not look for it."""
    return timezone.localtime(value, timezone.get_default_timezone())


def _request(context: Context) -> HttpRequest | None:
    """Also in a component that was included with ``only``."""
    request: HttpRequest | None = getattr(context, "request", None)
    return request


def _whole_minute(moment: datetime) -> datetime:
    """The clock of a page shows nothing new before a minute is full."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


@register.filter
def iso(value: datetime) -> str:
    """For ``datetime=``: ISO 8601 in the newsroom's zone, with offset and ASCII digits."""
    return _local(value).isoformat(timespec="minutes")


@register.filter
def is_fresh(value: datetime, now: datetime) -> bool:
    return value > now - FRESH


@register.filter
def is_today(value: datetime, now: datetime) -> bool:
    return _local(value).date() == _local(now).date()


@register.filter
def isolate_ltr(text: object) -> str:
    """Plain text (headlines, names, ``<title>``) whose Latin runs keep their order."""
    return typography.isolate_ltr(str(text))


@register.filter
def iso_day(value: datetime) -> str:
    """The beginning of the day, in the same form."""
    day = _local(value).date()
    return iso(timezone.make_aware(datetime(day.year, day.month, day.day)))


@register.simple_tag(takes_context=True)
def date_time(context: Context, value: datetime) -> str:
    if french.is_active():
        return french.date_time(_local(value))
    site = _site(context)
    return dates.date_time(_local(value), site.edition_data, arabic_indic=site.arabic_indic)


@register.simple_tag(takes_context=True)
def clock(context: Context, value: datetime) -> str:
    if french.is_active():
        return french.clock(_local(value))
    site = _site(context)
    return dates.clock(_local(value), site.edition_data, arabic_indic=site.arabic_indic)


@register.simple_tag(takes_context=True)
def long_date(context: Context, value: date | datetime) -> str:
    day = _local(value).date() if isinstance(value, datetime) else value
    if french.is_active():
        return french.long_date(day)
    site = _site(context)
    return dates.long_date(day, site.edition_data, arabic_indic=site.arabic_indic)


@register.simple_tag(takes_context=True)
def full_date(context: Context, value: date | datetime) -> str:
    """With the name of the day."""
    day = _local(value).date() if isinstance(value, datetime) else value
    if french.is_active():
        return french.full_date(day)
    site = _site(context)
    return dates.full_date(day, site.edition_data, arabic_indic=site.arabic_indic)


@register.simple_tag
def weekday(day: date) -> str:
    return french.WEEKDAYS[day.weekday()] if french.is_active() else dates.weekday_name(day)


@register.simple_tag(takes_context=True)
def year(context: Context, value: date | datetime) -> str:
    day = _local(value).date() if isinstance(value, datetime) else value
    if french.is_active():
        return str(day.year)
    return digits.localize(str(day.year), arabic_indic=_site(context).arabic_indic)


@register.simple_tag(takes_context=True)
def month(context: Context, value: date) -> str:
    """Name and year: نونبر 2023"""
    if french.is_active():
        return french.month(value)
    name = _site(context).edition_data.months[value.month - 1]
    return f"{name} {year(context, value)}"


@register.simple_tag(takes_context=True)
def short_when(context: Context, value: datetime) -> str:
    if french.is_active():
        return french.short_when(_local(value), _local(context["now"]))
    site = _site(context)
    return dates.short_when(
        _local(value), _local(context["now"]), site.edition_data, arabic_indic=site.arabic_indic
    )


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime, *, by_clock: bool = False) -> SafeString:
    """A ``<time>``: an age today (the time, ``by_clock``), a date before; the newest stand out."""
    now: datetime = context["now"]
    if not is_today(moment, now):
        printed = short_when(context, moment)
    else:
        printed = clock(context, moment) if by_clock else ago(context, moment)
    fresh = is_fresh(moment, now)
    if fresh:
        limit(_request(context), _whole_minute(moment + FRESH))
    return fill(FRESH_TIME if fresh else TIME, iso(moment), printed)


@register.simple_tag(takes_context=True)
def hijri_date(context: Context, value: datetime) -> str:
    """Empty where the site does not show it."""
    site = _site(context)
    if not site.show_hijri:
        return ""
    if french.is_active():
        return french.hijri_date(_local(value).date(), offset=site.hijri_offset)
    printed = hijri.hijri_date(_local(value).date(), offset=site.hijri_offset)
    return digits.localize(printed, arabic_indic=site.arabic_indic)


@register.simple_tag(takes_context=True)
def hijri_day(context: Context, day: date) -> str:
    """Without the year, for a cell of a calendar; empty where the site does not show it."""
    site = _site(context)
    if not site.show_hijri:
        return ""
    if french.is_active():
        return french.hijri_day(day, offset=site.hijri_offset)
    return hijri.hijri_day(day, offset=site.hijri_offset, arabic_indic=site.arabic_indic)


# The pages that show a story are often rendered together, as a change of it purges them all.


@lru_cache(maxsize=1000)
def _ago(value: datetime, now: datetime, arabic_indic: bool) -> str:
    return dates.ago(_local(value), _local(now), arabic_indic=arabic_indic)


@lru_cache(maxsize=1000)
def _ago_changes_at(value: datetime, now: datetime) -> datetime:
    return _whole_minute(dates.ago_changes_at(value, _local(now)))


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime) -> str:
    now = context["now"]
    limit(_request(context), _ago_changes_at(value, now))
    if french.is_active():
        return french.ago(_local(value), _local(now))
    return _ago(value, now, _site(context).arabic_indic)


@register.simple_tag(takes_context=True)
def count(context: Context, number: int, noun: str) -> str:
    """``{% count 3 "comments" %}`` → 3 تعليقات; the nouns are those of newsroom.arabic.plurals."""
    if french.is_active():
        return french.count_phrase(number, plurals.Noun(noun))
    site = _site(context)
    return plurals.count_phrase(
        number, plurals.Noun(noun), edition=site.edition_data, arabic_indic=site.arabic_indic
    )


@register.simple_tag(takes_context=True)
def number(context: Context, value: int) -> str:
    if french.is_active():
        return french.number(value)
    site = _site(context)
    return digits.group(value, site.edition_data, arabic_indic=site.arabic_indic)
