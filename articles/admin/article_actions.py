"""What can be done to several stories at once. Every action calls the verb of one story."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing
from articles.admin import comments_undo
from articles.content import ContentRefused
from articles.discussion import set_comments
from articles.frontpage import placing
from articles.models import Article, Category
from articles.models.settings import CommentsState
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun
from newsroom.site.phrases import count_phrase


class MoveForm(ActionForm):
    """The bulk bar's select «move to category»."""

    category = forms.ModelChoiceField(
        queryset=Category.objects.all(),
        required=False,
        empty_label=gettext_lazy("Move to category…"),
        label=gettext_lazy("Move to category"),
    )


def _each(
    request: HttpRequest,
    articles: QuerySet[Article],
    verb: Callable[[Article], object],
    done: str,
    switched_to: CommentsState | None = None,
) -> None:
    """Run the verb on every story and say how many it reached, and why it refused the others.

    ``switched_to``: the verb sets this state of the comments, so the message offers to undo it.
    """
    count, refusals = 0, []
    before: dict[int, str] = {}
    for article in articles:
        state = article.comments_state
        try:
            if verb(article) is not False:
                count += 1
                before[article.pk] = state
        except (TransitionNotAllowed, ContentRefused) as error:
            refusals.append(f"«{article.headline}»: {error}")
        except PermissionDenied:
            refusals.append(f"«{article.headline}»: " + _("You do not have the permission"))
    phrase = count_phrase(count, Noun.ARTICLES)
    if count or not refusals:
        undo = comments_undo.tag(request, before, switched_to) if switched_to else ""
        messages.success(request, f"{done}: {phrase}", undo)
    for refusal in refusals[:5]:
        messages.warning(request, refusal)


def _switch(request: HttpRequest, articles: QuerySet[Article], state: CommentsState) -> None:
    _each(
        request,
        articles,
        lambda article: set_comments(article, state, by=actor(request)),
        str(comments_undo.DONE[state]),
        state,
    )


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
    _each(
        request,
        articles,
        lambda article: publishing.publish(article, by=actor(request)),
        _("Published"),
    )


@admin.action(permissions=["publish"], description=gettext_lazy("Withdraw"))
def withdraw(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _each(
        request,
        articles,
        lambda article: publishing.withdraw(article, by=actor(request)),
        _("Withdrawn"),
    )


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
    _each(
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
    _each(
        request,
        articles,
        lambda article: placing.make_lead(article, by=actor(request)),
        _("Leads the front page"),
    )


ACTIONS = [make_lead, close_comments, open_comments, hide_comments, publish, withdraw, move]
