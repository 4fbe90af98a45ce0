from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.frontpage import arrangement
from newsroom.pagecache.record import finished_page, tag


@require_safe
@finished_page()
def front_page(request: HttpRequest) -> HttpResponse:
    front = arrangement.front_page(timezone.now())
    _tag_front_page(request, front)
    return render(request, "articles/front_page.html", {"front": front})


def _tag_front_page(request: HttpRequest, front: arrangement.FrontPage) -> None:
    tag(request, page_keys.FRONT)
    tag(request, *(page_keys.first_category(article.pk) for article in front.articles))
    tag(request, *(page_keys.card(line.pk) for line in [*front.latest, *front.related]))
    page_keys.tag_cards(request, [front.lead, *front.second[:1]] if front.lead else [])
    page_keys.tag_cards(request, front.second[1:], names=False)
    for section in filter(None, [front.wide, front.split]):
        _tag_section(request, section, cards=len(section.articles))
    for section in front.short:
        _tag_section(request, section, cards=1)
    if front.opinion:
        page_keys.tag_categories(request, [front.opinion.category])
        for article in front.opinion.articles:
            tag(request, page_keys.card(article.pk), page_keys.deck(article.pk))
            page_keys.tag_authors(request, article.signed_by)


def _tag_section(request: HttpRequest, section: arrangement.Section, *, cards: int) -> None:
    """Its first stories stand there as cards, the others as lines."""
    shown, lines = section.articles[:cards], section.articles[cards:]
    page_keys.tag_categories(request, [section.category])
    page_keys.tag_cards(request, shown, names=False, within=section.category)
    tag(request, *(page_keys.card(line.pk) for line in lines))
