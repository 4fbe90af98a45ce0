from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles.addresses import category_address
from articles.archives import Period
from articles.body import Bodies
from articles.content import Content
from articles.models import Category
from newsroom import richtext
from newsroom.arabic.typography import isolate_ltr, reading_minutes, shorten, word_count
from newsroom.markup import fill
from newsroom.pagecache.record import tag
from newsroom.site.menus import Entry, load_menus, menu_rows, named
from newsroom.site.models import MENUS_KEY
from newsroom.site.templatetags import arabic

register = template.Library()

SUMMARY_LENGTH = 200
FRONT_PAGE = "/"
CATEGORIES = "/category/"
_SECTIONS = Category.objects.all().top_level().order_by()
_MENUS = menu_rows(_SECTIONS.values_list(named("sections"), "position", "name", "path"))


class Sections(NamedTuple):
    """The sections of the paper, and what stands in the menu and beside them in the footer."""

    all: list[Entry]
    main: list[Entry]
    footer: list[Entry]


@register.simple_tag(takes_context=True)
def section_menu(context: Context) -> Sections:
    """While the settings name no main menu, the sections are it. One query."""
    tag(getattr(context, "request", None), MENUS_KEY)
    found = load_menus(_MENUS)
    sections = [Entry(name, category_address(path)) for name, path in found.get("sections", ())]
    return Sections(
        all=sections,
        main=found.get("main") or sections,
        footer=found.get("footer", []) + found["pages"],
    )


@register.simple_tag
def year_address(moment: datetime) -> str:
    """Of the archive."""
    return _archive("year", f"{localdate(moment):%Y}")


@register.simple_tag
def month_address(moment: datetime) -> str:
    return _archive("month", *f"{localdate(moment):%Y %m}".split())


@lru_cache(maxsize=100)
def _archive(route: str, *args: str) -> str:
    return reverse(f"articles:{route}", args=args)


@register.simple_tag
def entries(shown: list[Entry]) -> SafeString:
    """As items of a list."""
    return SafeString("".join([_entry(one) for one in shown]))


@register.simple_tag
def menu_entries(shown: list[Entry], *, category: object = "", current: str = "") -> SafeString:
    """The front page, then these. Marked is the page that the reader is on (``current``), else the
    section it belongs to, that of ``category``.
    """
    place = category.get_absolute_url() if isinstance(category, Category) else ""
    items = []
    for entry in [Entry(_("Home page"), FRONT_PAGE), *shown]:
        here = ""
        if entry.address == current:
            here = "page"
        elif entry.address.startswith(CATEGORIES) and place.startswith(entry.address):
            here = "true"
        items.append(_entry(entry, here))
    return SafeString("".join(items))


def _entry(entry: Entry, here: str = "") -> SafeString:
    return fill(
        '<li><a href="{}"{}{}>{}</a></li>\n',
        entry.address,
        fill(' aria-current="{}"', here) if here else "",
        SafeString(' rel="noopener"') if "https://" in entry.address else "",
        isolate_ltr(entry.label),
    )


@register.simple_tag
def story_body(bodies: Bodies, content: Content, arabic_indic: bool) -> str:
    """The text, with all that it refers to."""
    return bodies.page(content, arabic_indic=arabic_indic)


@register.simple_tag
def story_summary(content: Content) -> str:
    """One line for search engines and share sheets: the deck, else how the text begins."""
    return content.deck or shorten(richtext.plain_text(content.body), SUMMARY_LENGTH)


@register.simple_tag(takes_context=True)
def listing_title(context: Context) -> str:
    """The view's ``heading``, or the words for the time an archive page covers."""
    archive: Period | None = context.get("archive")
    if archive is None:
        return str(context["heading"])
    if archive.scale == "day":
        return _("News of %(day)s") % {"day": arabic.full_date(context, archive.first)}
    name = arabic.month if archive.scale == "month" else arabic.year
    when = name(context, archive.first)
    return _("Archive of %(when)s") % {"when": when}


@register.simple_tag
def minutes_to_read(body: str) -> int:
    """0 means less than a minute."""
    return reading_minutes(word_count(richtext.plain_text(body)))
