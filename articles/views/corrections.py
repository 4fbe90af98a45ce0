from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.corrections import public_corrections
from articles.views.paging import page_number

PAGE_SIZE = 20


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    pages = Paginator(public_corrections(), PAGE_SIZE)
    number = page_number(request)
    try:
        page = pages.page(number)
    except EmptyPage:
        raise Http404(_("There is no page with this number.")) from None
    canonical = request.path if number == 1 else f"{request.path}?page={number}"
    numbers = list(pages.get_elided_page_range(number, on_each_side=1, on_ends=1))
    context = {"page": page, "page_numbers": numbers, "canonical_path": canonical}
    return render(request, "articles/corrections.html", context)
