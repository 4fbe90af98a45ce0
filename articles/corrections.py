"""Reading the dated notes that corrections leave; articles.publishing.update writes them."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

from articles.models import Article, Correction
from articles.models.article import ArticleQuerySet

Sql = tuple[str, Any]


class _List(Aggregate):
    """Rows of a sub-query as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **kwargs: Any) -> Sql:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **kwargs)


def with_corrections(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Bring them along in the stories' own query; ``corrections_of`` is free then."""
    rows = Correction.objects.filter(article=OuterRef("pk")).order_by().values("article")
    row = JSONObject(id="pk", text="text", at="at")
    return stories.annotate(correction_rows=Subquery(rows.annotate(all=_List(row)).values("all")))


def corrections_of(article: Article) -> list[Correction]:
    """Oldest first. One query, unless the story was fetched ``with_corrections``."""
    if not hasattr(article, "correction_rows"):
        return list(article.corrections.order_by("at", "id"))
    found = [_correction(article, row) for row in article.correction_rows or ()]
    return sorted(found, key=lambda correction: (correction.at, correction.pk))


def public_corrections() -> QuerySet[Correction]:
    """Those of stories that readers can see, newest first, with their stories."""
    newest: QuerySet[Correction] = Correction.objects.published().order_by("-at", "-id")
    return newest.select_related("article").defer("article__body", "article__folded")


def _correction(article: Article, row: dict[str, Any]) -> Correction:
    at = datetime.fromisoformat(row["at"])  # SQLite keeps UTC without saying so
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Correction(pk=row["id"], article=article, text=row["text"], at=at)
