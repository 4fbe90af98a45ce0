from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.comments.reading import with_discussion
from articles.content import Content
from articles.corrections import corrections_of, with_corrections
from articles.models import Article
from articles.models.article import State
from articles.related import related_to
from newsroom.errors import gone
from newsroom.site.addresses import absolute
from newsroom.site.converters import parse_id


@require_safe
def story(request: HttpRequest, year: str, month: str, day: str, spelled: str) -> HttpResponse:
    """The id alone decides; every other spelling of the address leads to the canonical one."""
    published = Article.objects.filter(pk=_id(spelled), status=Article.Status.PUBLISHED)
    detail = published.for_detail().select_related("short_link")
    article = with_corrections(with_discussion(detail)).first()
    state = article.state() if article else None
    if article is None or state not in (State.PUBLISHED, State.WITHDRAWN):
        raise Http404
    if state == State.WITHDRAWN:
        return gone(request)
    if request.path_info != _decoded(article):
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    return render_story(request, article, Content.from_article(article))


def render_story(
    request: HttpRequest,
    article: Article,
    content: Content,
    *,
    preview: bool = False,
) -> HttpResponse:
    """The public page of ``content``. A preview is not linked, shared or found by machines."""
    context: dict[str, Any] = {
        "article": article,
        "content": content,
        "preview": preview,
        "corrections": corrections_of(article),
        "related": [] if preview else related_to(article),
    }
    response = render(request, "articles/story.html", context)
    link = getattr(article, "short_link", None)
    if link is not None and not preview:
        address = absolute(request, link.get_absolute_url())
        response.headers["Link"] = f"<{address}>; rel=shortlink"
    return response


def _id(spelled: str) -> int:
    found = parse_id(spelled.partition("-")[0])
    if found is None:
        raise Http404
    return found


def _decoded(article: Article) -> str:
    day = article.address_day
    return f"/{day:%Y/%m/%d}/{article.pk}-{article.slug}/"
