from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.models import Article
from articles.models.article import State
from articles.models.settings import CommentsState
from newsroom.accounts.actor import actor


def in_state(articles: QuerySet[Article], state: str) -> QuerySet[Article]:
    now = timezone.now()
    chosen = {
        State.DRAFT: Article.objects.drafts(),
        State.SCHEDULED: Article.objects.scheduled(now=now),
        State.PUBLISHED: Article.objects.published(now=now),
        State.WITHDRAWN: Article.objects.withdrawn(now=now),
        State.TRASHED: Article.objects.trashed(),
    }[State(state)]
    return articles & chosen


IN_REVIEW = "review"
"""Beside the states: whatever waits for an editor, a draft or changes of a published story."""


class StateFilter(admin.SimpleListFilter):
    """Drawn as tabs above the list."""

    title = gettext_lazy("status")
    parameter_name = "state"
    template = "admin/articles/article/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        states = [(state.value, str(state.label)) for state in State]
        return [*states, (IN_REVIEW, _("Under review"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        """The trash is a place of its own: nothing of it stands among the others."""
        value = self.value()
        if value == State.TRASHED and not roles.may_write(request.user):
            return queryset.none()
        if value == IN_REVIEW:
            return queryset.filter(open_review__isnull=False)
        if value in State.values:
            return in_state(queryset, str(value))
        return queryset & Article.objects.outside_trash()


class MineFilter(admin.SimpleListFilter):
    """Created or signed by the person who asks. Drawn beside the tabs."""

    title = gettext_lazy("my articles")
    parameter_name = "mine"
    template = "admin/articles/article/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("1", _("My articles"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return mine(queryset, request)


def mine(articles: QuerySet[Article], request: HttpRequest) -> QuerySet[Article]:
    """All of them where the list is not narrowed to one's own."""
    if request.GET.get(MineFilter.parameter_name) != "1":
        return articles
    return articles & Article.objects.owned_by(actor(request))


class CommentsFilter(admin.SimpleListFilter):
    title = gettext_lazy("comments")
    parameter_name = "comments"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in CommentsState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(comments_state=value) if value in CommentsState.values else queryset


def state_tabs(articles: QuerySet[Article], request: HttpRequest) -> list[dict[str, Any]]:
    """The tabs above the list with their counts, of one's own stories where the list shows no
    others; one query."""
    current = request.GET.get(StateFilter.parameter_name)
    articles = mine(articles, request)
    now = timezone.now()
    live = Q(status=Article.Status.PUBLISHED) & (Q(withdraw_at=None) | Q(withdraw_at__gt=now))
    conditions = {
        State.DRAFT: Q(status=Article.Status.DRAFT),
        State.SCHEDULED: live & Q(publish_at__gt=now),
        State.PUBLISHED: live & Q(publish_at__lte=now),
        State.WITHDRAWN: Q(withdraw_at__lte=now),
        State.TRASHED: Q(status=Article.Status.TRASHED),
    }
    counts = articles.order_by().aggregate(
        all=Count("id", filter=~conditions[State.TRASHED]),
        review=Count("open_review"),
        **{state.value: Count("id", filter=condition) for state, condition in conditions.items()},
    )
    own = f"{MineFilter.parameter_name}=1" if request.GET.get("mine") == "1" else ""
    tabs = [{"href": f"?{own}", "label": _("All"), "count": counts["all"], "current": not current}]
    labels = {state.value: state.label for state in State}
    first, *others = labels.items()
    for state, label in (first, (IN_REVIEW, _("Under review")), *others):
        if state == State.TRASHED and not roles.may_write(request.user):
            continue
        tabs.append(
            {
                "href": f"?{StateFilter.parameter_name}={state}{own and f'&{own}'}",
                "label": label,
                "count": counts[state],
                "current": current == state,
            }
        )
    return tabs


def mine_link(request: HttpRequest) -> dict[str, Any] | None:
    """To one's own stories in the same state and back; None for those who see no others, or
    write none."""
    user = actor(request)
    if not (user.has_perm("articles.view_article") and roles.may_write(user)):
        return None
    query = request.GET.copy()
    query.pop("p", None)
    is_on = query.pop(MineFilter.parameter_name, None) == ["1"]
    if not is_on:
        query[MineFilter.parameter_name] = "1"
    return {"href": f"?{query.urlencode()}", "is_on": is_on}
