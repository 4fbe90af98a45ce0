"""Who is writing a story at this moment. No audit lines: nothing is changed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from articles import roles
from articles.editing.models import Presence
from articles.models import Article, Revision
from newsroom.accounts.models import User

GONE_AFTER = timedelta(seconds=30)


def beat(article: Article, *, by: User, now: datetime | None = None) -> None:
    """Says that ``by`` has the form open. One query."""
    roles.require(roles.may_edit(by, article))
    row = Presence(person=by, article=article, seen_at=now or timezone.now())
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["article", "person"],
        update_fields=["seen_at"],
    )


def leave(article: Article, *, by: User) -> None:
    Presence.objects.filter(article=article, person=by).delete()


def others(article: Article, *, than: User, now: datetime | None = None) -> list[User]:
    """Whoever else has its form open, the longest there first. One query."""
    return _present([article.pk], than, now)[article.pk]


def others_at(
    articles: Iterable[int], *, than: User, now: datetime | None = None
) -> dict[int, list[User]]:
    """The same for a list of stories."""
    return _present(list(articles), than, now)


def newer_revision(article: Article, base: int) -> Revision | None:
    """What a colleague saved since revision ``base`` was opened. ``article`` brings its newest."""
    latest = article.latest_revision
    return latest if latest is not None and latest.number > base else None


def _present(articles: list[int], than: User, now: datetime | None) -> dict[int, list[User]]:
    since = (now or timezone.now()) - GONE_AFTER
    rows = Presence.objects.filter(article__in=articles, seen_at__gt=since)
    found = defaultdict(list)
    for row in rows.exclude(person=than).select_related("person").order_by("pk"):
        found[row.article_id].append(row.person)
    return found
