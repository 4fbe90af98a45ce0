"""What follows when a story becomes public, once in its life: whoever it was that put the time."""

from datetime import datetime, timedelta

from django.db import transaction

from articles.models import Article
from articles.signals import article_announced

LATEST = timedelta(days=1)
"""An older story is no news any more, as one that was imported, or published while nothing ran."""
AT_ONCE = 50


def announce_due(now: datetime) -> None:
    """A step of the ticker. What is left over comes with the next one."""
    due = Article.objects.published(now=now).filter(announced_at=None, publish_at__gt=now - LATEST)
    for article in due.order_by("publish_at", "id")[:AT_ONCE]:
        _announce(article, now)


@transaction.atomic
def _announce(article: Article, now: datetime) -> None:
    """Of several processes the one that writes the row sends the signal."""
    still_due = Article.objects.published(now=now).filter(pk=article.pk, announced_at=None)
    if still_due.update(announced_at=now):
        article_announced.send(Article, article=Article.objects.get(pk=article.pk))
