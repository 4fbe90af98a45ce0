"""What a browser sends from the story form."""

from typing import Any

from django.db.models import Model

from articles.models import Article, Category
from articles.revisions import latest_content


def typed(article: Article | None = None, **changes: Any) -> dict[str, Any]:
    """The fields of the form as it was opened (a new story without ``article``), with changes."""
    if article is None:
        data: dict[str, Any] = {"headline": "خبر جديد", "category": Category.objects.default().pk}
    else:
        article = Article.objects.select_related("latest_revision").get(pk=article.pk)
        assert article.latest_revision is not None
        initial = latest_content(article).initial()
        data = {
            **{name: _sent(value) for name, value in initial.items()},
            "base": article.latest_revision.number,
            "tags": "، ".join(initial["tags"]),
            "comments_state": article.comments_state,
        }
    return {**data, **changes}


def _sent(value: Any) -> Any:
    if isinstance(value, list):
        return [_sent(item) for item in value]
    if isinstance(value, Model):
        return value.pk
    return "" if value is None else value
