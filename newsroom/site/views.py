from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsroom.site.models import Page


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A standing page: about us, charter, privacy."""
    return render(request, "articles/page.html", {"page": get_object_or_404(Page, slug=slug)})
