import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from articles import first_rows
from articles.models import Category
from articles.roles import ROLES
from newsroom.accounts.models import OfferedPermission, User
from newsroom.accounts.roles import ensure_roles, is_administrator, role_label
from newsroom.embeds import rights as embeds
from newsroom.site.models import SiteSettings
from newsroom.work import rights as tasks
from tests import factories

ARABIC = {
    "reporter": "صحافي",
    "editor": "سكرتير التحرير",
    "editor_in_chief": "رئيس التحرير",
    "moderator": "مشرف التعليقات",
    "administrator": "المسؤول التقني",
}


def permissions_of(role: str) -> set[str]:
    labels = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in labels}


def all_of(role: str) -> set[str]:
    platform = (tasks.ROLES.get(role, set()), embeds.ROLES.get(role, set()))
    return ROLES[role].union(*platform)


def permission(label: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def test_every_role_stands_after_migrate(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES) == set(ARABIC)


@pytest.mark.parametrize("role", ROLES)
def test_role_has_exactly_its_permissions(role: str, db: None) -> None:
    assert permissions_of(role) == all_of(role)


@pytest.mark.parametrize("role", ROLES)
def test_role_is_named_in_arabic(role: str) -> None:
    assert role_label(role) == ARABIC[role]


def test_role_of_the_site_s_own_keeps_its_name() -> None:
    assert role_label("متدرب") == "متدرب"


def test_each_step_up_the_desk_may_more() -> None:
    assert ROLES["reporter"] < ROLES["editor"] < ROLES["editor_in_chief"] < ROLES["administrator"]
    assert ROLES["moderator"] < ROLES["administrator"]


def test_no_one_but_the_desk_publishes() -> None:
    may = {role for role, labels in ROLES.items() if "articles.publish_article" in labels}
    assert may == {"editor", "editor_in_chief", "administrator"}


def test_nobody_deletes_the_log() -> None:
    everything = set().union(*ROLES.values())
    assert not {"audit.change_entry", "audit.delete_entry"} & everything


def test_no_one_but_the_head_of_the_desk_empties_the_trash() -> None:
    may = {role for role, labels in ROLES.items() if "articles.delete_article" in labels}
    assert may == {"editor_in_chief", "administrator"}


def test_what_an_administrator_took_away_stays_away(db: None) -> None:
    Group.objects.get(name="editor").permissions.remove(permission("articles.change_tag"))
    Group.objects.get(name="moderator").permissions.clear()
    first_rows.ensure(apps=apps)
    assert permissions_of("editor") == all_of("editor") - {"articles.change_tag"}
    assert permissions_of("moderator") == set()


def test_what_an_administrator_added_stays(db: None) -> None:
    Group.objects.get(name="reporter").permissions.add(permission("articles.view_article"))
    first_rows.ensure(apps=apps)
    assert permissions_of("reporter") == ROLES["reporter"] | {"articles.view_article"}


def test_permission_of_a_later_version_is_added_once(db: None) -> None:
    wanted = {"reporter": {*ROLES["reporter"], "articles.view_tag"}}
    ensure_roles(wanted)
    assert permissions_of("reporter") == wanted["reporter"]
    Group.objects.get(name="reporter").permissions.remove(permission("articles.view_tag"))
    ensure_roles(wanted)
    assert permissions_of("reporter") == ROLES["reporter"]


def test_permission_that_is_not_there_yet_is_left_for_later(db: None) -> None:
    ensure_roles({"reporter": {"articles.fly"}})
    assert permissions_of("reporter") == ROLES["reporter"]
    assert not OfferedPermission.objects.filter(permission="articles.fly").exists()


def test_role_that_was_deleted_comes_back_empty(db: None) -> None:
    Group.objects.get(name="moderator").delete()
    first_rows.ensure(apps=apps)
    assert permissions_of("moderator") == set()


def test_first_rows_leave_alone_what_was_changed(default_category: Category) -> None:
    Category.objects.update(name="منوعات", slug="misc", path="misc")
    SiteSettings.objects.update(name="المحبرة", edition="EG")
    first_rows.ensure(apps=apps)
    first_rows.ensure(apps=apps)
    category = Category.objects.get()
    assert (category.pk, category.name, category.path) == (default_category.pk, "منوعات", "misc")
    site = SiteSettings.objects.get()
    assert (site.name, site.edition) == ("المحبرة", "EG")


def test_administrator_is_known_by_role_or_as_superuser(editor: User, administrator: User) -> None:
    assert is_administrator(administrator)
    assert is_administrator(factories.user(is_superuser=True))
    assert not is_administrator(editor)


def test_account_without_role_may_nothing(db: None) -> None:
    assert factories.user().get_all_permissions() == set()


def test_stopped_account_may_nothing(administrator: User) -> None:
    administrator.is_active = False
    administrator.save()
    assert User.objects.get(pk=administrator.pk).get_all_permissions() == set()
