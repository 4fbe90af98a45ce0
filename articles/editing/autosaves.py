"""Text that is typed and not saved yet, kept for the person who types it.

No audit lines: no story changes, and readers and colleagues see nothing of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.editing.autosaves_models import KEY_LENGTH, AutosaveQuerySet
from articles.editing.models import Autosave
from articles.models import Article
from newsroom.accounts.models import User

Typed = Mapping[str, list[str]]

LETTERS = 1_500_000
"""Of all fields together: a body of the greatest length, with its tags, and as much again."""
CLOSED_FOR = timedelta(days=1)
STORIES = 50
"""New stories that one person has begun and never saved."""
SHOWN = 10


class NotKept(Exception):
    """The text was not kept; the message says why."""


class HeldByOther(NotKept):
    """There is an older unsaved text of the same story, from another form: decide on that first."""

    def __init__(self, row: Autosave) -> None:
        super().__init__(_("You have another unsaved text of this article: decide on it first."))
        self.row = row


@transaction.atomic
def keep(
    article: Article | None,
    key: str,
    typed: Typed,
    base: int,
    *,
    by: User,
    now: datetime | None = None,
) -> Autosave:
    """In place of what the same form sent before. Raises NotKept."""
    _check(article, key, typed, by)
    now = now or timezone.now()
    row = _mine(article, key, by).select_for_update(no_key=True).first()
    if row is None:
        return _begin(article, key, typed, base, by, now)
    if row.is_saved and row.key == key:
        return row
    if row.closed_at is None and row.key != key:
        raise HeldByOther(row)
    row.key, row.typed, row.base, row.at, row.closed_at = key, dict(typed), base, now, None
    row.headline = _headline(typed)
    row.save()
    return row


@transaction.atomic
def settle(article: Article, key: str, *, by: User, now: datetime | None = None) -> None:
    """The form ``key`` was saved: what was kept of it is of no use any more."""
    now = now or timezone.now()
    mine = Autosave.objects.filter(person=by)
    mine.filter(closed_at__lt=now - CLOSED_FOR).delete()
    mine.filter(key=key, article=None).delete()
    if not mine.filter(article=article, key=key).update(typed={}, closed_at=now):
        closed = Autosave(person=by, article=article, key=key, at=now, closed_at=now)
        Autosave.objects.bulk_create([closed], ignore_conflicts=True)


def throw_away(row: Autosave, *, by: User) -> None:
    roles.require(row.person_id == by.pk)
    Autosave.objects.unsaved().filter(pk=row.pk, key=row.key).update(closed_at=timezone.now())


def bring_back(row: Autosave, *, by: User) -> bool:
    """Returns whether what was thrown away is still there."""
    roles.require(row.person_id == by.pk)
    thrown = Autosave.objects.exclude(closed_at=None).exclude(typed={})
    return bool(thrown.filter(pk=row.pk, key=row.key).update(closed_at=None))


def find(article: Article | None, key: str, *, of: User) -> Autosave | None:
    """Of a story the one there is, whatever form it came from. Closed ones too."""
    return _mine(article, key, of).first()


def saved_keys(*, of: User) -> list[str]:
    """Forms whose text was saved within a day: the browser need not keep it any longer."""
    closed = Autosave.objects.filter(person=of, typed={}).exclude(closed_at=None)
    return list(closed.order_by("-closed_at").values_list("key", flat=True)[:STORIES])


def unsaved(*, of: User) -> list[Autosave]:
    """The newest, with their stories, without their text. One query."""
    rows = Autosave.objects.unsaved().filter(person=of).select_related("article")
    rows = rows.exclude(article__status=Article.Status.TRASHED)
    return list(rows.only("key", "at", "headline", "article__headline").order_by("-at")[:SHOWN])


def unsaved_at(articles: Iterable[int], *, of: User) -> set[int]:
    """Which of these stories ``of`` has unsaved text of. One query."""
    rows = Autosave.objects.unsaved().filter(person=of, article__in=articles)
    return set(rows.values_list("article", flat=True))


def _mine(article: Article | None, key: str, person: User) -> AutosaveQuerySet:
    rows = Autosave.objects.filter(person=person, article=article)
    return rows if article is not None else rows.filter(key=key)


def _begin(
    article: Article | None, key: str, typed: Typed, base: int, by: User, now: datetime
) -> Autosave:
    if article is None:
        begun = Autosave.objects.unsaved().filter(person=by, article=None)
        if begun.count() >= STORIES:
            raise NotKept(_("You have too many unsaved new articles: decide on some of them."))
    row = Autosave(person=by, article=article, key=key, base=base, at=now)
    row.typed, row.headline = dict(typed), _headline(typed)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same form, a moment ago: its next text comes in ten seconds
        found = _mine(article, key, by).first()
        if found is None:
            raise
        return found
    return row


def _check(article: Article | None, key: str, typed: Typed, by: User) -> None:
    if article is None:
        roles.require(by.has_perm("articles.add_article"))
    else:
        roles.require(roles.may_edit(by, article))
    if not 8 <= len(key) <= KEY_LENGTH:
        raise NotKept(_("The form has lost its name: open it again."))
    if sum(len(value) for values in typed.values() for value in values) > LETTERS:
        raise NotKept(_("The text is too long to be kept here: save it."))


def _headline(typed: Typed) -> str:
    return " ".join("".join(typed.get("headline", [])).split())[:300]
