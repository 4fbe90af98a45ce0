"""The verbs of tags and authors: names change, old addresses go on working."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from articles import page_keys, roles
from articles.models import Author, Tag
from articles.renaming import Kind, remember
from newsroom.accounts.models import User
from newsroom.arabic.normalize import fold_tag
from newsroom.audit.log import record
from newsroom.media.portraits import cut_portrait
from newsroom.pagecache.purging import purge


def save_author(author: Author, *, by: User, portrait: File | None = None) -> Author:
    """``portrait`` is a new picture of the author. Raises PhotoRefused."""
    if portrait is None:
        return _save_author(author, by=by)
    with cut_portrait(portrait) as name:
        author.portrait = name
        return _save_author(author, by=by)


@transaction.atomic
def _save_author(author: Author, *, by: User) -> Author:
    verb = "change" if author.pk else "add"
    roles.require(by.has_perm(f"articles.{verb}_author"))
    before = Author.objects.filter(pk=author.pk).first()
    old = before.slug if before else ""
    author.save()
    remember(Kind.AUTHOR, old, author.slug, author.pk)
    if before:
        _purge(author, before)
    record("save_author", author, by=by, slug=author.slug, before=old)
    return author


@transaction.atomic
def save_tag(tag: Tag, *, by: User) -> Tag:
    """Raises ValidationError where another tag folds to the same name."""
    roles.require(by.has_perm("articles.change_tag"))
    check_tag_name(tag)
    old = Tag.objects.get(pk=tag.pk)
    tag.folded = fold_tag(tag.name)
    tag.save()
    remember(Kind.TAG, old.slug, tag.slug, tag.pk)
    remember(Kind.TAG_NAME, old.folded, tag.folded, tag.pk)
    if (old.name, old.slug) != (tag.name, tag.slug):
        purge(page_keys.of_tag(tag.pk))
    record("save_tag", tag, by=by, name=tag.name, slug=tag.slug, before=[old.name, old.slug])
    return tag


@transaction.atomic
def delete_tag(tag: Tag, *, by: User) -> None:
    """Stories lose the tag; its address answers 404."""
    roles.require(by.has_perm("articles.delete_tag"))
    record("delete_tag", tag, by=by, slug=tag.slug)
    purge(page_keys.of_tag(tag.pk), page_keys.with_tag(tag.pk))
    tag.delete()


@transaction.atomic
def delete_author(author: Author, *, by: User) -> None:
    """Raises ProtectedError while a story carries the byline."""
    roles.require(by.has_perm("articles.delete_author"))
    record("delete_author", author, by=by, slug=author.slug)
    purge(page_keys.author(author.pk))
    author.delete()


def _purge(author: Author, before: Author) -> None:
    if (before.name, before.slug) != (author.name, author.slug):
        purge(page_keys.author(author.pk), page_keys.PLACES)  # which stand there by name
    if (before.title, before.portrait) != (author.title, author.portrait):
        purge(page_keys.portrait(author.pk))
    if before.bio != author.bio:
        purge(page_keys.author_page(author.pk))


def check_tag_name(tag: Tag) -> None:
    same = Tag.objects.filter(folded=fold_tag(tag.name)).exclude(pk=tag.pk).first()
    if same is not None:
        raise ValidationError(
            _("There is a tag «%(tag)s» already.") % {"tag": same.name}, code="unique"
        )
