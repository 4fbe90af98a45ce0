"""Typed text that is not saved: kept while one types, offered back, compared, thrown away."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import Context
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.admin import article_compare, article_merging, article_presence, typed_text
from articles.content import Content, ContentRefused
from articles.editing import autosaves
from articles.editing.autosaves import HeldByOther, NotKept
from articles.editing.models import Autosave
from articles.models import Article
from articles.revisions import latest_content
from newsroom.accounts.actor import actor
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Article]
else:
    _ModelAdmin = object

KEY = "draft_key"
"""Of the opened form; it goes with everything that the form sends."""
TAKE_BACK = "unsaved"
"""In the address of the form: with the unsaved text of the form of that key."""
AFTER_MS = 10_000
"""From the last keystroke until the server keeps the text; until the browser does:"""
BEAT_MS = 1_000


class KeepsTyped(_ModelAdmin):
    """The story form: nothing that is typed is lost before it is saved, nor overwritten."""

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.shown_text = getattr(request, "shown_text", {})
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page = extra_context or {}
        article: Article | None = page.get("article")
        is_refused = bool(getattr(request, "refusal", ""))  # and is shown again, as typed
        if request.method == "POST" and article_merging.BUTTON in request.POST and not is_refused:
            page |= article_merging.put_together(request, article, self)
        elif page.get("may_edit") and request.method == "GET" and TAKE_BACK in request.GET:
            page |= _taken_back(request, request.GET[TAKE_BACK], article, self)
        return super().changeform_view(request, object_id, form_url, page)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["presence_every"] = article_presence.EVERY_MS
        if context["may_edit"]:
            context["writing"] = _writing(request, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.log_change(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Called in the transaction of the verb. Some verbs leave the text alone: then it stays."""
        key, newest = request.POST.get(KEY), obj.revisions.order_by("-number")
        content: Content = request.saved_content  # type: ignore[attr-defined]
        if key and newest.values_list("snapshot", flat=True).first() == content.snapshot():
            autosaves.settle(obj, key, by=actor(request))

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("session/", session, "session"),
            ("autosave/", self.autosave, "autosave_new"),
            ("<id:article_id>/autosave/", self.autosave, "autosave"),
            ("unsaved/", self.unsaved, "unsaved_new"),
            ("<id:article_id>/unsaved/", self.unsaved, "unsaved"),
            ("<id:article_id>/presence/", self.presence, "presence"),
        ]
        wrap = self.admin_site.admin_view
        own = [path(at, wrap(view), name=f"articles_article_{name}") for at, view, name in pages]
        return own + super().get_urls()

    def autosave(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return keep(request, self._typed_over(request, article_id))

    def unsaved(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        return unsaved(request, self._typed_over(request, article_id), self)

    def presence(self, request: HttpRequest, article_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = article_presence.get_article(article_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article_presence.beat(request, article)

    if TYPE_CHECKING:

        def _typed_over(self, request: HttpRequest, article_id: int | None) -> Article | None: ...


@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and what the next POST must bring along."""
    user = actor(request)
    return JsonResponse(
        {"user": user.pk, "name": user.get_short_name(), "csrf": get_token(request)}
    )


@never_cache
def keep(request: HttpRequest, article: Article | None) -> HttpResponse:
    post, user = request.POST, actor(request)
    base = post.get("base", "")
    try:
        row = autosaves.keep(
            article,
            post.get(KEY, ""),
            typed_text.typed_in(post),
            int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0,
            by=user,
        )
    except HeldByOther as held:
        address = f"{_form_address(article)}?{TAKE_BACK}={held.row.key}"
        said = {"said": str(held), "held": held.row.key, "at": when(held.row), "take": address}
        return JsonResponse(said, status=HTTPStatus.CONFLICT)
    except NotKept as refused:
        return JsonResponse({"said": str(refused)}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse({"said": _("Kept at %(time)s") % {"time": clock(row)}})


@never_cache
def unsaved(
    request: HttpRequest, article: Article | None, model_admin: "KeepsTyped"
) -> HttpResponse:
    """Unsaved text beside what is saved now: what the form has sent, else what was kept of it.

    ``_throw`` and ``_bring_back`` decide on what was kept.
    """
    user = actor(request)
    post = request.POST
    verb = next((name for name in ("_throw", "_bring_back") if name in post), None)
    key = post[verb] if verb else request.GET.get("key", "")
    if request.method == "POST" and verb is None:
        typed = typed_text.typed_in(request.POST)
        return _compared(request, article, typed, None, model_admin)
    row = autosaves.find(article, key, of=user)
    if row is None or (key and row.key != key):
        raise Http404
    if verb is not None:
        return _decided(request, row, article)
    if row.closed_at is not None:
        raise Http404
    return _compared(request, article, row.typed, row, model_admin)


def _decided(request: HttpRequest, row: Autosave, article: Article | None) -> HttpResponse:
    if "_throw" in request.POST:
        autosaves.throw_away(row, by=actor(request))
        done = True
    else:
        done = autosaves.bring_back(row, by=actor(request))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"done": done})
    if done and "_throw" in request.POST:
        messages.success(request, _("The unsaved text is thrown away."))
    return HttpResponseRedirect(_form_address(article))


def _compared(
    request: HttpRequest,
    article: Article | None,
    typed: typed_text.Typed,
    row: Autosave | None,
    model_admin: KeepsTyped,
) -> HttpResponse:
    page: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": _("Unsaved text"),
        "opts": Article._meta,
        "article": article,
        "row": row,
        "nav": True,
        "take_back": f"{_form_address(article)}?{TAKE_BACK}={row.key}" if row else "",
    }
    try:
        mine = typed_text.content_of(typed_text.form_of(request, typed, article, model_admin))
        before = latest_content(article) if article else _nothing(mine)
        page |= article_compare.compared(before, mine, actor(request))
    except ContentRefused as refused:
        page["unreadable"] = str(refused)
    return render(request, "admin/articles/article/autosave_compare.html", page)


def _nothing(like: Content) -> Content:
    return Content(headline="", category=like.category)


def _taken_back(
    request: HttpRequest, key: str, article: Article | None, model_admin: KeepsTyped
) -> dict[str, Any]:
    row = autosaves.find(article, key, of=actor(request))
    if row is None or row.key != key or not row.typed:
        messages.warning(request, _("That text is not kept any more."))
        return {}
    form = typed_text.form_of(request, row.typed, article, model_admin)
    shown = typed_text.initial_of(form)
    request.shown_text = {**shown, "base": row.base}  # type: ignore[attr-defined]
    return {"taken_back": row}


def _writing(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the scripts of the form need to know. Two queries, more where there is unsaved text."""
    article: Article | None = context.get("article")
    user, taken = actor(request), context.get("taken_back")
    shown: dict[str, Any] = {
        "key": request.POST.get(KEY) or (taken.key if taken else str(uuid4())),
        "taken": taken,
        "is_touched": bool(taken or context.get("merged") or request.method == "POST"),
        "saved_keys": json.dumps(autosaves.saved_keys(of=user)),
        "after": AFTER_MS,
        "beat": BEAT_MS,
        "fields": " ".join(typed_text.FIELDS),
        "numerals": "arab" if SiteSettings.load().arabic_indic else "latn",
        "form": _form_address(article),
        "keep": _address("autosave", article),
        "unsaved": _address("unsaved", article),
        "at": when(taken) if taken else "",
    }
    if article is None or taken or request.method == "POST":
        return shown
    row = autosaves.find(article, "", of=user)
    if row is not None and row.closed_at is None and _differs(request, row, article, context):
        shown |= {"offer": row, "at": when(row)}
        shown["take_back"] = f"{_form_address(article)}?{TAKE_BACK}={row.key}"
    return shown


def _differs(
    request: HttpRequest, row: Autosave, article: Article, context: dict[str, Any]
) -> bool:
    """A late request of a form that was saved leaves behind what everybody can read."""
    model_admin = context["adminform"].model_admin
    try:
        mine = typed_text.content_of(typed_text.form_of(request, row.typed, article, model_admin))
        return mine != latest_content(article)
    except ContentRefused:
        return True


def _form_address(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[article.pk])


def _address(name: str, article: Article | None) -> str:
    if article is None:
        return reverse(f"admin:articles_article_{name}_new")
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def clock(row: Autosave) -> str:
    return str(arabic.clock(_clock_of(), row.at))


def when(row: Autosave) -> str:
    return str(arabic.short_when(_clock_of(), row.at))


def _clock_of() -> Context:
    return Context({"site": SiteSettings.load(), "now": timezone.now()})
