from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.gone import gone
from articles.models.article import State
from articles.shortlinks.models import ShortLink
from newsroom.pagecache.record import finished_page, tag


@require_safe
@finished_page()
def follow(request: HttpRequest, code: str) -> HttpResponse:
    link = get_object_or_404(ShortLink.objects.select_related("article"), code=code)
    article = link.article
    if article is not None:
        tag(request, page_keys.address(article.pk))
    if article is None or article.state() == State.WITHDRAWN:
        return gone(request, article)
    if article.state() != State.PUBLISHED:
        raise Http404
    return HttpResponsePermanentRedirect(article.get_absolute_url())
