"""Internal notes on a story: whoever may see the story reads and writes them."""

from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.editing.notes_models import NOTE_LENGTH, Note, Said
from articles.editing.notices import owners, tell
from articles.models import Article, Review
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text
from newsroom.audit.log import record

MOST = 200
"""Threads that a page shows, the newest."""


@transaction.atomic
def add(article: Article, text: str, *, by: User) -> Note:
    roles.require(roles.may_view(by, article))
    note = Note.objects.create(article=article, text=_clean(text), by=by)
    record("add_note", article, by=by, note=note.text)
    tell(_concerned(article), Said.NOTE, article, by=by, words=note.text)
    return note


@transaction.atomic
def answer(note: Note, text: str, *, by: User) -> Note:
    """An answer to an answer hangs on the same note."""
    article, parent = note.article, note.parent or note
    roles.require(roles.may_view(by, article))
    row = Note.objects.create(article=article, parent=parent, text=_clean(text), by=by)
    record("answer_note", article, by=by, note=row.text)
    in_thread = User.objects.filter(pk__in=_writers(parent))
    tell(_concerned(article) | set(in_thread), Said.ANSWER, article, by=by, words=row.text)
    return row


@transaction.atomic
def resolve(note: Note, *, by: User) -> bool:
    """Returns whether it was open until now."""
    roles.require(roles.may_view(by, note.article))
    still_open = Note.objects.filter(pk=note.pk, parent=None, resolved_at=None)
    if not still_open.update(resolved_at=timezone.now(), resolved_by=by):
        return False
    record("resolve_note", note.article, by=by, note=note.text)
    return True


@transaction.atomic
def reopen(note: Note, *, by: User) -> bool:
    """Returns whether it was resolved until now."""
    roles.require(roles.may_view(by, note.article))
    resolved = Note.objects.filter(pk=note.pk, resolved_at__isnull=False)
    if not resolved.update(resolved_at=None, resolved_by=None):
        return False
    record("reopen_note", note.article, by=by, note=note.text)
    return True


def threads(article: Article) -> list[Note]:
    """Oldest first, with ``answers``: two queries, one where there are none."""
    people = Note.objects.select_related("by", "resolved_by")
    answers = Prefetch("answers", people.order_by("id"))
    newest = people.filter(article=article, parent=None).order_by("-id")
    return list(newest.prefetch_related(answers)[:MOST])[::-1]


def open_counts(articles: list[int]) -> dict[int, int]:
    """How many notes of each story are not resolved."""
    rows = Note.objects.filter(article__in=articles, parent=None, resolved_at=None)
    return dict(rows.order_by().values_list("article").annotate(Count("id")))


def _concerned(article: Article) -> set[User | None]:
    claimed = Review.objects.filter(article=article).open().select_related("claimed_by")
    return {*owners(article), *(review.claimed_by for review in claimed)}


def _writers(parent: Note) -> list[int]:
    rows = Note.objects.filter(Q(pk=parent.pk) | Q(parent=parent), by__isnull=False)
    return list(rows.values_list("by", flat=True))


def _clean(text: str) -> str:
    note = clean_text(text).strip()
    if not note:
        raise TransitionNotAllowed(_("Write the note first."))
    if len(note) > NOTE_LENGTH:
        raise TransitionNotAllowed(
            _("The note is too long: %(limit)s letters at most.") % {"limit": NOTE_LENGTH}
        )
    return note
