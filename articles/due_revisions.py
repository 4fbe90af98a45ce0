"""A change of a public story that readers see at a set time: fixed now, applied by the ticker.

What is saved after it was fixed is not in it; what is published by hand cancels it.
"""

import logging
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import Content, ContentRefused
from articles.corrections import Note
from articles.due_rows import drop, due_revision
from articles.models import Article, DueRevision, Revision
from articles.photo_uses import require_licences
from articles.publishing import (
    TransitionNotAllowed,
    UpdateKind,
    locked,
    opened,
    opened_text,
    put_update,
    require_before_withdrawal,
    require_updatable,
)
from articles.reviews import conclude
from articles.revisions import Edit, add_revision
from articles.signals import update_refused
from newsroom.accounts.models import User
from newsroom.audit.log import record

AT_ONCE = 50
logger = logging.getLogger(__name__)


@transaction.atomic
def schedule_update(
    article: Article,
    at: datetime,
    *,
    by: User,
    edit: Edit,
    kind: UpdateKind = UpdateKind.MINOR,
    correction: str = "",
    wrong: str = "",
    at_top: bool = False,
) -> DueRevision:
    """Readers see this text at ``at`` (aware). It takes the place of one that waits already.

    The others are those of ``articles.publishing.update``.
    """
    now, note = timezone.now(), Note(correction, wrong, at_top)
    article = opened_text(article, edit, by=by)
    _require_time(article, at, now)
    require_updatable(article, edit.content, kind, note, now)
    require_licences(article, edit.content, at)
    conclude(article, "schedule", by=by, now=now)
    revision = add_revision(article, edit.content, Revision.Kind.SAVE, by=by, now=now)
    article.save(update_fields=["latest_revision", "changed_at"])
    fixed = {"revision": revision, "at": at, "by": by, "kind": str(kind), "note": asdict(note)}
    due, _new = DueRevision.objects.update_or_create(
        article=article, defaults={**fixed, "refused_at": None}
    )
    record(
        "schedule_update",
        article,
        by=by,
        revision=revision.number,
        due=at.isoformat(),
        kind=str(kind),
    )
    return due


@transaction.atomic
def move_update(article: Article, at: datetime, *, by: User) -> DueRevision:
    """The same text at another time, one that was refused too."""
    now = timezone.now()
    article = opened(article, by=by)
    due = _waiting(article)
    _require_time(article, at, now)
    due.at, due.by, due.refused_at = at, by, None
    due.save(update_fields=["at", "by", "refused_at"])
    record("move_update", article, by=by, revision=due.revision.number, due=at.isoformat())
    return due


@transaction.atomic
def cancel_update(article: Article, *, by: User) -> None:
    """Readers go on seeing what they see; the text stays in the history."""
    article = opened(article, by=by)
    _waiting(article)
    drop(article, by=by)


def apply_due(now: datetime) -> None:
    """A step of the ticker. What is left over comes with the next one."""
    due = DueRevision.objects.filter(at__lte=now, refused_at=None).order_by("at", "id")
    for waiting in due.select_related("article")[:AT_ONCE]:
        try:
            _apply(waiting, now)
        except Exception:  # it is tried again; those of other stories do not wait for it
            logger.exception("The scheduled change of article %s failed", waiting.article_id)


def obstacle(due: DueRevision, now: datetime | None = None) -> str:
    """Why readers could not see it now; empty if they could."""
    try:
        content = Content.from_snapshot(due.revision.snapshot)
        _require_applicable(due.article, content, due, now or timezone.now())
    except (TransitionNotAllowed, ContentRefused) as refused:
        return str(refused)
    return ""


@transaction.atomic
def _apply(waiting: DueRevision, now: datetime) -> None:
    """Of several processes the one that removes the row puts its text before the readers."""
    article = locked(waiting.article)
    still_due = DueRevision.objects.filter(pk=waiting.pk, at__lte=now, refused_at=None)
    due = still_due.select_related("revision", "by").first()
    if due is None:
        return
    try:
        with transaction.atomic():
            if still_due.delete()[0]:
                _put(article, due, now)
    except (TransitionNotAllowed, ContentRefused) as refused:
        if still_due.update(refused_at=now):
            number = due.revision.number
            record("refuse_update", article, by=due.by, revision=number, reason=str(refused))
            update_refused.send(Article, article=article, by=due.by, reason=str(refused))


def _put(article: Article, due: DueRevision, now: datetime) -> None:
    content = Content.from_snapshot(due.revision.snapshot)
    _require_applicable(article, content, due, now)
    if article.open_review_id is None:  # one that is open is about a newer text
        conclude(article, "update", by=due.by, now=now)
    article.changed_at = now
    Revision.objects.filter(pk=due.revision_id).update(kind=Revision.Kind.UPDATE)
    kind, note = UpdateKind(due.kind), Note(**due.note)
    put_update(article, content, due.revision, kind, note, by=due.by, now=now)


def _require_applicable(
    article: Article, content: Content, due: DueRevision, now: datetime
) -> None:
    require_updatable(article, content, UpdateKind(due.kind), Note(**due.note), now)


def _waiting(article: Article) -> DueRevision:
    due = due_revision(article)
    if due is None:
        raise TransitionNotAllowed(_("No change of the article is scheduled."))
    return due


def _require_time(article: Article, at: datetime, now: datetime) -> None:
    if at <= now:
        raise TransitionNotAllowed(_("The publication time has passed: choose a later one."))
    require_before_withdrawal(article, at, now)
