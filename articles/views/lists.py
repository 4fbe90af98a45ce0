from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import page_keys, story_lists
from articles.archives import Period
from articles.models import Author, Category, Tag
from articles.models.article import ArticleQuerySet
from articles.renaming import Kind, moved_to
from articles.story_lists import StoryList
from articles.views.paging import numbered_page
from newsroom.pagecache.record import finished_page, tag

PAGED = ("page",)


@require_safe
@finished_page(query=PAGED)
def category(request: HttpRequest, path: str) -> HttpResponse:
    found = Category.objects.select_related("parent__parent").filter(path=path).first()
    if found is None:
        return moved(request, Kind.CATEGORY, path)
    children = list(found.children.all())
    page_keys.tag_categories(request, [found, *found.ancestors, *children])
    tag(request, page_keys.category_page(found.pk))
    context = {
        "heading": found.name,
        "lede": found.description,
        "category": found,
        "children": children,
    }
    return _listing(request, story_lists.in_category(found.pk), context)


@require_safe
@finished_page(query=PAGED)
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.TAG, slug)
    tag(request, page_keys.of_tag(found.pk))
    return _listing(request, story_lists.with_tag(found.pk), {"heading": found.name})


@require_safe
@finished_page(query=PAGED)
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.AUTHOR, slug)
    page_keys.tag_authors(request, [found])
    tag(request, page_keys.author_page(found.pk))
    context = {"heading": found.name, "author": found}
    return _listing(request, story_lists.by_author(found.pk), context)


@require_safe
@finished_page(query=PAGED)
def archive(
    request: HttpRequest, year: str, month: str | None = None, day: str | None = None
) -> HttpResponse:
    """The stories first published in a year, month or day of the newsroom's zone."""
    try:
        period = Period.parse(year, month, day)
    except ValueError:
        raise Http404 from None
    beside = period.neighbours()
    tag(request, *(page_keys.edge(side, period.scale, of) for side, of in beside.items()))
    context = {
        "archive": period,
        "archive_parts": period.parts_with_stories(),
        "archive_beside": beside,
    }
    return _listing(request, story_lists.of_period(period), context)


def moved(request: HttpRequest, kind: Kind, address: str, *, below: str = "") -> HttpResponse:
    """To where a former address leads now, and ``below`` it. Raises Http404."""
    target = moved_to(kind, address)
    if target is None:
        raise Http404
    keys = {
        Kind.CATEGORY: page_keys.category_address,
        Kind.TAG: page_keys.of_tag,
        Kind.AUTHOR: page_keys.author,
    }
    tag(request, keys[kind](target.pk))
    return HttpResponsePermanentRedirect(target.get_absolute_url() + below)


def _listing(request: HttpRequest, of: StoryList, context: dict[str, Any]) -> HttpResponse:
    def fetch(ids: QuerySet[Any]) -> ArticleQuerySet:
        return of.stories(ids).for_listing()

    shown = numbered_page(request, of.newest_first(), size=page_keys.LISTING_SIZE, fetch=fetch)
    canonical, page = shown["canonical_path"], shown["page"]
    if "page" in request.GET and request.get_full_path() != canonical and page.number == 1:
        return HttpResponsePermanentRedirect(canonical)
    page_keys.tag_cards(request, page.object_list, within=context.get("category"))
    of.tag(request, list(page.object_list), ends_here=not page.has_next())
    return render(request, "articles/listing.html", {**context, **shown})
