from itertools import combinations
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from articles import page_keys
from articles.models import Article, TaggedArticle
from newsroom.media.models import THUMB_WIDTH, Rendition
from newsroom.pagecache.record import tag

SHOWN = 4
# Of the tags' and of the category's stories only the newest are weighed.
WEIGHED = 60


class RelatedStory(NamedTuple):
    article: Article
    thumb: str
    """Address of a small picture, or empty."""
    shared_tags: int = 0


def related_to(article: Article) -> list[RelatedStory]:
    """Other public stories on the subject: most shared tags first, then what the category published
    before it. (What it published since would change all older stories' pages every time.)

    One query. «Uncategorized» is no subject.
    """
    others = Article.objects.published().exclude(pk=article.pk)
    tags = TaggedArticle.objects.filter(content_object=article).values("tag")
    tagged = others.filter(tagged_items__tag__in=tags).newest_first().values("pk")[:WEIGHED]
    section = others.filter(
        category=article.category_id,
        category__is_default=False,
        publish_at__lte=article.publish_at or timezone.now(),
    )
    candidates = Q(pk__in=tagged) | Q(pk__in=section.newest_first().values("pk")[:WEIGHED])
    found = (
        others.filter(candidates)
        .annotate(shared_tags=_shared(tags), thumb=_thumb())
        .select_related("lead_photo")
        .defer("body", "folded")
        .order_by(F("shared_tags").desc(), "-publish_at", "-id")
    )
    return [
        RelatedStory(
            story, Rendition(file=story.thumb).url if story.thumb else "", story.shared_tags
        )
        for story in found[:SHOWN]
    ]


def tag_places(request: HttpRequest, article: Article, related: list[RelatedStory]) -> None:
    """For the finished page of ``article``: where another story would change what stands beside it.

    A full list of stories that share tags changes only for one that shares more, or as many and is
    newer than the last; beside them there is room for the section's newest before it.
    """
    last = related[SHOWN - 1] if len(related) >= SHOWN else None
    fewest, oldest = (last.shared_tags, last.article.publish_at) if last else (0, None)
    tags = [carried.pk for carried in article.carried_tags]
    if fewest <= 1:
        tag(request, *map(page_keys.beside_tag, tags), since=oldest if fewest == 1 else None)
    pairs = [page_keys.beside_tag(*pair) for pair in combinations(tags, 2)]
    tag(request, *pairs, since=oldest if fewest == len(tags) == 2 else None)
    if fewest == 0:
        tag(request, page_keys.section(article.category_id), since=oldest, until=article.publish_at)


def _shared(tags: object) -> Coalesce:
    counted = TaggedArticle.objects.filter(content_object=OuterRef("pk"), tag__in=tags).order_by()
    count = counted.values("content_object").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def _thumb() -> Subquery:
    """The file of the rendition that ``Photo.thumb`` names, without the query that it costs."""
    jpegs = Rendition.objects.filter(
        photo=OuterRef("lead_photo"), use=Rendition.Use.PAGE, format="jpeg", width__gte=THUMB_WIDTH
    )
    return Subquery(jpegs.order_by("width").values("file")[:1])
