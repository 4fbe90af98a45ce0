"""Other stories on the subject of one.

Of each tag only the newest stories are weighed, those since ``Tag.related_since``. That moment is
a stored one and ``narrow`` moves it now and then: were it always the sixtieth story's, each new one
would push another out of the window, and finished pages that show that one would be wrong.
"""

from datetime import datetime
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles import page_keys
from articles.models import Article, Tag, TaggedArticle
from articles.models.listed import VISIBLE
from newsroom.media.models import THUMB_WIDTH, Photo, Rendition
from newsroom.pagecache.purging import Change, purge
from newsroom.pagecache.record import tag
from newsroom.pagecache.spans import place_of

SHOWN = 4
WEIGHED = 60
"""Of a tag at least so many stories, and at most twice as many."""

# By hand: making it with the ORM took longer than the database needs to answer it. Only the rows of
# lists and indexes are read, until the four are found.
_TAGGED = f"""
SELECT content_object_id AS id, publish_at, 1 AS shared
FROM articles_taggedarticle
WHERE tag_id = %({{tag}})s AND publish_at >= %({{since}})s AND {VISIBLE}
"""  # noqa: S608 (names of parameters)
# Twice as many as are shown: itself and up to three that share tags may be among them.
_SECTION = f"""
SELECT * FROM (
    SELECT id, publish_at, 0 AS shared FROM articles_article
    WHERE status = 'published' AND category_id = %(category)s AND publish_at <= %(before)s
    AND {VISIBLE}
    ORDER BY publish_at DESC, id DESC LIMIT {2 * SHOWN}
) AS section
"""  # noqa: S608
_RELATED = f"""
SELECT article.id, article.headline, article.slug, article.first_published_at, article.publish_at,
    article.lead_photo_id, found.shared_tags, photo.width, photo.height, photo.focal_x,
    photo.focal_y, (
        SELECT file FROM media_rendition WHERE photo_id = article.lead_photo_id AND use = 'page'
        AND format = 'jpeg' AND width >= {THUMB_WIDTH} ORDER BY width LIMIT 1
    ) AS thumb
FROM (
    SELECT id, publish_at, SUM(shared) AS shared_tags FROM ({{candidates}}) AS candidate
    WHERE id <> %(article)s GROUP BY id, publish_at
    ORDER BY shared_tags DESC, publish_at DESC, id DESC LIMIT {SHOWN}
) AS found
JOIN articles_article AS article ON article.id = found.id
LEFT JOIN media_photo AS photo ON photo.id = article.lead_photo_id
ORDER BY found.shared_tags DESC, article.publish_at DESC, article.id DESC
"""  # noqa: S608


class RelatedStory(NamedTuple):
    article: Article
    thumb: str
    """Address of a small picture, or empty."""
    shared_tags: int = 0


def related_to(article: Article) -> list[RelatedStory]:
    """Other public stories on the subject: most shared tags first, then what the category published
    before it. (What it published since would change all older stories' pages every time.)

    One query after ``for_detail()``. «Uncategorized» is no subject.
    """
    tags = article.carried_tags
    has_section = not article.category.is_default
    if not tags and not has_section:
        return []
    now = timezone.now()
    values: dict[str, Any] = {
        "article": article.pk,
        "category": article.category_id,
        "before": _stored(article.publish_at or now),
        "now": _stored(now),
    }
    for number, carried in enumerate(tags):
        values |= {f"tag{number}": carried.pk, f"since{number}": _stored(carried.related_since)}
    return [_story(row) for row in Article.objects.raw(_sql(len(tags), has_section), values)]


@cache
def _sql(tags: int, has_section: bool) -> str:
    parts = [_TAGGED.format(tag=f"tag{n}", since=f"since{n}") for n in range(tags)]
    parts += [_SECTION] if has_section else []
    return _RELATED.format(candidates=" UNION ALL ".join(parts))


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _story(row: Any) -> RelatedStory:
    if row.lead_photo_id:
        size = {"width": row.width, "height": row.height}
        focus = {"focal_x": row.focal_x, "focal_y": row.focal_y}
        row.lead_photo = Photo(pk=row.lead_photo_id, **size, **focus)
    thumb = Rendition(file=row.thumb).url if row.thumb else ""
    return RelatedStory(row, thumb, int(row.shared_tags))


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
    shared = [one.article.publish_at for one in related if one.shared_tags]
    if times := [moment for moment in shared if moment]:
        tag(request, *map(page_keys.weighed, tags), since=min(times))


def narrow(tags: QuerySet[Tag]) -> None:
    """Where twice as many of a tag's stories are weighed as need be, let the older ones go.

    Every verb that puts a story before readers calls it.
    """
    public = TaggedArticle.objects.published()
    for pk, begin in tags.order_by("pk").values_list("pk", "related_since"):
        newest = public.filter(tag=pk, publish_at__gte=begin).order_by("-publish_at")
        times: QuerySet[Any, Any] = newest.values_list("publish_at", flat=True)
        if times[2 * WEIGHED : 2 * WEIGHED + 1]:
            since = times[WEIGHED - 1]
            Tag.objects.filter(pk=pk).update(related_since=since)
            purge(Change(page_keys.weighed(pk), place_of(since) - 1))
