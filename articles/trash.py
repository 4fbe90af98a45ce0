"""Drafts that somebody has deleted: for thirty days they come back whole.

What readers have seen is withdrawn, not deleted, and never comes here. Nothing of a story changes
while it is in the trash; its status alone keeps it out of lists, searches, previews and verbs.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.publishing import TransitionNotAllowed, locked, require_free
from articles.reviews import conclude
from newsroom.accounts.models import User
from newsroom.audit.log import record

KEPT_FOR = timedelta(days=30)
AT_ONCE = 50
"""So many go in one step of the ticker; what is left over goes with the next one."""
MOST = 500
"""So many go when somebody empties the trash."""


@transaction.atomic
def trash(article: Article, *, by: User) -> Article:
    article = locked(article)
    roles.require(roles.may_trash(by, article))
    if article.status == Article.Status.TRASHED:
        raise TransitionNotAllowed(_("The article is in the trash already."))
    if article.status != Article.Status.DRAFT:
        raise TransitionNotAllowed(
            _("Only drafts go to the trash: cancel the schedule, or withdraw what was published.")
        )
    if article.legal_hold:
        raise TransitionNotAllowed(_("The article is under legal hold."))
    require_free(article, by)
    now = timezone.now()
    conclude(article, "trash", by=by, now=now)
    article.status = Article.Status.TRASHED
    article.trashed_at, article.trashed_by = now, by
    article.save(update_fields=["status", "trashed_at", "trashed_by"])
    record("trash", article, by=by)
    return article


@transaction.atomic
def restore_from_trash(article: Article, *, by: User) -> Article:
    """A draft again, as it was."""
    article = locked(article)
    roles.require(roles.may_trash(by, article))
    if article.status != Article.Status.TRASHED:
        raise TransitionNotAllowed(_("The article is not in the trash."))
    article.status = Article.Status.DRAFT
    article.trashed_at = article.trashed_by = None
    article.save(update_fields=["status", "trashed_at", "trashed_by"])
    record("restore_from_trash", article, by=by)
    return article


def empty(*, by: User) -> int:
    """Delete for good what may be deleted; answers how many stories went. At most ``MOST``."""
    roles.require(roles.may_empty_trash(by))
    found = Article.objects.trashed().order_by("trashed_at", "pk")
    return _delete_each(found, by=by, most=MOST)


def empty_due(now: datetime) -> None:
    """A step of the ticker."""
    old = Article.objects.trashed().filter(trashed_at__lte=now - KEPT_FOR)
    _delete_each(old.order_by("trashed_at"), by=None, most=AT_ONCE)


def days_left(article: Article, now: datetime) -> int:
    """Until it is deleted for good: whole days, the one that has begun among them."""
    if article.trashed_at is None:
        raise ValueError("It is not in the trash.")
    return max(0, -((now - KEPT_FOR - article.trashed_at) // timedelta(days=1)))


def _delete_each(stories: ArticleQuerySet, *, by: User | None, most: int) -> int:
    """Each in a transaction of its own."""
    free = stories.filter(legal_hold=False)
    chosen = list(free.values_list("pk", flat=True)[:most])
    return sum(_delete(free.filter(pk=pk), by=by) for pk in chosen)


@transaction.atomic
def _delete(story: ArticleQuerySet, *, by: User | None) -> bool:
    """Not what was brought back, or deleted by another process, since it was chosen."""
    article = story.select_for_update(of=("self",)).first()
    if article is None:
        return False
    record("delete_for_good", article, by=by)
    article.delete()
    return True
