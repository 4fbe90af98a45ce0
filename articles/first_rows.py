"""Rows that always exist. Runs after every migrate; adds what is missing, changes nothing."""

from typing import Any

from django.apps import apps as global_apps
from django.apps.registry import Apps
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.roles import ROLES
from newsroom.accounts.roles import create_missing_permissions, ensure_roles
from newsroom.site.models import initial

DEFAULT_CATEGORY_SLUG = "uncategorized"


def ensure(*, apps: Apps = global_apps, **kwargs: Any) -> None:
    """``apps`` is missing when `flush` sends the signal: the models are those of today."""
    try:
        Category = apps.get_model("articles", "Category")
        PublicationSettings = apps.get_model("articles", "PublicationSettings")
        SiteSettings = apps.get_model("site", "SiteSettings")
        apps.get_model("accounts", "OfferedPermission")
    except LookupError:
        return  # migrated to a point before these tables
    with override(settings.LANGUAGE_CODE):
        Category.objects.get_or_create(
            is_default=True,
            defaults={
                "name": _("Uncategorized"),
                "slug": DEFAULT_CATEGORY_SLUG,
                "path": DEFAULT_CATEGORY_SLUG,
                "position": 1000,
            },
        )
        SiteSettings.objects.get_or_create(pk=1, defaults=initial())
    PublicationSettings.objects.get_or_create(pk=1)
    create_missing_permissions(apps)
    ensure_roles(ROLES, apps=apps)
