"""The way of a text from its reporter to an editor's decision: the verbs of a review.

Each is one transaction. Of two people who act at once one wins, decided by a conditional update of
the review's row; the other is told who it was. Raises PermissionDenied and TransitionNotAllowed.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import reviews, roles
from articles.models import Article, Review
from articles.models.article import State
from articles.models.review import NOTE_LENGTH, ReviewQuerySet
from articles.publishing import TransitionNotAllowed, locked, require_free
from articles.reviews import Step
from articles.signals import review_changed
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text
from newsroom.audit.log import record


@transaction.atomic
def submit(article: Article, *, by: User, note: str = "", now: datetime | None = None) -> Review:
    """Hand the newest text, a draft or changes of a published story, to the editors."""
    now = now or timezone.now()
    article = locked(article)
    roles.require(roles.may_change(by, article, now))
    if article.open_review is not None:
        raise TransitionNotAllowed(_("The article is already in review."))
    state = article.state(now)
    if state not in (State.DRAFT, State.PUBLISHED):
        raise TransitionNotAllowed(_("Drafts and published articles are reviewed, no others."))
    if state == State.PUBLISHED and not article.has_unpublished_changes:
        raise TransitionNotAllowed(_("Readers see this text already: there is nothing to review."))
    review = article.reviews.create(
        revision=article.latest_revision, submitted_by=by, submitted_at=now, note=_note(note)
    )
    reviews.point(article, review)
    _done(article, review, Step.SUBMIT, by=by)
    return review


@transaction.atomic
def claim(article: Article, *, by: User) -> Review:
    article, review = _opened(article, by=by)
    if not _waiting(review).update(**_to(by)):
        raise _refused(article)
    return _changed(article, review, Step.CLAIM, by=by)


@transaction.atomic
def take_over(article: Article, *, of: int | None, by: User) -> Review:
    """From the colleague (``of``: number of the account) whom this editor was shown as claimer."""
    article, review = _opened(article, by=by)
    claimed = Review.objects.filter(pk=review.pk, state=Review.State.CLAIMED, claimed_by=of)
    if of == by.pk or not claimed.update(**_to(by)):
        raise _refused(article)
    return _changed(article, review, Step.TAKE_OVER, by=by, before=review.claimed_by)


@transaction.atomic
def release(article: Article, *, by: User) -> Review:
    """Back among those that wait for an editor."""
    article, review = _opened(article, by=by)
    back = {"state": Review.State.WAITING, "claimed_by": None, "claimed_at": None}
    if not _claimed_by(review, by).update(**back):
        raise _refused(article)
    return _changed(article, review, Step.RELEASE, by=by)


@transaction.atomic
def approve(article: Article, *, by: User) -> Review:
    """The text may be published; publishing it is a step of its own."""
    article, review = _opened(article, by=by)
    return _close(article, review, Step.APPROVE, by=by)


@transaction.atomic
def send_back(article: Article, *, by: User, note: str) -> Review:
    article, review = _opened(article, by=by)
    if not (answer := _note(note)):
        raise TransitionNotAllowed(_("Write to the author what is to be changed."))
    return _close(article, review, Step.SEND_BACK, by=by, answer=answer)


@transaction.atomic
def take_back(article: Article, *, by: User) -> Review:
    """By whoever submitted it, until an editor has claimed it."""
    article = locked(article)
    roles.require(may_take_back(by, article))
    review = _open(article)
    ended = {"state": Review.State.TAKEN_BACK, "closed_by": by, "closed_at": timezone.now()}
    if not _waiting(review).update(**ended):
        raise _refused(article)
    reviews.point(article, None)
    return _changed(article, review, Step.TAKE_BACK, by=by)


def may_take_back(user: User, article: Article) -> bool:
    """Costs a query unless this person submitted it."""
    review = article.open_review
    if review is not None and review.submitted_by_id == user.pk:
        return True
    return roles.may_change(user, article) and roles.owns(user, article)


# --- what the verbs share -----------------------------------------------------------------------


def _opened(article: Article, *, by: User) -> tuple[Article, Review]:
    roles.require(roles.may_review(by))
    article = locked(article)
    return article, _open(article)


def _open(article: Article) -> Review:
    if article.open_review is None:
        raise TransitionNotAllowed(_("The article is not in review any more."))
    return article.open_review


def _waiting(review: Review) -> ReviewQuerySet:
    return Review.objects.filter(pk=review.pk, state=Review.State.WAITING)


def _claimed_by(review: Review, user: User) -> ReviewQuerySet:
    return Review.objects.filter(pk=review.pk, state=Review.State.CLAIMED, claimed_by=user)


def _to(user: User) -> dict[str, object]:
    return {
        "state": Review.State.CLAIMED,
        "claimed_by": user,
        "claimed_at": timezone.now(),
    }


def _close(article: Article, review: Review, step: Step, *, by: User, answer: str = "") -> Review:
    """Also without having claimed it, as long as nobody else has."""
    require_free(article, by)
    state = {Step.APPROVE: Review.State.APPROVED, Step.SEND_BACK: Review.State.RETURNED}[step]
    mine = Q(state=Review.State.WAITING) | Q(state=Review.State.CLAIMED, claimed_by=by)
    ended = {"state": state, "answer": answer, "closed_by": by, "closed_at": timezone.now()}
    if not Review.objects.filter(mine, pk=review.pk).update(**ended):
        raise _refused(article)
    reviews.point(article, None)
    return _changed(article, review, step, by=by)


def _refused(article: Article) -> TransitionNotAllowed:
    """Somebody was faster: says who."""
    review = Review.objects.select_related("claimed_by").filter(article=article).open().first()
    if review is None:
        return TransitionNotAllowed(_("The article is not in review any more."))
    if review.is_claimed:
        name = review.claimed_by or "—"
        return TransitionNotAllowed(_("In review, claimed by %(name)s.") % {"name": name})
    return TransitionNotAllowed(_("Nobody has claimed the article."))


def _changed(
    article: Article, review: Review, step: Step, *, by: User, before: User | None = None
) -> Review:
    """The row as the conditional update left it."""
    people = Review.objects.select_related("submitted_by", "claimed_by", "closed_by")
    changed = people.get(pk=review.pk)
    _done(article, changed, step, by=by, before=before)
    return changed


def _done(
    article: Article, review: Review, step: Step, *, by: User, before: User | None = None
) -> None:
    said = review.note if step == Step.SUBMIT else review.answer
    detail = {"note": said} if said else {}
    if before is not None:
        detail["before"] = str(before)
    record(step, article, by=by, **detail)
    review_changed.send(Article, article=article, review=review, by=by, step=step, before=before)


def _note(text: str) -> str:
    note = clean_text(text).strip()
    if len(note) > NOTE_LENGTH:
        raise TransitionNotAllowed(
            _("The note is too long: %(limit)s letters at most.") % {"limit": NOTE_LENGTH}
        )
    return note
