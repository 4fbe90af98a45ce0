"""The trash on the screens of the newsroom: a tab of the story list, undo, emptying."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import roles, trash
from articles.admin.each_story import each_story
from articles.models import Article
from articles.models.article import State
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun, Unit, duration
from newsroom.site import french
from newsroom.site.converters import parse_id
from newsroom.site.phrases import count_phrase
from newsroom.site.templatetags import arabic

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Article]
else:
    _ModelAdmin = object

LIST = "admin:articles_article_changelist"
ACTIONS = {"restore_from_trash"}
"""Those of the list that the trash has; it has no others."""
COLUMNS = ("title", "thrown_by", "thrown_at", "stays", "bring_back")
TAG = "untrash:"
MOST = 500


def is_open(request: HttpRequest) -> bool:
    """The list shows what is in the trash."""
    return request.GET.get("state") == State.TRASHED


def reachable(articles: QuerySet[Article], request: HttpRequest) -> QuerySet[Article]:
    """Forms of other things do not offer what is in the trash. (The list has its filter.)"""
    match = request.resolver_match
    if match is not None and match.url_name == "autocomplete":
        return articles & Article.objects.outside_trash()
    return articles


def trash_address() -> str:
    return f"{reverse(LIST)}?state={State.TRASHED}"


class TrashInList(_ModelAdmin):
    """The story list while it shows the trash: columns and actions of its own."""

    def get_list_display(self, request: HttpRequest) -> Any:
        return COLUMNS if is_open(request) else super().get_list_display(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        here = is_open(request)
        return {name: one for name, one in actions.items() if (name in ACTIONS) == here}

    def has_trash_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_article")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        here = is_open(request)
        may_empty = here and roles.may_empty_trash(actor(request))
        page = {**(extra_context or {}), "in_trash": here, "may_empty_trash": may_empty}
        return super().changelist_view(request, page)

    @admin.display(description=gettext_lazy("Moved to the trash by"))
    def thrown_by(self, article: Article) -> SafeString:
        return format_html("<bdi>{}</bdi>", article.trashed_by or "—")

    @admin.display(description=gettext_lazy("When"), ordering="trashed_at")
    def thrown_at(self, article: Any) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>',
            arabic.iso(article.trashed_at),
            arabic.short_when(article.clock, article.trashed_at),
        )

    @admin.display(description=gettext_lazy("Time left"), ordering="trashed_at")
    def stays(self, article: Any) -> str:
        days = trash.days_left(article, article.clock["now"])
        if days < 1:
            return _("deleted today")
        if french.is_active():
            return f"{days} {french.UNITS[Unit.DAY][days > 1]}"
        return duration(days, Unit.DAY, arabic_indic=article.clock["site"].arabic_indic)

    @admin.display(description=gettext_lazy("Restore"))
    def bring_back(self, article: Article) -> SafeString:
        """The list is a form; this button sends it elsewhere."""
        return format_html(
            '<button type="submit" class="button" formaction="{}" name="story" value="{}">{}'
            '<span class="visually-hidden">: {}</span></button>',
            reverse("admin:articles_article_restore"),
            article.pk,
            _("Restore"),
            article.headline,
        )


def urls(site: AdminSite) -> list[URLPattern]:
    views: dict[str, tuple[str, Any]] = {
        "restore": ("restore/", require_POST(restore)),
        "empty_trash": ("empty-trash/", empty),
    }
    return [
        path(where, site.admin_view(partial(view, site=site)), name=f"articles_article_{name}")
        for name, (where, view) in views.items()
    ]


def trash_each(request: HttpRequest, stories: Iterable[Article]) -> None:
    def undo(thrown: list[Article]) -> str:
        ids = [str(article.pk) for article in thrown]
        return f"{TAG}{','.join(ids)}" if 0 < len(ids) <= MOST else ""

    each_story(
        request,
        stories,
        lambda article: trash.trash(article, by=actor(request)),
        _("Moved to the trash"),
        undo,
    )


def thrown(request: HttpRequest, article: Article) -> HttpResponse:
    """After the story's form has moved it to the trash."""
    undo = f"{TAG}{article.pk}"
    text = _("Moved to the trash: «%(headline)s»") % {"headline": article.headline}
    messages.success(request, text, undo)
    return HttpResponseRedirect(reverse(LIST))


def restore_each(request: HttpRequest, stories: Iterable[Article]) -> list[Article]:
    return each_story(
        request,
        stories,
        lambda article: trash.restore_from_trash(article, by=actor(request)),
        _("Restored from the trash"),
    )


def restore(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """``story``: ids, by commas or each for itself. «Undo» comes here too."""
    roles.require(roles.may_write(request.user))
    sent = ",".join(request.POST.getlist("story")).split(",")[:MOST]
    ids = {pk for pk in map(parse_id, sent) if pk is not None}
    back = restore_each(request, Article.objects.trashed().filter(pk__in=ids)) if ids else []
    if len(back) == 1:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[back[0].pk]))
    return HttpResponseRedirect(reverse(LIST))


def empty(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """Asks first: this cannot be undone."""
    user = actor(request)
    roles.require(roles.may_empty_trash(user))
    if request.method == "POST":
        count = count_phrase(trash.empty(by=user), Noun.ARTICLES)
        messages.success(request, _("Deleted permanently: %(articles)s") % {"articles": count})
        return HttpResponseRedirect(trash_address())
    page = {
        **site.each_context(request),
        "title": _("Empty the trash"),
        "count": Article.objects.trashed().count(),
        "back": trash_address(),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/empty_trash.html", page)
