"""Roles are Django groups. An app declares its own in a mapping role → permissions.

The group's name is a stable English key; people see ``role_label``.
"""

from collections.abc import Iterable, Mapping

from django.apps import apps as global_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.models import User

ROLE_LABELS = {
    "reporter": _("Reporter"),
    "editor": _("Editor"),
    "editor_in_chief": _("Editor-in-chief"),
    "moderator": _("Moderator"),
    "administrator": _("Administrator"),
}


ADMINISTRATOR = "administrator"


def is_administrator(user: User) -> bool:
    """Costs a query unless ``user`` is a superuser."""
    return user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists()


def role_label(name: str) -> str:
    return str(ROLE_LABELS.get(name, name))


@transaction.atomic
def ensure_roles(roles: Mapping[str, Iterable[str]], *, apps: Apps = global_apps) -> None:
    """Add to each role the permissions ("app.codename") that it was never given before.

    What an administrator took away stays away: ``OfferedPermission`` remembers it.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Offered = apps.get_model("accounts", "OfferedPermission")
    for name, permissions in roles.items():
        group, _created = Group.objects.get_or_create(name=name)
        offered = set(Offered.objects.filter(role=name).values_list("permission", flat=True))
        for label in sorted(set(permissions) - offered):
            app, codename = label.split(".")
            permission = Permission.objects.filter(
                content_type__app_label=app, codename=codename
            ).first()
            if permission is None:
                continue  # its app has not migrated yet; the next post_migrate adds it
            group.permissions.add(permission)
            Offered.objects.create(role=name, permission=label)


def create_missing_permissions(apps: Apps = global_apps) -> None:
    """post_migrate receivers run app by app: make sure that every permission is there."""
    for config in global_apps.get_app_configs():
        if config.models_module:
            create_permissions(config, verbosity=0, apps=apps)
