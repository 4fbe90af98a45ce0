"""What the editor asks while one writes: our stories, what an address leads to, what ids stand for.

Answers JSON. Only what the person may see in the admin is told.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template import Context
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import roles
from articles.addresses import story_at
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.views.search import QUERY_LENGTH
from newsroom.accounts.actor import actor
from newsroom.arabic.matching import query_words
from newsroom.arabic.typography import clean_text, one_line
from newsroom.media.models import Photo
from newsroom.media.picking import as_json
from newsroom.platforms import hosts
from newsroom.site.converters import parse_id
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

LIMIT = 12
IDS = 100
COLUMNS = ("headline", "slug", "status", "publish_at", "withdraw_at", "first_published_at")


@never_cache
@require_safe
def choices(request: HttpRequest) -> JsonResponse:
    """``q``: words of a headline. ``address``: any address. ``article``, ``photo``: ids."""
    roles.require(roles.may_write(request.user))
    if "address" in request.GET:
        return JsonResponse(_recognised(request, request.GET["address"]))
    if "q" in request.GET:
        return JsonResponse({"articles": _told(_found(request, request.GET["q"]))})
    articles, by = _seen(request).filter(pk__in=_ids(request, "article")), actor(request)
    return JsonResponse(
        {
            "articles": _told(articles),
            "photos": [as_json(photo, by=by) for photo in _photos(_ids(request, "photo"))],
        }
    )


def _seen(request: HttpRequest) -> ArticleQuerySet:
    stories = Article.objects.outside_trash().only(*COLUMNS)
    if request.user.has_perm("articles.view_article"):
        return stories
    return stories.published() | stories.owned_by(actor(request))


def _found(request: HttpRequest, query: str) -> list[Article]:
    """Stories that hold every word, however they are spelled: first those with all in the headline.

    The newest for no words.
    """
    words = query_words(one_line(clean_text(query))[:QUERY_LENGTH])
    stories = _seen(request).order_by("-changed_at", "-id")
    for word in words:
        stories = stories.filter(folded__contains=word.stem, folded__regex=word.pattern)

    def only_in_text(article: Article) -> bool:
        return not all(word.is_in(article.headline) for word in words)

    return sorted(stories[: LIMIT * 5], key=only_in_text)[:LIMIT]


def _ids(request: HttpRequest, name: str) -> list[int]:
    ids = (parse_id(value) for value in request.GET.getlist(name)[:IDS])
    return [pk for pk in ids if pk is not None]


def _told(articles: Iterable[Article]) -> list[dict[str, Any]]:
    clock = Context({"site": SiteSettings.load(), "now": timezone.now()})
    return [_story(article, clock) for article in articles]


def _story(article: Article, clock: Context) -> dict[str, Any]:
    state = article.state(clock["now"])
    published = article.first_published_at is not None
    return {
        "id": article.pk,
        "headline": article.headline,
        "address": article.get_absolute_url() if published else "",
        "state": state,
        "state_label": str(state.label),
        "when": arabic.short_when(clock, article.publish_at) if article.publish_at else "",
    }


def _photos(ids: list[int]) -> list[Photo]:
    return list(Photo.objects.with_renditions().filter(pk__in=ids)) if ids else []


def _recognised(request: HttpRequest, address: str) -> dict[str, Any]:
    """A story of ours, an embed of a known host, or nothing."""
    pk = _own_story(address.strip())
    if pk is not None and (found := _told(_seen(request).filter(pk=pk))):
        return {"article": found[0]}
    embed = hosts.recognize(address.strip())
    if embed is None:
        return {}
    return {"embed": {"address": embed.address, "label": str(embed.label), "kind": embed.kind}}


def _own_story(address: str) -> int | None:
    try:
        return story_at(address)
    except ValueError:  # no parser takes it for an address
        return None
