from typing import Any

from django import template
from django.template import Context

from articles.comments.models import Comment
from articles.models import Article

register = template.Library()

SHOWN = 6


@register.inclusion_tag("admin/articles/article/dashboard.html", takes_context=True)
def newsroom_dashboard(context: Context) -> dict[str, Any]:
    """What waits for this person. Four queries at most."""
    user, now = context["request"].user, context["now"]
    may_view = user.has_perm("articles.view_article")
    may_moderate = user.has_perm("comments.change_comment")
    articles = Article.objects.only("headline", "publish_at", "changed_at")
    shown: dict[str, Any] = {
        "site": context["site"],
        "now": now,
        "may_view": may_view,
        "may_write": user.has_perm("articles.add_article"),
        "may_moderate": may_moderate,
        "drafts": list((articles.drafts().filter(created_by=user).order_by("-changed_at"))[:SHOWN]),
    }
    if may_view:
        shown["scheduled"] = list(articles.scheduled(now=now).order_by("publish_at")[:SHOWN])
        shown["published"] = list(articles.published(now=now).newest_first()[:SHOWN])
    if may_moderate:
        shown["waiting"] = Comment.objects.pending().count()
    return shown
