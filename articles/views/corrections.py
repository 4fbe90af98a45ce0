from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.corrections import public_corrections
from articles.views.paging import numbered_page

PAGE_SIZE = 20


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    context = numbered_page(request, public_corrections(), size=PAGE_SIZE)
    return render(request, "articles/corrections.html", context)
