"""Sitemaps for search engines, and robots.txt."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as print_sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.archives import Period
from articles.models import Article, Author, Byline, CategorizedArticle, Category
from newsroom.pagecache.record import finished_page, limit, tag
from newsroom.site.addresses import absolute, base_address
from newsroom.site.models import PAGES_KEY, Page

NEWS_LASTS = timedelta(hours=48)
NEWS_LIMIT = 1000
PLACES = "places"
XML = "application/xml"


class SiteSitemap(Sitemap[Any]):
    """Knows where the site is: SITE_URL, or the request's own host."""

    def __init__(self, request: HttpRequest):
        self.protocol, _, self.domain = base_address(request).partition("://")

    def get_domain(self, site: Any = None) -> str:
        return self.domain


class Stories(SiteSitemap):
    """Of one month, the newest first; further pages hold what is above the limit."""

    limit = 50_000

    def __init__(self, request: HttpRequest, month: Period):
        super().__init__(request)
        self.month = month

    def items(self) -> QuerySet[Article]:
        stories = Article.objects.published() & self.month.stories()
        columns = ("slug", "first_published_at", "substantive_update_at")
        return stories.only(*columns).order_by("-first_published_at", "-id")

    def lastmod(self, item: Article) -> datetime | None:
        changed = item.substantive_update_at or item.first_published_at
        return changed.replace(microsecond=0) if changed else None


class Places(SiteSitemap):
    """Front page, standing pages, and the categories and authors that have stories."""

    def items(self) -> Sequence[str]:
        listed = CategorizedArticle.objects.published().filter(category=OuterRef("pk"))
        signed = Byline.objects.published().filter(author=OuterRef("pk"))
        sections = Category.objects.filter(Exists(listed))
        authors = Author.objects.filter(Exists(signed))
        return [
            reverse("articles:front_page"),
            reverse("articles:corrections"),
            *(page.get_absolute_url() for page in Page.objects.all()),
            *(section.get_absolute_url() for section in sections),
            *(author.get_absolute_url() for author in authors),
        ]

    def location(self, item: str) -> str:
        return item


@require_safe
@finished_page()
def index(request: HttpRequest) -> HttpResponse:
    tag(request, page_keys.MONTHS)
    sections = [PLACES, *(f"{month.first:%Y-%m}" for month in _months())]
    paths = [reverse("articles:sitemap_section", args=[section]) for section in sections]
    context = {"addresses": [absolute(request, path) for path in paths]}
    return render(request, "feeds/sitemap_index.xml", context, content_type=XML)


@require_safe
@finished_page(query=("p",))
def section(request: HttpRequest, name: str) -> HttpResponse:
    """``name``: places, or a month."""
    found: SiteSitemap
    if name == PLACES:
        found = Places(request)
        tag(request, page_keys.PLACES, PAGES_KEY)
    else:
        month = _month(name)
        found = Stories(request, month)
        tag(request, page_keys.sitemap(month))
    response = print_sitemap(request, {name: found}, template_name="feeds/sitemap.xml")
    return response.render()


@require_safe
@finished_page()
def news(request: HttpRequest) -> HttpResponse:
    """What Google News asks for: the stories of two days, at most a thousand."""
    since = timezone.now() - NEWS_LASTS
    recent = Article.objects.published().filter(first_published_at__gt=since)
    columns = ("slug", "headline", "first_published_at", "publish_at")
    newest = recent.only(*columns).order_by("-first_published_at", "-id")
    stories = list(newest[:NEWS_LIMIT])
    tag(request, *(page_keys.card(story.pk) for story in stories))
    tag(request, page_keys.EVERY_STORY, since=since)
    for story in stories:
        if story.first_published_at:
            limit(request, story.first_published_at + NEWS_LASTS)
    return render(request, "feeds/news_sitemap.xml", {"stories": stories}, content_type=XML)


@require_safe
@finished_page()
def robots(request: HttpRequest) -> HttpResponse:
    maps = [reverse("articles:sitemap"), reverse("articles:news_sitemap")]
    context = {"sitemaps": [absolute(request, path) for path in maps]}
    return render(request, "feeds/robots.txt", context, content_type="text/plain; charset=utf-8")


def _month(name: str) -> Period:
    year, _, number = name.partition("-")
    try:
        return Period.parse(year, number, None)
    except ValueError:
        raise Http404 from None


def _months() -> list[Period]:
    """The months with public stories, newest first. Three queries, however many stories.

    The first and the last story are one step into the index of first publications each; what
    lies between them is asked month by month, one step each, in a single query. A month's last
    change would need a walk over its stories: the index does without lastmod, the sections have it.
    """
    published = Article.objects.filter(
        status=Article.Status.PUBLISHED, first_published_at__isnull=False
    )
    dated = published.values_list("first_published_at", flat=True)
    first = dated.order_by("first_published_at").first()
    last = dated.filter(first_published_at__lte=timezone.now()).order_by("-first_published_at")
    newest = last.first()
    if first is None or newest is None:
        return []
    between = _between(Period.around("month", first), Period.around("month", newest))
    asked = [Exists(each.stories() & Article.objects.published()) for each in between]
    # One row to hang the questions on.
    answers = Category.objects.filter(is_default=True).order_by().values_list(*asked).get()
    return [each for each, has_stories in zip(between, answers, strict=True) if has_stories]


def _between(first: Period, last: Period) -> list[Period]:
    """Months, the last one first."""
    months, day = [], last.first
    while day >= first.first:
        months.append(Period("month", day))
        day = (day - timedelta(days=1)).replace(day=1)
    return months
