"""Moving a scheduled story to another time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.article import State
from articles.publishing import TransitionNotAllowed, locked, schedule
from newsroom.accounts.models import User


@transaction.atomic
def reschedule(article: Article, at: datetime, *, by: User, expected: datetime) -> Article:
    """``expected``: the time that the person who moves it saw; a colleague may have been faster."""
    article = locked(article)
    if article.state() != State.SCHEDULED:
        raise TransitionNotAllowed(_("Only a scheduled article can be moved to another time."))
    if article.publish_at != expected:
        raise TransitionNotAllowed(_("A colleague has moved the article in the meantime."))
    if article.withdraw_at is not None and article.withdraw_at <= at:
        raise TransitionNotAllowed(_("The withdrawal must come after the publication."))
    return schedule(article, at, by=by)
