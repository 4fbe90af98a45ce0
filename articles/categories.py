"""The verbs of categories: the tree without cycles, addresses that go on working, deletion."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import page_keys, roles
from articles.listing import times_in_lists
from articles.models import Article, CategorizedArticle, Category
from articles.models.category import PATH_LENGTH
from articles.renaming import Kind, remember
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge
from newsroom.site.models import MENUS_KEY


class CategoryRefused(ValueError):
    """The tree does not allow this; the message says why."""


@transaction.atomic
def save_category(category: Category, *, by: User) -> Category:
    """Write a new or changed category, its path, and the paths below it."""
    verb = "change" if category.pk else "add"
    roles.require(by.has_perm(f"articles.{verb}_category"))
    _lock_tree()
    if category.parent_id is not None:  # as it stands now: somebody may have moved it
        category.parent = Category.objects.get(pk=category.parent_id)
    before = Category.objects.filter(pk=category.pk).first()
    old_path = before.path if before else ""
    check_category(category)
    category.path = _path(category)
    category.save()
    remember(Kind.CATEGORY, old_path, category.path, category.pk)
    if old_path and old_path != category.path:
        _move_descendants(category)
    _purge(category, before)
    record("save_category", category, by=by, path=category.path, before=old_path)
    return category


def _lock_tree() -> None:
    """One change of the tree at a time: two moves at once could make a cycle."""
    list(Category.objects.select_for_update().order_by("pk").values_list("pk"))


def check_category(category: Category) -> None:
    """Raises CategoryRefused where the tree has no place for it."""
    if category.is_default and category.parent:
        raise CategoryRefused(_("The default category stands at the top."))
    step = category.parent
    while step is not None:
        if step.pk == category.pk:
            raise CategoryRefused(_("A category cannot stand below itself."))
        step = step.parent
    if len(_path(category)) > PATH_LENGTH:
        raise CategoryRefused(_("The address of this category is too long."))
    if Category.objects.filter(path=_path(category)).exclude(pk=category.pk).exists():
        raise CategoryRefused(_("Another category has this address."))


@transaction.atomic
def delete_category(category: Category, *, by: User) -> int:
    """Stories go to the default category, sub-categories one step up.

    Returns how many stories went.
    """
    roles.require(by.has_perm("articles.delete_category"))
    _lock_tree()
    if category.is_default:
        raise CategoryRefused(_("The default category cannot be deleted."))
    default = Category.objects.default()
    stories = Article.objects.filter(category=category)
    elsewhere = stories.exclude(categories=default).only("status", "publish_at", "withdraw_at")
    CategorizedArticle.objects.bulk_create(
        CategorizedArticle(article=story, category=default, **times_in_lists(story))
        for story in elsewhere
    )
    moved = stories.update(category=default)
    _purge(None, category)
    purge(page_keys.in_category(category.pk), page_keys.section(category.pk))
    if moved:
        purge(page_keys.in_category(default.pk))
    for child in category.children.all():
        child.parent = category.parent
        save_category(child, by=by)
    record("delete_category", category, by=by, articles=moved, path=category.path)
    category.delete()
    return moved


def _purge(category: Category | None, before: Category | None) -> None:
    """What pages show of a category that is new, changed or gone."""
    rows = [one for one in (category, before) if one]
    [pk] = {one.pk for one in rows}

    def changed(*names: str) -> bool:
        values = [
            [getattr(one, name) for name in names] if one else None for one in (category, before)
        ]
        return values[0] != values[1]

    purge(page_keys.category_page(pk))
    if changed("name", "position"):
        purge(page_keys.category(pk))
    if changed("path"):
        purge(page_keys.category_address(pk))
    if changed("name", "position", "path"):  # they stand there in the order of the menu
        purge(page_keys.PLACES)
    if changed("parent_id", "position") or (changed("path") and any(c.is_opinion for c in rows)):
        purge(page_keys.FRONT)
        purge(*(page_keys.category_page(one.parent_id) for one in rows if one.parent_id))
    is_in_menu = any(one.parent_id is None and not one.is_default for one in rows)
    if is_in_menu and changed("name", "path", "position", "parent_id"):
        purge(MENUS_KEY)


def _path(category: Category) -> str:
    return f"{category.parent.path}/{category.slug}" if category.parent else category.slug


def _move_descendants(category: Category) -> None:
    for child in category.children.all():
        old = child.path
        child.parent = category
        child.path = _path(child)
        child.save(update_fields=["path"])
        purge(page_keys.category_address(child.pk), page_keys.PLACES)
        remember(Kind.CATEGORY, old, child.path, child.pk)
        _move_descendants(child)
