"""Links for outsiders to a story that is not published: who was quoted, a lawyer, a translator."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.editing.models import PreviewLink, PreviewLinkQuerySet
from articles.models import Article
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.log import record

TOKEN_BYTES = 24
LIVING_LIMIT = 20


class Duration(models.IntegerChoices):
    """In days."""

    DAY = 1, gettext_lazy("One day")
    THREE_DAYS = 3, gettext_lazy("Three days")
    WEEK = 7, gettext_lazy("One week")


class NewLink(NamedTuple):
    link: PreviewLink
    token: str
    """The only copy: the table keeps its hash."""


@transaction.atomic
def create(article: Article, duration: Duration, *, by: User) -> NewLink:
    now = timezone.now()
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    roles.require(roles.may_edit(by, article))
    if article.state(now) == State.WITHDRAWN:
        raise TransitionNotAllowed(
            _("The article is withdrawn: outsiders are shown nothing of it.")
        )
    if living(article, now).count() >= LIVING_LIMIT:
        raise TransitionNotAllowed(_("There are too many preview links: revoke some of them."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = PreviewLink.objects.create(
        article=article,
        token_hash=hashed(token),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=duration),
    )
    record("create_preview_link", article, by=by, link=link.pk, days=int(duration))
    return NewLink(link, token)


@transaction.atomic
def revoke(link: PreviewLink, *, by: User) -> bool:
    """Returns whether it was still living."""
    roles.require(roles.may_edit(by, link.article))
    now = timezone.now()
    if not PreviewLink.objects.living(now).filter(pk=link.pk).update(revoked_at=now):
        return False
    record("revoke_preview_link", link.article, by=by, link=link.pk)
    return True


def revoke_all(article: Article, **kwargs: Any) -> None:
    """A withdrawn story is shown to nobody; publishing it again does not wake its links."""
    now = timezone.now()
    living(article, now).update(revoked_at=now)


def living(article: Article, now: datetime | None = None) -> PreviewLinkQuerySet:
    links = PreviewLink.objects.filter(article=article).living(now)
    return links.select_related("created_by").order_by("expires_at", "pk")


def find(token: str) -> PreviewLink | None:
    links = PreviewLink.objects.select_related(
        "article__category__parent__parent", "article__latest_revision", "article__lead_photo"
    )
    return links.filter(token_hash=hashed(token)).first()


def note_opening(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(
        opened=F("opened") + 1, last_opened_at=timezone.now()
    )


def hashed(token: str) -> str:
    """Without salt or stretching: 192 random bits cannot be guessed from their hash."""
    return hashlib.sha256(token.encode()).hexdigest()
