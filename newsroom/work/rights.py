from typing import Any

from django.apps import apps as global_apps
from django.apps.registry import Apps

from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, ensure_roles

ROLES = {ADMINISTRATOR: {"work.view_process", "work.view_task", "work.retry_task"}}


def ensure(*, apps: Apps = global_apps, **kwargs: Any) -> None:
    """A receiver of ``post_migrate``."""
    try:
        apps.get_model("accounts", "OfferedPermission")
    except LookupError:
        return  # migrated to a point before this table
    ensure_roles(ROLES, apps=apps)


def may_see_tasks(user: User) -> bool:
    return user.has_perm("work.view_task")


def may_retry(user: User) -> bool:
    return user.has_perm("work.retry_task")
