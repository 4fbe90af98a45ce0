from typing import Any

from django.apps import apps as global_apps
from django.apps.registry import Apps

from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, ensure_roles

_DESK = {"embeds.view_embed", "embeds.change_embed"}
ROLES = {"editor": _DESK, "editor_in_chief": _DESK, ADMINISTRATOR: _DESK}


def ensure(*, apps: Apps = global_apps, **kwargs: Any) -> None:
    """A receiver of ``post_migrate``."""
    try:
        apps.get_model("accounts", "OfferedPermission")
    except LookupError:
        return  # migrated to a point before this table
    ensure_roles(ROLES, apps=apps)


def may_correct(user: User) -> bool:
    return user.has_perm("embeds.change_embed")
