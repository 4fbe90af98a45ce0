"""What can be done to several stories at once. Every action calls the verb of one story."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing
from articles.admin import article_trash, article_withdrawal, comments_undo
from articles.admin.each_story import each_story
from articles.discussion import set_comments
from articles.frontpage import placing
from articles.models import Article, Category
from articles.models.settings import CommentsState
from newsroom.accounts.actor import actor


class MoveForm(ActionForm):
    """The bulk bar's select «move to category»."""

    category = forms.ModelChoiceField(
        queryset=Category.objects.all(),
        required=False,
        empty_label=gettext_lazy("Move to category…"),
        label=gettext_lazy("Move to category"),
    )


def _switch(request: HttpRequest, articles: QuerySet[Article], state: CommentsState) -> None:
    before: dict[int, str] = {}

    def switch(article: Article) -> bool:
        before[article.pk] = article.comments_state
        return set_comments(article, state, by=actor(request))

    def undo(switched: list[Article]) -> str:
        kept = {article.pk: before[article.pk] for article in switched}
        return comments_undo.tag(request, kept, state)

    each_story(request, articles, switch, str(comments_undo.DONE[state]), undo)


@admin.action(permissions=["set_comments"], description=gettext_lazy("Close comments"))
def close_comments(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _switch(request, articles, CommentsState.CLOSED)


@admin.action(permissions=["set_comments"], description=gettext_lazy("Open comments"))
def open_comments(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _switch(request, articles, CommentsState.OPEN)


@admin.action(permissions=["set_comments"], description=gettext_lazy("Hide comments"))
def hide_comments(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _switch(request, articles, CommentsState.HIDDEN)


@admin.action(permissions=["publish"], description=gettext_lazy("Publish"))
def publish(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    each_story(
        request,
        articles,
        lambda article: publishing.publish(article, by=actor(request)),
        _("Published"),
    )


@admin.action(permissions=["publish"], description=gettext_lazy("Withdraw"))
def withdraw(
    model_admin: Any, request: HttpRequest, articles: QuerySet[Article]
) -> HttpResponse | None:
    """Asks why first."""
    return article_withdrawal.ask_for_several(request, articles, model_admin.admin_site)


@admin.action(permissions=["trash"], description=gettext_lazy("Move to trash"))
def move_to_trash(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    article_trash.trash_each(request, articles)


@admin.action(permissions=["trash"], description=gettext_lazy("Restore"))
def restore_from_trash(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    article_trash.restore_each(request, articles)


@admin.action(permissions=["publish"], description=gettext_lazy("Move"))
def move(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    chosen = MoveForm(request.POST).fields["category"]
    try:
        category = chosen.clean(request.POST.get("category"))
    except forms.ValidationError:
        category = None
    if category is None:
        messages.warning(request, _("Choose the category to move to."))
        return
    each_story(
        request,
        articles,
        lambda article: publishing.move(article, category, by=actor(request)),
        _("Moved to «%(category)s»") % {"category": category.name},
    )


@admin.action(permissions=["arrange"], description=gettext_lazy("Make it the lead"))
def make_lead(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    if len(articles) != 1:
        messages.warning(request, _("Choose one article only: the front page has one lead."))
        return
    each_story(
        request,
        articles,
        lambda article: placing.make_lead(article, by=actor(request)),
        _("Leads the front page"),
    )


ACTIONS = [
    *(make_lead, close_comments, open_comments, hide_comments, publish, withdraw, move),
    *(move_to_trash, restore_from_trash),
]
