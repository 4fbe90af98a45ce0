from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from articles.categories import CategoryRefused, delete_category, save_category
from articles.models import Article, Category
from articles.renaming import Kind, moved_to
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

LogIn = Callable[[User], Client]


def reload(category: Category) -> Category:
    return Category.objects.get(pk=category.pk)


def save(category: Category, *, by: User, **changes: object) -> Category:
    category = reload(category)
    for name, value in changes.items():
        setattr(category, name, value)
    return save_category(category, by=by)


@pytest.fixture
def tree(db: None) -> tuple[Category, Category, Category]:
    """world / africa / morocco"""
    world = factories.category("العالم", slug="world")
    africa = factories.category("إفريقيا", slug="africa", parent=world)
    return world, africa, factories.category("المغرب", slug="morocco", parent=africa)


# --- the default category ------------------------------------------------------------------------


def test_default_category_stands_after_migrate(default_category: Category) -> None:
    assert default_category.name == "غير مصنف"
    assert default_category.path == "uncategorized"
    assert default_category.parent is None


def test_second_default_category_is_refused_by_the_database(default_category: Category) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.create(name="آخر", slug="other", path="other", is_default=True)


def test_default_category_is_not_deleted(default_category: Category, administrator: User) -> None:
    with pytest.raises(CategoryRefused, match="لا يُحذف"):
        delete_category(default_category, by=administrator)
    assert Category.objects.default() == default_category


def test_default_category_stays_at_the_top(
    default_category: Category, chief: User, tree: tuple[Category, ...]
) -> None:
    with pytest.raises(CategoryRefused, match="التصنيف الافتراضي"):
        save(default_category, by=chief, parent=tree[0])


def test_admin_says_why_the_default_category_stays_at_the_top(
    default_category: Category, chief: User, tree: tuple[Category, ...], logged_in: LogIn
) -> None:
    fields = {"name": "غير مصنف", "slug": "uncategorized", "position": 1000, "description": ""}
    response = logged_in(chief).post(
        f"/admin/articles/category/{default_category.pk}/change/",
        {**fields, "parent": tree[0].pk},
    )
    assert response.status_code == 200
    assert "لا يوضع التصنيف الافتراضي تحت تصنيف آخر" in response.content.decode()
    assert reload(default_category).parent is None


def test_admin_deletes_other_categories_only(
    default_category: Category, chief: User, logged_in: LogIn
) -> None:
    client, other = logged_in(chief), factories.category()
    for category, offered in ((default_category, False), (other, True)):
        page = client.get(f"/admin/articles/category/{category.pk}/change/").content.decode()
        assert (f"/admin/articles/category/{category.pk}/delete/" in page) == offered
    path = f"/admin/articles/category/{default_category.pk}/delete/"
    assert client.post(path, {"post": "yes"}).status_code == 403
    assert Category.objects.default() == default_category


# --- deletion ------------------------------------------------------------------------------------


def test_delete_moves_the_stories_and_says_how_many(
    chief: User, editor: User, default_category: Category
) -> None:
    gone, kept = factories.category(), factories.category()
    inside = [factories.published(by=editor, category=gone) for _ in range(2)]
    both = factories.published(by=editor, category=gone, categories=(default_category, kept))
    beside = factories.published(by=editor, category=kept, categories=(gone,))
    assert delete_category(gone, by=chief) == 3
    for article in inside:
        article.refresh_from_db()
        assert article.category == default_category
        assert list(article.categories.all()) == [default_category]
    assert set(Article.objects.get(pk=both.pk).categories.all()) == {default_category, kept}
    beside.refresh_from_db()
    assert (beside.category, list(beside.categories.all())) == (kept, [kept])
    entry = Entry.objects.get(verb="delete_category")
    assert entry.target_label == gone.name
    assert entry.detail == {"articles": 3, "path": gone.path}


def test_delete_without_stories_says_none(chief: User) -> None:
    assert delete_category(factories.category(), by=chief) == 0


def test_delete_lifts_the_children_one_step(chief: User, tree: tuple[Category, ...]) -> None:
    world, africa, morocco = tree
    delete_category(africa, by=chief)
    morocco = reload(morocco)
    assert (morocco.parent, morocco.path) == (world, "world/morocco")
    assert moved_to(Kind.CATEGORY, "world/africa/morocco") == morocco
    delete_category(reload(world), by=chief)
    morocco = reload(morocco)
    assert (morocco.parent, morocco.path) == (None, "morocco")
    for old in ("world/africa/morocco", "world/morocco"):
        assert moved_to(Kind.CATEGORY, old) == morocco


def test_delete_is_refused_where_a_child_has_no_place_above(
    chief: User, tree: tuple[Category, ...]
) -> None:
    factories.category(slug="africa")
    with pytest.raises(CategoryRefused, match="تصنيف آخر له الرابط نفسه"):
        delete_category(tree[0], by=chief)
    assert reload(tree[1]).path == "world/africa"


