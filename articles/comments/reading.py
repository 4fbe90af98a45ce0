"""What a story's page says of its discussion, fetched with the story where the view asks for it."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.comments.models import Comment
from articles.models import Article, PublicationSettings
from articles.models.article import ArticleQuerySet


def with_discussion(stories: ArticleQuerySet) -> ArticleQuerySet:
    """``approved_total`` and ``closed_notice`` are free then."""
    approved = Comment.objects.approved().filter(article=OuterRef("pk")).order_by()
    total = approved.values("article").annotate(total=Count("pk")).values("total")
    notice = PublicationSettings.objects.filter(pk=1).values("closed_notice")
    return stories.annotate(
        comment_total=Coalesce(Subquery(total, output_field=IntegerField()), 0),
        comment_notice=Subquery(notice),
    )


def approved_total(article: Article) -> int:
    total: int | None = getattr(article, "comment_total", None)
    return article.comments.approved().count() if total is None else total


def closed_notice(article: Article) -> str:
    notice: str | None = getattr(article, "comment_notice", None)
    return PublicationSettings.load().closed_notice if notice is None else notice
