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

from articles import discussion, publishing
from articles.content import ContentRefused
from articles.models import Article, Category
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun, count_phrase
from newsroom.site.models import SiteSettings


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
) -> None:
    """Run the verb on every story and say how many it reached, and why it refused the others."""
    count, refusals = 0, []
    for article in articles:
        try:
            count += verb(article) is not False
        except (TransitionNotAllowed, ContentRefused) as error:
            refusals.append(f"«{article.headline}»: {error}")
        except PermissionDenied:
            refusals.append(f"«{article.headline}»: " + _("You do not have the permission"))
    site = SiteSettings.load()
    phrase = count_phrase(
        count, Noun.ARTICLES, edition=site.edition_data, arabic_indic=site.arabic_indic
    )
    if count or not refusals:
        messages.success(request, f"{done}: {phrase}")
    for refusal in refusals[:5]:
        messages.warning(request, refusal)


@admin.action(permissions=["set_comments"], description=gettext_lazy("Close comments"))
def close_comments(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _each(
        request,
        articles,
        lambda article: discussion.close_comments(article, by=actor(request)),
        _("Comments closed"),
    )


@admin.action(permissions=["set_comments"], description=gettext_lazy("Open comments"))
def open_comments(model_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> None:
    _each(
        request,
        articles,
        lambda article: discussion.open_comments(article, by=actor(request)),
        _("Comments opened"),
    )


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


ACTIONS = [close_comments, open_comments, publish, withdraw, move]
