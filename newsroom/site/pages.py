"""The verbs of standing pages."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsroom import richtext
from newsroom.accounts.models import User
from newsroom.arabic.slugs import free_slug
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.site.models import Page


@transaction.atomic
def save_page(page: Page, *, by: User) -> Page:
    """Write a new or changed page. Its address is made once and stays."""
    if not by.has_perm("site.change_page" if page.pk else "site.add_page"):
        raise PermissionDenied
    page.title = one_line(clean_text(page.title))
    page.body = richtext.clean(page.body)
    if page.pk:
        page.slug = Page.objects.values_list("slug", flat=True).get(pk=page.pk)
    else:
        page.slug = free_page_slug(page.slug or page.title)
    page.updated_at = timezone.now()
    page.save()
    record("save_page", page, by=by, slug=page.slug)
    return page


@transaction.atomic
def delete_page(page: Page, *, by: User) -> None:
    if not by.has_perm("site.delete_page"):
        raise PermissionDenied
    record("delete_page", page, by=by, slug=page.slug)
    page.delete()


def free_page_slug(text: str) -> str:
    return free_slug(text, taken=Page.objects.values_list("slug", flat=True), fallback="page")
