"""How a review ends by itself: the verbs of publication call this, ``articles.workflow`` stands
above them."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Review
from articles.signals import review_changed
from newsroom.accounts.models import User
from newsroom.audit.log import record


class Step(models.TextChoices):
    """What happened to a review; the audit log knows the steps as verbs of the same names."""

    SUBMIT = "submit", _("Submitted for review")
    CLAIM = "claim", _("The article is in review")
    TAKE_OVER = "take_over", _("The review was taken over")
    RELEASE = "release", _("Back among the articles pending review")
    APPROVE = "approve", _("The article is approved")
    SEND_BACK = "send_back", _("Returned to the author")
    TAKE_BACK = "take_back", _("Taken back by the author")
    PUBLISH = "publish", _("The article is published")
    SCHEDULE = "schedule", _("The article is scheduled")
    UPDATE = "update", _("The published article is updated")
    WITHDRAW = "withdraw", _("The article is withdrawn")
    TRASH = "trash", _("The article is in the trash")


APPROVING = {Step.PUBLISH, Step.SCHEDULE, Step.UPDATE}


def conclude(article: Article, verb: str, *, by: User, now: datetime) -> None:
    """The story is published, scheduled, updated, withdrawn or trashed: its review is over.

    ``article`` is locked by the caller, who calls this before ``live_revision`` changes.
    """
    step = Step(verb)
    review = article.open_review or _approved_before(article)
    if review is None:
        return
    if article.open_review is not None:
        state = Review.State.APPROVED if step in APPROVING else Review.State.RETURNED
        close(article, review, state, by=by, now=now)
        if step in APPROVING:
            record(Step.APPROVE, article, by=by)
    review_changed.send(Article, article=article, review=review, by=by, step=step, before=None)


def close(
    article: Article,
    review: Review,
    state: Review.State,
    *,
    by: User,
    now: datetime,
    answer: str = "",
) -> None:
    """Whatever the state of the review: ``article`` is locked by the caller."""
    review.state, review.answer = state, answer
    review.closed_by, review.closed_at = by, now
    review.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    point(article, None)


def point(article: Article, review: Review | None) -> None:
    article.open_review = review
    article.save(update_fields=["open_review"])


def standing(article: Article) -> Review | None:
    """The newest review that is over, unless something was published since: then what it said is
    of yesterday."""
    people = Review.objects.standing().select_related("submitted_by", "closed_by")
    return people.filter(article=article).order_by("-id").first()


def _approved_before(article: Article) -> Review | None:
    """Its submitter has not yet heard of the publication."""
    review = standing(article)
    return review if review is not None and review.state == Review.State.APPROVED else None
