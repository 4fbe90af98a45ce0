from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsroom.pagecache.record import finished_page, tag
from newsroom.site.models import Page


@require_safe
@finished_page()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A standing page: about us, charter, privacy."""
    found = get_object_or_404(Page, slug=slug)
    tag(request, found.key)
    return render(request, "articles/page.html", {"page": found})
