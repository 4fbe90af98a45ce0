"""The menu and the footer: how they are typed, read and saved."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import CharField, Value
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.arabic.typography import one_line
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge
from newsroom.site.models import (
    ADDRESS_LENGTH,
    LABEL_LENGTH,
    MENUS_KEY,
    MenuItem,
    Page,
    SiteSettings,
)

LONGEST_MENU = 20


class Entry(NamedTuple):
    label: str
    address: str


def menu_rows(*more: Any) -> Any:
    """All entries as (menu, position, label, address), the footer's pages under "pages".

    One query, which also fetches ``more``: lists of such values. Made once, and read by
    ``load_menus`` for every page: Django needs longer to put it together than to send it.
    """
    items = MenuItem.objects.order_by().values_list("menu", "position", "label", "address")
    pages = Page.objects.filter(in_footer=True).order_by()
    of_pages = pages.values_list(named("pages"), "position", "title", "slug")
    return items.union(of_pages, *more, all=True)


def load_menus(rows: Any) -> dict[str, list[Entry]]:
    """Label and address of the entries, by menu. One query."""
    found: dict[str, list[Entry]] = {}
    for menu, _position, label, address in sorted(rows.all()):
        found.setdefault(menu, []).append(Entry(label, address))
    found["pages"] = [Entry(title, _page_address(slug)) for title, slug in found.get("pages", ())]
    return found


@lru_cache(maxsize=100)
def _page_address(slug: str) -> str:
    return reverse("site:page", args=[slug])


def named(menu: str) -> Value:
    """The first column of ``more`` for ``menu_rows``."""
    return Value(menu, output_field=CharField())


@transaction.atomic
def save_menu(menu: MenuItem.Menu, entries: Sequence[Entry], *, by: User) -> bool:
    """Replace all entries of one menu. Returns whether anything changed."""
    if not by.has_perm("site.change_sitesettings"):
        raise PermissionDenied
    rows = MenuItem.objects.filter(menu=menu)
    before = [Entry(*row) for row in rows.values_list("label", "address")]
    if before == list(entries):
        return False
    rows.delete()
    MenuItem.objects.bulk_create(
        MenuItem(menu=menu, label=entry.label, address=entry.address, position=position)
        for position, entry in enumerate(entries)
    )
    purge(MENUS_KEY)
    changed = {f"{menu}_menu": [_printed(before), _printed(entries)]}
    record("save_menu", SiteSettings.load(), by=by, changed=changed)
    return True


def print_menu(menu: MenuItem.Menu) -> str:
    """As it is typed: one entry a line. One query."""
    rows = MenuItem.objects.filter(menu=menu).values_list("label", "address")
    return _printed(rows)


def _printed(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label} | {uri_to_iri(address)}" for label, address in entries)


def parse_menu(text: str) -> list[Entry]:
    """The opposite. Raises ValidationError with one message for each wrong line."""
    entries, errors = [], []
    lines = [(number, one_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if not line:
            continue
        try:
            entries.append(_entry(line))
        except ValueError as error:
            errors.append(_("Line %(number)s: %(error)s") % {"number": number, "error": error})
    if len(entries) > LONGEST_MENU:
        errors.append(_("%(limit)s entries are the limit.") % {"limit": LONGEST_MENU})
    if errors:
        raise ValidationError(errors)
    return entries


def _entry(line: str) -> Entry:
    label, separator, address = (part.strip() for part in line.rpartition("|"))
    if not separator or not label or not address:
        raise ValueError(_("write the label, a vertical line and the address."))
    if len(label) > LABEL_LENGTH:
        raise ValueError(_("the label has more than %(limit)s letters.") % {"limit": LABEL_LENGTH})
    stored = _stored(address)
    if len(stored) > ADDRESS_LENGTH:
        raise ValueError(_("the address is too long."))
    return Entry(label, stored)


def _stored(address: str) -> str:
    """Percent-encoded, as the site's own links are."""
    own = address.startswith("/") and not address.startswith(("//", "/\\"))
    try:
        parts = urlsplit(address)
        https = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        own = https = False
    if not (own or https) or " " in address:
        raise ValueError(
            _("the address begins with / for a page of this site, or with https:// for another.")
        )
    return quote(address, safe="/:?#[]@!$&'()*+,;=~%")
