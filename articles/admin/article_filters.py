from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.models.article import State
from articles.models.settings import CommentsState


def in_state(articles: QuerySet[Article], state: str) -> QuerySet[Article]:
    now = timezone.now()
    chosen = {
        State.DRAFT: Article.objects.drafts(),
        State.SCHEDULED: Article.objects.scheduled(now=now),
        State.PUBLISHED: Article.objects.published(now=now),
        State.WITHDRAWN: Article.objects.withdrawn(now=now),
    }[State(state)]
    return articles & chosen


class StateFilter(admin.SimpleListFilter):
    """Drawn as tabs above the list."""

    title = gettext_lazy("status")
    parameter_name = "state"
    template = "admin/articles/article/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return in_state(queryset, value) if value in State.values else queryset


class CommentsFilter(admin.SimpleListFilter):
    title = gettext_lazy("comments")
    parameter_name = "comments"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in CommentsState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(comments_state=value) if value in CommentsState.values else queryset


def state_tabs(articles: QuerySet[Article], current: str | None) -> list[dict[str, Any]]:
    """The tabs above the list with their counts; one query."""
    now = timezone.now()
    live = Q(status=Article.Status.PUBLISHED) & (Q(withdraw_at=None) | Q(withdraw_at__gt=now))
    conditions = {
        State.DRAFT: Q(status=Article.Status.DRAFT),
        State.SCHEDULED: live & Q(publish_at__gt=now),
        State.PUBLISHED: live & Q(publish_at__lte=now),
        State.WITHDRAWN: Q(withdraw_at__lte=now),
    }
    counts = articles.order_by().aggregate(
        all=Count("id"),
        **{state.value: Count("id", filter=condition) for state, condition in conditions.items()},
    )
    tabs = [{"href": "?", "label": _("All"), "count": counts["all"], "current": not current}]
    for state in State:
        tabs.append(
            {
                "href": f"?{StateFilter.parameter_name}={state.value}",
                "label": state.label,
                "count": counts[state.value],
                "current": current == state.value,
            }
        )
    return tabs