def test_admin_says_how_many_stories_moved(chief: User, editor: User, logged_in: LogIn) -> None:
    gone = factories.category()
    for _ in range(2):
        factories.published(by=editor, category=gone)
    path = f"/admin/articles/category/{gone.pk}/delete/"
    response = logged_in(chief).post(path, {"post": "yes"}, follow=True)
    assert "نُقل إلى «غير مصنف»: مقالان" in response.content.decode()
    assert not Category.objects.filter(pk=gone.pk).exists()


def test_admin_says_why_a_category_is_not_deleted(
    chief: User, tree: tuple[Category, ...], logged_in: LogIn
) -> None:
    factories.category(slug="africa")
    path = f"/admin/articles/category/{tree[0].pk}/delete/"
    response = logged_in(chief).post(path, {"post": "yes"}, follow=True)
    assert response.status_code == 200
    assert "تصنيف آخر له الرابط نفسه" in response.content.decode()
    assert reload(tree[0]).path == "world"


# --- the tree ------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", [0, 1, 2])
def test_category_does_not_stand_below_itself(
    below: int, chief: User, tree: tuple[Category, ...]
) -> None:
    with pytest.raises(CategoryRefused, match="تحت نفسه"):
        save(tree[0], by=chief, parent=reload(tree[below]))
    assert reload(tree[0]).parent is None


def test_descendants_follow_to_a_new_path(chief: User, tree: tuple[Category, ...]) -> None:
    world, africa, morocco = tree
    save(world, by=chief, slug="international")
    assert reload(africa).path == "international/africa"
    assert reload(morocco).path == "international/africa/morocco"
    save(africa, by=chief, parent=None)
    assert reload(africa).path == "africa"
    assert reload(morocco).path == "africa/morocco"


def test_old_paths_lead_to_the_new_one_without_a_chain(
    chief: User, tree: tuple[Category, ...], client: Client
) -> None:
    world, africa, _morocco = tree
    save(world, by=chief, slug="international")
    save(africa, by=chief, parent=None)
    for old in ("world/africa/morocco", "international/africa/morocco"):
        response = client.get(f"/category/{old}/")
        assert response.status_code == 301
        assert response["Location"] == "/category/africa/morocco/"
    assert client.get("/category/africa/morocco/").status_code == 200


def test_path_in_use_again_belongs_to_the_new_category(
    chief: User, tree: tuple[Category, ...], client: Client
) -> None:
    save(tree[0], by=chief, slug="international")
    second = save_category(Category(name="عالم آخر", slug="world"), by=chief)
    assert moved_to(Kind.CATEGORY, "world") is None
    assert "عالم آخر" in client.get("/category/world/").content.decode()
    save(second, by=chief, slug="planet")
    assert moved_to(Kind.CATEGORY, "world") == second


def test_path_that_is_taken_is_refused(chief: User, tree: tuple[Category, ...]) -> None:
    world, africa, _morocco = tree
    with pytest.raises(CategoryRefused, match="تصنيف آخر له الرابط نفسه"):
        save_category(Category(name="عالم آخر", slug="world"), by=chief)
    with pytest.raises(CategoryRefused, match="تصنيف آخر له الرابط نفسه"):
        save_category(Category(name="إفريقيا", slug="africa", parent=world), by=chief)
    other = save_category(Category(name="إفريقيا", slug="africa"), by=chief)
    with pytest.raises(CategoryRefused, match="تصنيف آخر له الرابط نفسه"):
        save(other, by=chief, parent=world)
    assert reload(africa).path == "world/africa"


def test_path_that_is_too_long_is_refused(chief: User) -> None:
    parent = None
    for letter in "abcd":
        parent = save_category(Category(name=letter, slug=letter * 100, parent=parent), by=chief)
    with pytest.raises(CategoryRefused):
        save_category(Category(name="e", slug="e" * 100, parent=parent), by=chief)


def test_save_writes_an_audit_line(chief: User, tree: tuple[Category, ...]) -> None:
    save(tree[0], by=chief, slug="international")
    entry = Entry.objects.get(verb="save_category")
    assert (entry.by, entry.target_id) == (chief, str(tree[0].pk))
    assert entry.detail == {"path": "international", "before": "world"}


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator", ""])
def test_categories_are_for_the_editor_in_chief(role: str, tree: tuple[Category, ...]) -> None:
    user = factories.user(role)
    with pytest.raises(PermissionDenied):
        save(tree[0], by=user, slug="other")
    with pytest.raises(PermissionDenied):
        save_category(Category(name="جديد", slug="new"), by=user)
    with pytest.raises(PermissionDenied):
        delete_category(tree[2], by=user)
    assert set(Category.objects.filter(is_default=False)) == set(tree)
    assert reload(tree[0]).path == "world"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator", ""])
def test_admin_of_categories_is_closed_to_others(
    role: str, tree: tuple[Category, ...], logged_in: LogIn
) -> None:
    client = logged_in(factories.user(role))
    assert client.get("/admin/articles/category/add/").status_code == 403
    path = f"/admin/articles/category/{tree[0].pk}/"
    assert client.post(f"{path}change/", {"name": "آخر"}).status_code == 403
    assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert reload(tree[0]).name == "العالم"
