"""The audit lines of what is done to a colleague's account."""

from typing import Any, NamedTuple

from newsroom.accounts.models import User
from newsroom.audit.log import record

WATCHED = ("username", "name", "email", "language", "is_active", "is_staff", "is_superuser")


class Account(NamedTuple):
    fields: dict[str, Any]
    roles: list[str]


def account_of(user: User) -> Account:
    """As it stands in the database. Two queries."""
    fields = User.objects.filter(pk=user.pk).values(*WATCHED).get()
    return Account(fields, sorted(user.groups.values_list("name", flat=True)))


def note_added(user: User, *, by: User) -> None:
    record("add_account", user, by=by)


def note_changed(user: User, before: Account, *, by: User) -> None:
    """Roles have a line of their own: it is the one that is looked for."""
    after = account_of(user)
    changed = {
        name: [before.fields[name], value]
        for name, value in after.fields.items()
        if value != before.fields[name]
    }
    if changed:
        record("change_account", user, by=by, changed=changed)
    if after.roles != before.roles:
        record("change_roles", user, by=by, changed={"roles": [before.roles, after.roles]})
