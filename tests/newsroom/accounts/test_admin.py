from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.conftest import PASSWORD

LogIn = Callable[[User], Client]
USERS = "/admin/accounts/user/"


def form_of(user: User, **changes: Any) -> dict[str, Any]:
    values = {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": list(user.groups.values_list("pk", flat=True)),
    }
    return {**values, **changes}


def role(name: str) -> int:
    return Group.objects.get(name=name).pk


def roles_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_chief_changes_a_colleague(chief: User, reporter: User, logged_in: LogIn) -> None:
    form = form_of(reporter, name="اسم آخر", groups=[role("editor")])
    response = logged_in(chief).post(f"{USERS}{reporter.pk}/change/", form)
    assert response.status_code == 302
    assert User.objects.get(pk=reporter.pk).name == "اسم آخر"
    assert roles_of(reporter) == {"editor"}


def test_chief_sets_a_colleague_s_password(chief: User, reporter: User, logged_in: LogIn) -> None:
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    response = logged_in(chief).post(f"{USERS}{reporter.pk}/password/", form)
    assert response.status_code == 302
    assert User.objects.get(pk=reporter.pk).check_password(PASSWORD)


@pytest.mark.parametrize("superuser", [False, True])
def test_chief_does_not_change_an_administrator(
    superuser: bool, chief: User, logged_in: LogIn
) -> None:
    target = factories.user("" if superuser else "administrator", is_superuser=superuser)
    before, roles = User.objects.filter(pk=target.pk).values().get(), roles_of(target)
    client = logged_in(chief)
    form = form_of(target, name="آخر", is_active="", groups=[])
    assert client.post(f"{USERS}{target.pk}/change/", form).status_code == 403
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.post(f"{USERS}{target.pk}/password/", passwords).status_code == 403
    assert client.get(f"{USERS}{target.pk}/password/").status_code == 403
    assert client.post(f"{USERS}{target.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=target.pk).values().get() == before
    assert roles_of(target) == roles


def test_chief_does_not_hand_out_the_administrator_role(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    client = logged_in(chief)
    for user in (reporter, chief):
        before = roles_of(user)
        page = client.get(f"{USERS}{user.pk}/change/").content.decode()
        assert f'<option value="{role("editor")}"' in page
        assert f'<option value="{role("administrator")}"' not in page
        form = form_of(user, groups=[role("editor"), role("administrator")])
        assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 200
        assert roles_of(user) == before


def test_chief_makes_nobody_a_superuser_or_demo_account(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    more = {"is_superuser": "on", "is_demo": "on", "user_permissions": [1, 2, 3]}
    form = form_of(reporter, **more)
    assert logged_in(chief).post(f"{USERS}{reporter.pk}/change/", form).status_code == 302
    changed = User.objects.get(pk=reporter.pk)
    assert (changed.is_superuser, changed.is_demo) == (False, False)
    assert not changed.user_permissions.exists()


def test_chief_neither_adds_nor_deletes_accounts(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    client = logged_in(chief)
    assert client.get(f"{USERS}add/").status_code == 403
    assert client.post(f"{USERS}{reporter.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=reporter.pk).exists()


def test_administrator_changes_administrators(administrator: User, logged_in: LogIn) -> None:
    other = factories.user("administrator")
    client = logged_in(administrator)
    assert client.post(f"{USERS}{other.pk}/change/", form_of(other, name="آخر")).status_code == 302
    assert User.objects.get(pk=other.pk).name == "آخر"
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.post(f"{USERS}{other.pk}/password/", passwords).status_code == 302


def test_administrator_hands_out_the_administrator_role(
    administrator: User, editor: User, logged_in: LogIn
) -> None:
    form = form_of(editor, groups=[role("administrator")])
    assert logged_in(administrator).post(f"{USERS}{editor.pk}/change/", form).status_code == 302
    assert roles_of(editor) == {"administrator"}


def test_administrator_adds_an_account(administrator: User, logged_in: LogIn) -> None:
    form = {"username": "new", "name": "جديدة", "password1": PASSWORD, "password2": PASSWORD}
    response = logged_in(administrator).post(f"{USERS}add/", {**form, "usable_password": "true"})
    assert response.status_code == 302
    assert User.objects.get(username="new").check_password(PASSWORD)


@pytest.mark.parametrize("who", ["reporter", "editor", "moderator", ""])
def test_accounts_are_closed_to_others(who: str, administrator: User, logged_in: LogIn) -> None:
    user = factories.user(who)
    client = logged_in(user)
    for target in (user, administrator):
        for path in ("", "add/", f"{target.pk}/change/", f"{target.pk}/password/"):
            response = client.get(f"{USERS}{path}")
            assert response.status_code == 403
            assert administrator.username not in response.content.decode()
    assert client.post(f"{USERS}{user.pk}/change/", form_of(user, name="آخر")).status_code == 403
    assert User.objects.get(pk=user.pk).name == user.name


def test_nobody_opens_groups(administrator: User, logged_in: LogIn) -> None:
    assert logged_in(administrator).get("/admin/auth/group/").status_code == 404


def test_password_is_not_looked_for_through_the_list(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    response = logged_in(chief).get(f"{USERS}?password__startswith=md5")
    assert response.status_code in (302, 400)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_queries(
    count: int, chief: User, logged_in: LogIn, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factories.user("editor")
    client = logged_in(chief)
    with django_assert_num_queries(11):
        page = client.get(USERS).content.decode()
    assert page.count("سكرتير التحرير") >= count


# --- the audit log ------------------------------------------------------------------------------


def lines(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb))


def test_roles_given_and_taken_have_a_line(chief: User, reporter: User, logged_in: LogIn) -> None:
    form = form_of(reporter, groups=[role("editor"), role("moderator")])
    logged_in(chief).post(f"{USERS}{reporter.pk}/change/", form)
    [line] = lines("change_roles")
    assert (line.by, line.target_id) == (chief, str(reporter.pk))
    assert line.detail == {"changed": {"roles": [["reporter"], ["editor", "moderator"]]}}
    assert lines("change_account") == []


def test_other_changes_of_an_account_have_a_line(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    before = reporter.name
    logged_in(chief).post(
        f"{USERS}{reporter.pk}/change/", form_of(reporter, name="اسم آخر", is_active="")
    )
    [line] = lines("change_account")
    assert line.detail == {"changed": {"name": [before, "اسم آخر"], "is_active": [True, False]}}
    assert lines("change_roles") == []


def test_saving_without_a_change_has_none(chief: User, reporter: User, logged_in: LogIn) -> None:
    logged_in(chief).post(f"{USERS}{reporter.pk}/change/", form_of(reporter))
    assert lines("change_account") == lines("change_roles") == []


def test_accounts_that_come_and_go_have_lines(administrator: User, logged_in: LogIn) -> None:
    client = logged_in(administrator)
    form = {"username": "new", "name": "جديدة", "password1": PASSWORD, "password2": PASSWORD}
    client.post(f"{USERS}add/", {**form, "usable_password": "true"})
    [added] = lines("add_account")
    client.post(f"{USERS}{added.target_id}/delete/", {"post": "yes"})
    [deleted] = lines("delete_account")
    assert (deleted.by, deleted.target_label) == (administrator, "جديدة")


def test_password_set_for_a_colleague_has_a_line(
    chief: User, reporter: User, logged_in: LogIn
) -> None:
    client = logged_in(chief)
    address = f"{USERS}{reporter.pk}/password/"
    form = {"password1": PASSWORD, "password2": "other", "usable_password": "true"}
    client.post(address, form)
    assert lines("set_password") == []
    client.post(address, {**form, "password2": PASSWORD})
    [line] = lines("set_password")
    assert (line.by, line.target_id, line.detail) == (chief, str(reporter.pk), {})
