"""Withdrawing a story at a set time. It is gone then whatever runs; the ticker does the rest."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.appearance import Appearance, appearance, purge_changed
from articles.due_rows import due_revision
from articles.listing import place_in_lists
from articles.models import Article, DueWithdrawal
from articles.models.article import State
from articles.publishing import TransitionNotAllowed, locked, opened
from articles.withdrawal import Reason, clean_note, clean_sentence, take_off
from newsroom.accounts.models import User
from newsroom.audit.log import record

AT_ONCE = 50
logger = logging.getLogger(__name__)


@transaction.atomic
def schedule_withdrawal(
    article: Article,
    at: datetime,
    *,
    by: User,
    reason: Reason = Reason.OTHER,
    note: str = "",
    sentence: str = "",
) -> Article:
    """Of a public story or one that will be. ``at`` (aware) takes the place of an earlier choice.

    The words are those of ``articles.withdrawal.withdraw``.
    """
    now = timezone.now()
    article = opened(article, by=by)
    require_schedulable(article, by=by)
    _require_time(article, at, now)
    before = appearance(article, now)
    words = {"reason": str(reason), "note": clean_note(note)}
    article.withdraw_at, article.withdrawal_sentence = at, clean_sentence(sentence)
    _set_time(article, before, now)
    DueWithdrawal.objects.update_or_create(article=article, defaults={"at": at, "by": by, **words})
    said = {**words, "sentence": article.withdrawal_sentence}
    record("schedule_withdrawal", article, by=by, due=at.isoformat(), **said)
    return article


@transaction.atomic
def cancel_withdrawal(article: Article, *, by: User) -> Article:
    now = timezone.now()
    article = opened(article, by=by)
    if article.withdraw_at is None or article.withdraw_at <= now:
        raise TransitionNotAllowed(_("No withdrawal of the article is scheduled."))
    before = appearance(article, now)
    due, article.withdraw_at, article.withdrawal_sentence = article.withdraw_at, None, ""
    _set_time(article, before, now)
    DueWithdrawal.objects.filter(article=article).delete()
    record("cancel_withdrawal", article, by=by, due=due.isoformat())
    return article


def follow_due(now: datetime) -> None:
    """A step of the ticker. What is left over comes with the next one."""
    due = DueWithdrawal.objects.filter(at__lte=now).order_by("at", "id")
    for waiting in due.select_related("article", "by")[:AT_ONCE]:
        try:
            _follow(waiting, now)
        except Exception:  # it is tried again; other stories do not wait for it
            logger.exception("What follows the withdrawal of %s failed", waiting.article_id)


@transaction.atomic
def _follow(waiting: DueWithdrawal, now: datetime) -> None:
    """Of several processes the one that removes the row does it."""
    article = locked(waiting.article)
    if not DueWithdrawal.objects.filter(pk=waiting.pk, at=waiting.at).delete()[0]:
        return
    if article.withdraw_at == waiting.at:  # it was not withdrawn before, nor brought back since
        before = appearance(article, now)
        take_off(article, before, Reason(waiting.reason), waiting.note, by=waiting.by, now=now)


def _set_time(article: Article, before: Appearance, now: datetime) -> None:
    article.changed_at = now
    article.save(update_fields=["withdraw_at", "withdrawal_sentence", "changed_at"])
    place_in_lists(article)
    purge_changed(article, before)


def require_schedulable(article: Article, *, by: User) -> None:
    roles.require(roles.may_publish(by) and roles.may_change(by, article))
    if article.state() not in (State.PUBLISHED, State.SCHEDULED):
        raise TransitionNotAllowed(_("Only a published or scheduled article can be withdrawn."))


def _require_time(article: Article, at: datetime, now: datetime) -> None:
    if at <= now:
        raise TransitionNotAllowed(_("The withdrawal time has passed: choose a later one."))
    if article.publish_at is not None and at <= article.publish_at:
        raise TransitionNotAllowed(_("The withdrawal must come after the publication."))
    due = due_revision(article)
    if due is not None and due.at >= at:
        raise TransitionNotAllowed(
            _("A change of the article is scheduled for later than that: cancel it or move it.")
        )
