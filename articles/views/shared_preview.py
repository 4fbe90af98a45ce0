from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from articles.content import ContentRefused
from articles.editing import preview_links
from articles.editing.models import PreviewLink
from articles.models.article import State
from articles.models.settings import CommentsState
from articles.revisions import latest_content
from articles.views.story import render_story
from newsroom.errors import not_found


class TokenConverter(StringConverter):
    regex = "[A-Za-z0-9_-]{20,64}"


register_converter(TokenConverter, "preview_token")


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The newest saved text, for whoever was given the address. No cache or log may keep it."""
    request.logged_path = "/preview/…/"  # type: ignore[attr-defined]
    link = preview_links.find(token)
    if link is None:
        return _confidential(not_found(request))
    if not link.is_living() or link.article.state() in (State.WITHDRAWN, State.TRASHED):
        return _confidential(_dead(request))
    try:
        response = _page(request, link)
    except ContentRefused:  # an author or a photo of it is gone: the newsroom has to see to it
        return _confidential(_dead(request))
    if request.method == "GET":
        preview_links.note_opening(link)
    return _confidential(response)


def _page(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    article = link.article
    article.comments_state = CommentsState.HIDDEN  # on this page
    content = latest_content(article)
    return render_story(request, article, content, preview=True, outside=True)


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/preview_gone.html", status=410)


def _confidential(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
