"""The way back to an older text."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.content import Content
from articles.models import Article, Revision
from articles.publishing import TransitionNotAllowed, keep, locked
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.audit.log import record


@transaction.atomic
def restore(
    article: Article, number: int, *, base: int, by: User, now: datetime | None = None
) -> Article:
    """Make the text of an older revision the newest one, as if it had been typed and saved.

    ``base`` is the newest revision that the editor saw. Readers of a story that is public go on
    seeing what was published. Raises ContentRefused where the revision cannot be shown any more.
    """
    now = now or timezone.now()
    article = locked(article)
    roles.require(roles.may_change(by, article, now))
    old = article.revisions.filter(number=number).first()
    if old is None:
        raise TransitionNotAllowed(_("This revision no longer exists."))
    edit = Edit(Content.from_snapshot(old.snapshot), base)
    revision = keep(article, edit, Revision.Kind.RESTORE, by=by, now=now)
    record("restore", article, by=by, revision=revision.number, restored=number)
    return article
