"""The public addresses of the newspaper in the database, by kind of page."""

from typing import Any

from django.db.models import Count, F
from django.utils import timezone

from articles.models import Article, Author, Category, Tag
from newsroom.site.models import Page
from tests.bench.newspaper import STANDARD

PAGE_SIZE = 20
SAMPLE = 8
MANY = 2000


def public_addresses() -> dict[str, list[str]]:
    """Of each kind some that are alike in newspapers of every size.

    Stories are standard ones, spread over all years; "many" are of all kinds. Of the listings it is
    the largest, the worst there is; "page 500" is the last full one where a listing has fewer.
    """
    largest, tag = _largest(Category, "articles"), _largest(Tag, "tagged_articles__content_object")
    section, subject = largest.get_absolute_url(), tag.get_absolute_url()
    last = max(1, largest.size // PAGE_SIZE)
    author = _largest(Author, "bylines__article").get_absolute_url()
    newest = _published()
    day = timezone.localtime(newest[SAMPLE].publish_at).strftime("/%Y/%m/%d/")
    return {
        "front": ["/"],
        "story": _stories(),
        "newest story": [newest[0].get_absolute_url()],
        "category": [section],
        "category, page 2": [page(section, min(2, last))],
        "category, page 500": [page(section, min(500, last))],
        "tag": [subject],
        "author": [author],
        "year": [day[:6]],
        "month": [day[:9]],
        "day": [day],
        "corrections": ["/corrections/"],
        "search, form": ["/search/"],
        "page": [Page.objects.all()[0].get_absolute_url()],
        "feed": ["/feed/"],
        "atom": ["/feed/atom/"],
        "category feed": [f"{section}feed/"],
        "tag feed": [f"{subject}feed/"],
        "author feed": [f"{author}feed/"],
        "corrections feed": ["/corrections/feed/"],
        "sitemap": ["/sitemap.xml"],
        "news sitemap": ["/news-sitemap.xml"],
        "robots": ["/robots.txt"],
        "many": [story.get_absolute_url() for story in newest[SAMPLE : SAMPLE + MANY]],
    }


def page(address: str, number: int) -> str:
    return f"{address}?page={number}" if number > 1 else address


def _stories() -> list[str]:
    """The newest ones stand first."""
    standard = list(_published().annotate(rest=F("id") % STANDARD).filter(rest=0))
    return [story.get_absolute_url() for story in standard[:: max(1, len(standard) // SAMPLE)]]


def _published() -> Any:
    columns = ("slug", "first_published_at", "publish_at")
    return Article.objects.published().newest_first().only(*columns)


def _largest(model: type[Author] | type[Category] | type[Tag], stories: str) -> Any:
    """With the number of its public stories as ``size``."""
    public = {f"{stories}__in": Article.objects.published()}
    rows: Any = model._default_manager
    counted = rows.filter(**public).annotate(size=Count("pk"))
    return counted.order_by("-size", "pk")[0]
