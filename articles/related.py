from typing import NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, TaggedArticle
from newsroom.media.models import THUMB_WIDTH, Rendition

SHOWN = 4
# Of the tags' and of the category's stories only the newest are weighed.
WEIGHED = 60


class RelatedStory(NamedTuple):
    article: Article
    thumb: str
    """Address of a small picture, or empty."""


def related_to(article: Article) -> list[RelatedStory]:
    """Other public stories on the subject: most shared tags first, then the category's newest.

    One query. «Uncategorized» is no subject.
    """
    others = Article.objects.published().exclude(pk=article.pk)
    tags = TaggedArticle.objects.filter(content_object=article).values("tag")
    tagged = others.filter(tagged_items__tag__in=tags).newest_first().values("pk")[:WEIGHED]
    section = others.filter(category=article.category_id, category__is_default=False)
    candidates = Q(pk__in=tagged) | Q(pk__in=section.newest_first().values("pk")[:WEIGHED])
    found = (
        others.filter(candidates)
        .annotate(shared_tags=_shared(tags), thumb=_thumb())
        .select_related("lead_photo")
        .defer("body", "folded")
        .order_by(F("shared_tags").desc(), "-publish_at", "-id")
    )
    return [
        RelatedStory(story, Rendition(file=story.thumb).url if story.thumb else "")
        for story in found[:SHOWN]
    ]


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
