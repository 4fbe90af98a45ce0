"""The verbs of standing pages."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsroom import richtext
from newsroom.accounts.models import User
from newsroom.arabic.slugs import free_slug
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge
from newsroom.site.models import MENUS_KEY, PAGES_KEY, Page


@transaction.atomic
def save_page(page: Page, *, by: User) -> Page:
    """Write a new or changed page. Its address is made once and stays."""
    if not by.has_perm("site.change_page" if page.pk else "site.add_page"):
        raise PermissionDenied
    page.title = one_line(clean_text(page.title))
    page.body = richtext.clean(page.body)
    before = Page.objects.filter(pk=page.pk).first()
    page.slug = before.slug if before else free_page_slug(page.slug or page.title)
    page.updated_at = timezone.now()
    page.save()
    _purge(page, before)
    record("save_page", page, by=by, slug=page.slug)
    return page


@transaction.atomic
def delete_page(page: Page, *, by: User) -> None:
    if not by.has_perm("site.delete_page"):
        raise PermissionDenied
    record("delete_page", page, by=by, slug=page.slug)
    _purge(None, page)
    page.delete()


def free_page_slug(text: str) -> str:
    return free_slug(text, taken=Page.objects.values_list("slug", flat=True), fallback="page")


def _purge(page: Page | None, before: Page | None) -> None:
    def in_menu(one: Page | None) -> tuple[str, int] | None:
        return (one.title, one.position) if one and one.in_footer else None

    purge(*(one.key for one in (page, before) if one))
    if page is None or before is None:
        purge(PAGES_KEY)
    if in_menu(page) != in_menu(before):
        purge(MENUS_KEY)
