"""Taking a public story off the site, and what is kept of it.

Its text stays as readers saw it: under legal hold nothing of it is deleted, until the
editor-in-chief lifts the hold and says why. Why it was withdrawn is told in the record and in the
audit log, to those who may read them.
"""

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.appearance import Appearance, appearance, purge_changed
from articles.content import Content, photos_in
from articles.due_rows import drop
from articles.listing import place_in_lists
from articles.models import Article, Reference, Revision, Withdrawal
from articles.models.article import State
from articles.models.withdrawal import NOTE_LENGTH, SENTENCE_LENGTH
from articles.publishing import TransitionNotAllowed, locked, opened
from articles.reviews import conclude
from articles.revisions import add_revision
from articles.signals import article_withdrawn
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.media.moving import move_files

Reason = Withdrawal.Reason


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: User,
    reason: Reason = Reason.OTHER,
    note: str = "",
    sentence: str = "",
) -> Article:
    """Its addresses answer 410 from now on, with ``sentence`` in place of the site's own.

    ``reason`` and ``note`` stay inside. Photos that no other public page shows leave their public
    addresses too.
    """
    now = timezone.now()
    article = opened(article, by=by)
    require_withdrawable(article, by=by)
    before = appearance(article, now)
    article.withdraw_at, article.withdrawal_sentence = now, clean_sentence(sentence)
    return take_off(article, before, reason, clean_note(note), by=by, now=now)


def take_off(
    article: Article, before: Appearance, reason: Reason, note: str, *, by: User, now: datetime
) -> Article:
    """What a withdrawal brings with it. ``article`` is locked, its ``withdraw_at`` has come."""
    drop(article, by=by)
    conclude(article, "withdraw", by=by, now=now)
    seen = _what_readers_saw(article, by=by, now=now)
    article.changed_at, article.legal_hold = now, True
    article.save()
    place_in_lists(article)
    purge_changed(article, before)
    _keep_record(article, seen, article.withdraw_at or now, reason, note, by=by)
    move_files(photos_of_its_own(article, now))
    sentence = article.withdrawal_sentence
    record("withdraw", article, by=by, reason=str(reason), note=note, sentence=sentence)
    article_withdrawn.send(Article, article=article, by=by)
    return article


@transaction.atomic
def lift_legal_hold(article: Article, *, by: User, note: str) -> Article:
    """From now on old revisions of it may be pruned like others'. ``note`` says why."""
    roles.require(roles.may_lift_legal_hold(by))
    article = locked(article)
    note = clean_text(note).strip()
    if not article.legal_hold:
        raise TransitionNotAllowed(_("The article is not under legal hold."))
    if not note:
        raise TransitionNotAllowed(_("Write why the legal hold is lifted."))
    _require_short(note, NOTE_LENGTH)
    article.legal_hold = False
    article.save(update_fields=["legal_hold"])
    record("lift_legal_hold", article, by=by, note=note)
    return article


def require_withdrawable(article: Article, *, by: User) -> None:
    """Raises PermissionDenied or TransitionNotAllowed."""
    roles.require(roles.may_publish(by) and roles.may_change(by, article))
    if article.state() != State.PUBLISHED:
        raise TransitionNotAllowed(_("Only a published article can be withdrawn."))


def fingerprint(revision: Revision) -> str:
    """SHA-256 of the snapshot as UTF-8 JSON with sorted keys and without spaces."""
    said = json.dumps(revision.snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def photos_ever_shown(article: Article) -> set[int]:
    """Of all its revisions: what readers saw before the last update had an address too."""
    found: set[int] = set()
    for snapshot in article.revisions.values_list("snapshot", flat=True).iterator():
        found.update(photos_in(snapshot))
    return found


def photos_of_its_own(article: Article, now: datetime) -> set[int]:
    """Those that no other story shows its readers."""
    shown = photos_ever_shown(article)
    public = Article.objects.published(now=now).exclude(pk=article.pk).values("pk")
    others = Reference.objects.filter(photo__in=shown, revision=None, article__in=public)
    return shown - set(others.values_list("photo", flat=True))


def clean_note(note: str) -> str:
    note = clean_text(note).strip()
    _require_short(note, NOTE_LENGTH)
    return note


def clean_sentence(sentence: str) -> str:
    sentence = one_line(clean_text(sentence))
    _require_short(sentence, SENTENCE_LENGTH)
    return sentence


def _require_short(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TransitionNotAllowed(
            _("The text has %(count)s letters; %(limit)s are the limit.")
            % {"count": len(text), "limit": limit}
        )


def _what_readers_saw(article: Article, *, by: User, now: datetime) -> Revision:
    """Written now for a story that was brought in without a history; saved by the caller."""
    if article.live_revision is None:
        content, kind = Content.from_article(article), Revision.Kind.UPDATE
        article.live_revision = add_revision(article, content, kind, by=by, now=now)
    return article.live_revision


def _keep_record(
    article: Article, seen: Revision, at: datetime, reason: Reason, note: str, *, by: User
) -> Withdrawal:
    return Withdrawal.objects.create(
        article=article,
        at=at,
        by=by,
        by_name=by.get_full_name()[:150],
        reason=reason,
        note=note,
        sentence=article.withdrawal_sentence,
        address=article.get_absolute_url(),
        revision=seen,
        fingerprint=fingerprint(seen),
    )
