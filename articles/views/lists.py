from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.archives import Period
from articles.models import Article, Author, Category, Tag
from articles.renaming import Kind, moved_to
from articles.views.paging import numbered_page

PAGE_SIZE = 20


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    found = Category.objects.select_related("parent__parent").filter(path=path).first()
    if found is None:
        return _moved(Kind.CATEGORY, path)
    context = {
        "heading": found.name,
        "lede": found.description,
        "category": found,
        "children": found.children.all(),
    }
    return _listing(request, Article.objects.filter(categories=found), context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return _moved(Kind.TAG, slug)
    return _listing(request, Article.objects.filter(tagged_items__tag=found), {"heading": found})


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return _moved(Kind.AUTHOR, slug)
    context = {"heading": found.name, "author": found}
    return _listing(request, Article.objects.filter(bylines__author=found), context)


@require_safe
def archive(
    request: HttpRequest, year: str, month: str | None = None, day: str | None = None
) -> HttpResponse:
    """The stories first published in a year, month or day of the newsroom's zone."""
    try:
        period = Period.parse(year, month, day)
    except ValueError:
        raise Http404 from None
    context = {
        "archive": period,
        "archive_parts": period.parts_with_stories(),
        "archive_beside": period.neighbours(),
    }
    return _listing(request, period.stories(), context)


def _moved(kind: Kind, address: str) -> HttpResponse:
    target = moved_to(kind, address)
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target)


def _listing(
    request: HttpRequest, articles: QuerySet[Article], context: dict[str, Any]
) -> HttpResponse:
    visible = Article.objects.published() & articles
    shown = numbered_page(request, visible.for_listing().newest_first(), size=PAGE_SIZE)
    canonical, is_first = shown["canonical_path"], shown["page"].number == 1
    if "page" in request.GET and request.get_full_path() != canonical and is_first:
        return HttpResponsePermanentRedirect(canonical)
    return render(request, "articles/listing.html", {**context, **shown})
