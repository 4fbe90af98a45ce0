from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.archives import Period
from articles.corrections import months_with_corrections, public_corrections
from articles.views.paging import numbered_page
from newsroom.pagecache.record import finished_page, tag

PAGE_SIZE = 20
MONTHS_SHOWN = 12


@require_safe
@finished_page(query=("page",))
def corrections(
    request: HttpRequest, year: str | None = None, month: str | None = None
) -> HttpResponse:
    """All of them, or those of one month."""
    chosen = _chosen(year, month)
    context = numbered_page(request, public_corrections(chosen), size=PAGE_SIZE)
    if chosen is not None and not context["page"].object_list:
        raise Http404
    tag(request, page_keys.CORRECTIONS)
    tag(request, *(page_keys.card(shown.article_id) for shown in context["page"].object_list))
    first = chosen.first if chosen else None
    context |= {"chosen": first, "months": _chips(first), "home": reverse("articles:corrections")}
    return render(request, "articles/corrections.html", context)


def _chosen(year: str | None, month: str | None) -> Period | None:
    if year is None:
        return None
    try:
        return Period.parse(year, month, None)
    except ValueError as error:
        raise Http404 from error


def _chips(chosen: date | None) -> list[date]:
    """The newest months, and the one that is shown."""
    months = months_with_corrections()
    return [month for n, month in enumerate(months) if n < MONTHS_SHOWN or month == chosen]
