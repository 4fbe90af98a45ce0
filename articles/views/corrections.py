from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.corrections import public_corrections
from articles.views.paging import numbered_page
from newsroom.pagecache.record import finished_page, tag

PAGE_SIZE = 20


@require_safe
@finished_page(query=("page",))
def corrections(request: HttpRequest) -> HttpResponse:
    context = numbered_page(request, public_corrections(), size=PAGE_SIZE)
    tag(request, page_keys.CORRECTIONS)
    tag(request, *(page_keys.card(shown.article_id) for shown in context["page"].object_list))
    return render(request, "articles/corrections.html", context)
