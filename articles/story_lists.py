"""The lists of stories that the paper has: of a category, a tag, an author, a period, and of all.

Each is read from its own rows, in the order of an index; only the stories that are shown are
fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from articles import page_keys
from articles.archives import Period
from articles.models import Article, Byline, CategorizedArticle, TaggedArticle
from articles.models.article import ArticleQuerySet
from newsroom.pagecache.record import tag


@dataclass(frozen=True)
class StoryList:
    """``key`` is that of the list in finished pages."""

    key: str
    rows: Any
    """Of stories, or of their places in lists (``models.listed``)."""
    story: str = "article_id"
    """The column of a row that names the story."""
    time: str = "publish_at"
    """The column that the list is in the order of."""

    def published(self, *, now: datetime | None = None) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.rows.published(now=now)
        return rows

    def newest_first(self) -> QuerySet[Any]:
        """The ids of its stories."""
        return self.published().order_by(f"-{self.time}", f"-{self.story}").values(self.story)

    def stories(self, ids: QuerySet[Any]) -> ArticleQuerySet:
        """``ids``: a slice of ``newest_first()``."""
        return Article.objects.filter(pk__in=ids).order_by(f"-{self.time}", "-pk")

    def tag(self, request: HttpRequest, shown: Sequence[Article], *, ends_here: bool) -> None:
        """The page shows these of its stories, newest first; ``ends_here``: and none follow."""
        oldest = getattr(shown[-1], self.time) if shown and not ends_here else None
        tag(request, self.key, since=oldest)


def every_story() -> StoryList:
    return StoryList(page_keys.EVERY_STORY, Article.objects.all(), "id")


def in_category(pk: int) -> StoryList:
    return StoryList(page_keys.in_category(pk), CategorizedArticle.objects.filter(category=pk))


def with_tag(pk: int) -> StoryList:
    rows = TaggedArticle.objects.filter(tag=pk)
    return StoryList(page_keys.with_tag(pk), rows, "content_object_id")


def by_author(pk: int) -> StoryList:
    return StoryList(page_keys.by_author(pk), Byline.objects.filter(author=pk))


def of_period(period: Period) -> StoryList:
    return StoryList(page_keys.period(period), period.stories(), "id", "first_published_at")
