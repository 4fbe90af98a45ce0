from typing import Any

from django import template
from django.template import Context

from articles.comments.forms import CommentForm
from articles.discussion import comments_state
from articles.models import Article, PublicationSettings
from articles.models.settings import CommentsState

register = template.Library()

# The newest ones; more than these are counted, not shown.
SHOWN = 200


@register.simple_tag
def comment_count(article: Article) -> int | None:
    """How many comments readers see; ``None`` where they are hidden. One query."""
    if comments_state(article) == CommentsState.HIDDEN:
        return None
    return article.comments.approved().count()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comment_section(context: Context, article: Article, *, preview: bool = False) -> dict[str, Any]:
    """Count, form or notice, and the approved comments. Two queries; none when hidden.

    A preview shows the form without letting it be sent.
    """
    state = comments_state(article)
    if state == CommentsState.HIDDEN:
        return {"hidden": True}
    approved = article.comments.approved()
    comments = list(approved[:SHOWN])
    total = len(comments) if len(comments) < SHOWN else approved.count()
    settings = PublicationSettings.load() if state == CommentsState.CLOSED else None
    return {
        "article": article,
        "comments": comments,
        "total": total,
        "is_open": state == CommentsState.OPEN,
        "notice": settings.closed_notice if settings else "",
        "form": CommentForm(),
        "preview": preview,
        "site": context["site"],
        "now": context["now"],
    }
