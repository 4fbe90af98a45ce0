"""When the finished front page is no longer true (newsroom.pagecache).

A story that changes, or leaves, is known by its own keys; here is the one that enters.
"""

from typing import Any

from django.utils import timezone

from articles import page_keys
from articles.frontpage.arrangement import front_page
from articles.models import Article
from newsroom.pagecache.purging import purge


def purge_for_published(article: Article, **kwargs: Any) -> None:
    now = timezone.now()
    if article.publish_at is not None and article.publish_at > now:
        purge(page_keys.FRONT, due=article.publish_at)
    elif article in front_page(now).articles:
        purge(page_keys.FRONT)


def purge_for_moved(article: Article, *, moved: bool = False, **kwargs: Any) -> None:
    if moved:
        purge_for_published(article)
