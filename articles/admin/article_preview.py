"""The public page of a story before it is public: for the newsroom, and links for outsiders."""

from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from articles import roles
from articles.admin.forms import ArticleForm
from articles.admin.typed_story import credited, typed_form, unsaved_story
from articles.content import Content, ContentRefused
from articles.editing import preview_links
from articles.editing.models import PreviewLink
from articles.editing.preview_links import Duration
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from articles.revisions import latest_content
from articles.views.story import render_story
from newsroom.accounts.actor import actor
from newsroom.site.addresses import absolute, without_scheme

# --- for the newsroom ---------------------------------------------------------------------------


@never_cache
def saved(request: HttpRequest, article: Article) -> HttpResponse:
    """The page of the newest saved text; not of what is in the trash."""
    roles.require(article.status != Article.Status.TRASHED)
    return _page(request, article, latest_content(article))


@never_cache
def typed(
    request: HttpRequest, article: Article | None, model_admin: ModelAdmin[Article]
) -> HttpResponse:
    """The page of what stands in the form; nothing is kept of it."""
    form = typed_form(request, article, model_admin)
    if not form.is_valid():
        return _refused(request, _faults(form))
    try:
        content = Content.from_form(form.cleaned_data)
    except ContentRefused as refused:
        return _refused(request, [("", str(refused))])
    credited(content.lead_photo, request.POST.get("photo_credit", ""))
    article = article or unsaved_story()
    article.comments_state = form.cleaned_data.get("comments_state") or article.comments_state
    return _page(request, article, content)


def _page(request: HttpRequest, article: Article, content: Content) -> HttpResponse:
    with override(settings.LANGUAGE_CODE):  # as readers will see it
        response = render_story(request, article, content, preview=True)
    return _framed(response)


def _refused(request: HttpRequest, faults: list[tuple[str, str]]) -> HttpResponse:
    page = {"faults": faults}
    template = "admin/articles/article/preview_refused.html"
    return _framed(render(request, template, page, status=400))


def _faults(form: ArticleForm) -> list[tuple[str, str]]:
    """Label and message; the label is empty where the message is about the whole form."""
    return [
        (str(form.fields[name].label or "") if name in form.fields else "", str(message))
        for name, errors in form.errors.items()
        for message in errors
    ]


def _framed(response: HttpResponse) -> HttpResponse:
    """The story form shows this answer in its frame; nobody else may."""
    policy = getattr(response, "_csp_replace", None) or {}
    response._csp_replace = {**policy, "frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def allow_frame(response: HttpResponse) -> HttpResponse:
    """The story form has a frame for its preview."""
    policy = getattr(response, "_csp_update", None) or {}
    response._csp_update = {**policy, "frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


# --- links for outsiders ------------------------------------------------------------------------


def links_context(article: Article) -> dict[str, Any]:
    return {
        "preview_links": preview_links.living(article),
        "durations": Duration.choices,
        "default_duration": Duration.THREE_DAYS,
    }


@never_cache
def links(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """The living links; a POST makes one. Its address is shown this once."""
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            shown["new_link"] = _create(request, article)
        except (TransitionNotAllowed, ValueError) as refused:
            shown["refusal"], status = str(refused), 409
    page = {
        **site.each_context(request),
        **links_context(article),
        **shown,
        "title": _("Preview links"),
        "article": article,
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/preview_links.html", page, status=status)


def _create(request: HttpRequest, article: Article) -> dict[str, str]:
    chosen = request.POST.get("preview_days", "")
    days = dict.fromkeys(str(value) for value in Duration.values)
    if chosen not in days:
        raise TransitionNotAllowed(_("Choose how long the link is valid."))
    new = preview_links.create(article, Duration(int(chosen)), by=actor(request))
    address = absolute(request, reverse("articles:shared_preview", args=[new.token]))
    return {"address": address, "shown": without_scheme(address)}


def revoke(request: HttpRequest, article: Article, link_id: int) -> HttpResponse:
    link = PreviewLink.objects.filter(pk=link_id, article=article).first()
    if link is None:
        raise Http404
    link.article = article
    if preview_links.revoke(link, by=actor(request)):
        messages.success(request, _("The preview link is revoked."))
    return HttpResponseRedirect(reverse("admin:articles_article_preview_links", args=[article.pk]))
