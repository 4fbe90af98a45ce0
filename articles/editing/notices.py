"""Tells the people of the newsroom what concerns them; nobody is told of his or her own act."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from articles import roles
from articles.editing.mailing import mail_notice
from articles.editing.notes_models import Notice, NoticeQuerySet
from articles.models import Article, Review
from articles.reviews import Step
from newsroom.accounts.models import User

SHOWN = 50
KEPT_FOR = timedelta(days=90)
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


# To every editor, until one of them has it.
CALLS = {Step.SUBMIT, Step.RELEASE}


def tell_of_review(
    article: Article, review: Review, by: User, step: Step, before: User | None, **kwargs: Any
) -> None:
    """Receiver of ``review_changed``."""
    waiting = Notice.objects.unread().filter(article=article, what__in=CALLS)
    waiting.update(read_at=timezone.now())  # it has happened: the call is of yesterday
    words = review.note if step == Step.SUBMIT else review.answer
    people: set[User | None] = {before}
    if step in CALLS:
        people |= editors()
    if step not in (Step.SUBMIT, Step.TAKE_BACK):
        people |= {review.submitted_by, review.claimed_by}
    tell(people, step, article, by=by, words=words)


def tell(
    people: Iterable[User | None], what: str, article: Article, *, by: User, words: str = ""
) -> None:
    """Whoever may not see the story (any more) is not told of it. In the verb's transaction."""
    for person in {person for person in people if person is not None and person != by}:
        if not (person.is_active and person.is_staff and roles.may_view(person, article)):
            continue
        notice = Notice.objects.create(to=person, what=what, article=article, by=by, words=words)
        if settings.SENDS_MAIL and person.email and person.notices_by_mail:
            mail_notice.enqueue(notice.pk)


def editors() -> set[User]:
    """Everyone who may decide about a submitted text."""
    may_publish = User.objects.with_perm("articles.publish_article", backend=BACKEND)
    may_change = User.objects.with_perm("articles.change_article", backend=BACKEND)
    return set(may_publish) & set(may_change)


def owners(article: Article) -> set[User]:
    """Who created the story or signs it."""
    signs = Q(author__bylines__article=article)
    return set(User.objects.filter(Q(pk=article.created_by_id) | signs).distinct())


def unread_count(user: User) -> int:
    return Notice.objects.unread().filter(to=user).count()


def newest(user: User) -> NoticeQuerySet:
    notices = Notice.objects.filter(to=user).select_related("by", "article")
    return notices.only(
        *("what", "words", "at", "read_at", "by__name", "by__username", "article__headline")
    ).order_by("-id")


def read(user: User, *, up_to: int) -> None:
    """Those that were shown: what came meanwhile stays unread. What was read long ago goes."""
    now = timezone.now()
    Notice.objects.unread().filter(to=user, pk__lte=up_to).update(read_at=now)
    Notice.objects.filter(to=user, read_at__lt=now - KEPT_FOR).delete()
