"""The newsroom's start page: what waits for this person."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from articles.comments.models import Comment
from articles.models import Article
from newsroom.accounts.actor import actor

SHOWN = 6


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/index.html. Four queries at most."""
    user, now = actor(request), timezone.now()
    may_view = user.has_perm("articles.view_article")
    may_moderate = user.has_perm("comments.change_comment")
    articles = Article.objects.only("headline", "publish_at", "changed_at")
    drafts = articles.drafts().filter(created_by=user).order_by("-changed_at")
    shown: dict[str, Any] = {
        "may_view": may_view,
        "may_write": user.has_perm("articles.add_article"),
        "may_moderate": may_moderate,
        "drafts": list(drafts[:SHOWN]),
    }
    if may_view:
        shown["scheduled"] = list(articles.scheduled(now=now).order_by("publish_at")[:SHOWN])
        shown["published"] = list(articles.published(now=now).newest_first()[:SHOWN])
    if may_moderate:
        shown["waiting"] = Comment.objects.pending().count()
    return shown
