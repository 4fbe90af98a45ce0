"""Keeps the times in the rows of lists equal to those of their stories (see models.listed)."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from articles.models import Article, Byline, CategorizedArticle, Correction, TaggedArticle
from articles.models.listed import Listed

# Of each kind of row, the column that names the story.
STORY: dict[type[Listed], str] = {
    CategorizedArticle: "article",
    TaggedArticle: "content_object",
    Byline: "article",
    Correction: "article",
}


def times_in_lists(article: Article) -> dict[str, datetime | None]:
    if article.status != Article.Status.PUBLISHED:
        return {"publish_at": None, "withdraw_at": None}
    return {"publish_at": article.publish_at, "withdraw_at": article.withdraw_at}


def place_in_lists(article: Article) -> None:
    """Every verb that changes a story's status, times or relations ends with this."""
    times = times_in_lists(article)
    for model, story in STORY.items():
        model.objects.filter(**{story: article}).update(**times)


def misplaced() -> list[QuerySet[Listed]]:
    """Of each kind, the rows that do not say what their story says. There should be none."""
    return [_misplaced(model.objects.all(), story) for model, story in STORY.items()]


def _misplaced(rows: QuerySet[Listed], story: str) -> QuerySet[Listed]:
    draft = ~Q(**{f"{story}__status": Article.Status.PUBLISHED})
    same = draft & Q(publish_at=None, withdraw_at=None)
    both = Q(publish_at=F(f"{story}__publish_at"))
    never = Q(withdraw_at=None, **{f"{story}__withdraw_at": None})
    same |= ~draft & both & (never | Q(withdraw_at=F(f"{story}__withdraw_at")))
    return rows.exclude(pk__in=rows.filter(same).values("pk"))
