from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models.article import State
from articles.shortlinks.models import ShortLink
from newsroom.errors import gone


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    link = get_object_or_404(ShortLink.objects.select_related("article"), code=code)
    article = link.article
    if article is None or article.state() == State.WITHDRAWN:
        return gone(request)
    if article.state() != State.PUBLISHED:
        raise Http404
    return HttpResponsePermanentRedirect(article.get_absolute_url())
