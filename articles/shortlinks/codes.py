import secrets
from typing import Any

from django.db import IntegrityError, transaction

from articles.models import Article
from articles.shortlinks.models import ShortLink
from newsroom.pagecache.purging import purge

# Base 58: no 0, O, I and l, which readers mistake for each other.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 6


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def ensure_short_link(article: Article) -> ShortLink:
    """The story's short link, made when it has none yet."""
    for _attempt in range(20):
        existing = ShortLink.objects.filter(article=article).first()
        if existing:
            return existing
        try:
            with transaction.atomic():
                return ShortLink.objects.create(code=new_code(), article=article)
        except IntegrityError:
            continue  # the code is taken, or another process was faster
    raise RuntimeError("No free short code after 20 attempts.")


def link_published_article(article: Article, **kwargs: Any) -> None:
    ensure_short_link(article)


def renew_link_of_withdrawn_article(article: Article, **kwargs: Any) -> None:
    """It answers 410 too, even if the database goes away at once."""
    link = ShortLink.objects.filter(article=article).first()
    if link is not None:
        purge(paths=[link.get_absolute_url()])
