"""What stands on the front page at a given moment.

Editors give slots to stories; every other place is filled by the newest free story, so that a
story that is withdrawn, or whose pin has run out, leaves no hole. No story stands twice: each part
of the page takes from what the parts before it have left.

The cost does not grow with the archive. The pool is the newest few of one index. For the sections
each category is asked for its newest four free stories by sub-queries with LIMIT, so that an index
by category and time ends each of them after a few steps; a window function would number every
story of the archive first.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery, prefetch_related_objects

from articles.frontpage.layout import PLACES, Place
from articles.frontpage.models import Arrangement, Shape, Slot, Zone
from articles.models import Article, Category
from articles.models.article import CARD_RELATIONS
from articles.models.category import OPINION_SLUG

POOL_SIZE = 60
RELATED = 2
RELATED_ON_BIG_DAYS = 4
LATEST_SIZE = 10
SECTION_SIZE = 4
SPLIT_SIZE = 3
SHORT_SIZE = 3
_ROOTED = ("category__path", "category__is_default")


@dataclass(frozen=True)
class Spot:
    """One of the page's five slots: the editor's choice (``slot``) or what fills it by itself."""

    place: Place
    article: Article | None
    slot: Slot | None


@dataclass(frozen=True)
class Section:
    category: Category
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    arrangement: Arrangement
    spots: list[Spot]
    lead: Article | None = None
    second: list[Article] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)
    """Newest of the lead's own section."""
    latest: list[Article] = field(default_factory=list)
    opinion: Section | None = None
    sections: list[Section] = field(default_factory=list)

    @property
    def articles(self) -> list[Article]:
        """All that stand on the page."""
        lines = [article for section in self.short for article in section.articles[1:]]
        return [*self.cards, *self.related, *self.latest, *lines]

    @property
    def cards(self) -> list[Article]:
        """Those of them that are more than a line."""
        whole = [section for section in (self.opinion, self.wide, self.split) if section]
        in_sections = [article for section in whole for article in section.articles]
        in_sections += [section.articles[0] for section in self.short]
        return [*([self.lead] if self.lead else []), *self.second, *in_sections]

    @property
    def shape(self) -> Shape:
        """The editor's, as far as the stories can fill it."""
        chosen = Shape(self.arrangement.shape)
        if chosen == Shape.BIG_DAY or (chosen == Shape.EQUALS and self.second):
            return chosen
        has_picture = self.lead is not None and self.lead.lead_photo_id is not None
        return Shape.NORMAL if has_picture and chosen != Shape.TEXT else Shape.TEXT

    @property
    def wide(self) -> Section | None:
        """The first section, if it fills a row."""
        first = self.sections[:1]
        return first[0] if first and len(first[0].articles) == SECTION_SIZE else None

    @property
    def split(self) -> Section | None:
        """The section after it, with a picture of its own."""
        rest = self.sections[1:2] if self.wide else []
        return rest[0] if rest and len(rest[0].articles) >= SPLIT_SIZE else None

    @property
    def short(self) -> list[Section]:
        """The others: a card and two lines of each."""
        rest = self.sections[bool(self.wide) + bool(self.split) :]
        return [Section(section.category, section.articles[:SHORT_SIZE]) for section in rest]


class _Pool:
    """The newest stories, news before opinion; what is taken is not given again."""

    def __init__(self, now: datetime) -> None:
        newest = Article.objects.published(now=now).newest_first()
        rows = newest.values_list("pk", *_ROOTED)[:POOL_SIZE]
        self.root = {pk: "" if is_default else _top(path) for pk, path, is_default in rows}
        self.free = sorted(self.root, key=lambda pk: self.root[pk] == OPINION_SLUG)

    def reserve(self, slot: Slot) -> None:
        self.root[slot.article_id] = _root(slot.article.category)
        self.free = [pk for pk in self.free if pk != slot.article_id]

    def take(self, count: int, *, beside: int | None = None) -> list[int]:
        """``beside``: only from the section of that story."""
        root = self.root[beside] if beside else None
        fitting = [pk for pk in self.free if root in (None, self.root[pk])] if root != "" else []
        taken = fitting[:count]
        self.free = [pk for pk in self.free if pk not in taken]
        return taken


def front_page(now: datetime) -> FrontPage:
    """The whole page in six queries."""
    arrangement, slots, pool = Arrangement.load(), _slots(now), _Pool(now)
    for slot in slots.values():
        pool.reserve(slot)
    spots = {
        place: [slots[place].article_id] if place in slots else pool.take(1) for place in PLACES
    }
    standing = [pk for ids in spots.values() for pk in ids]
    lines = RELATED_ON_BIG_DAYS if arrangement.shape == Shape.BIG_DAY else RELATED
    related = pool.take(lines, beside=standing[0]) if standing else []
    latest = pool.take(LATEST_SIZE)
    above = [*standing, *related, *latest]
    by_category = _newest_of_categories(now, excluded=above)
    articles = _Articles([*above, *(pk for ids in by_category.values() for pk in ids)])
    sections = _sections(by_category, articles, now)
    page = FrontPage(
        arrangement=arrangement,
        spots=[Spot(p, articles.first(ids), slots.get(p)) for p, ids in spots.items()],
        lead=articles.first(standing),
        second=articles.pick(standing[1:]),
        related=articles.pick(related),
        latest=articles.pick(latest),
        opinion=next((s for s in sections if s.category.slug == OPINION_SLUG), None),
        sections=[s for s in sections if s.category.slug != OPINION_SLUG],
    )
    prefetch_related_objects(page.cards, *CARD_RELATIONS)
    return page


class _Articles:
    def __init__(self, ids: list[int]) -> None:
        """Without what only cards show: more are fetched than the sections have room for."""
        self.known = Article.objects.for_listing().prefetch_related(None).in_bulk(ids)

    def pick(self, ids: Iterable[int]) -> list[Article]:
        return [self.known[pk] for pk in ids if pk in self.known]

    def first(self, ids: list[int]) -> Article | None:
        return self.known.get(ids[0]) if ids else None


def _slots(now: datetime) -> dict[Place, Slot]:
    slots = Slot.objects.standing(now).select_related("article__category")
    slim = slots.only("zone", "position", "pinned_until", *(f"article__{n}" for n in _ROOTED))
    return {(Zone(slot.zone), slot.position): slot for slot in slim}


def _root(category: Category) -> str:
    """The slug of the top category; the default category is no section."""
    return "" if category.is_default else _top(category.path)


def _top(path: str) -> str:
    return path.partition("/")[0]


def _newest_of_categories(now: datetime, *, excluded: list[int]) -> dict[Category, list[int]]:
    free = Article.objects.published(now=now).exclude(pk__in=excluded)
    newest = free.filter(category=OuterRef("pk")).newest_first().values("pk")
    asked = {f"newest_{n}": Subquery(newest[n : n + 1]) for n in range(SECTION_SIZE)}
    categories: Iterable[Any] = Category.objects.filter(is_default=False).annotate(**asked)
    return {
        category: [pk for name in asked if (pk := getattr(category, name)) is not None]
        for category in categories
    }


def _sections(
    by_category: dict[Category, list[int]], articles: _Articles, now: datetime
) -> list[Section]:
    """The top categories that have stories left, each with the newest of all that is below it."""
    found: dict[str, list[Article]] = defaultdict(list)
    for category, ids in by_category.items():
        found[_root(category)] += articles.pick(ids)
    for stories in found.values():
        stories.sort(key=lambda story: (story.publish_at or now, story.pk), reverse=True)
    return [
        Section(category, found[category.path][:SECTION_SIZE])
        for category in by_category
        if category.parent_id is None and found[category.path]
    ]
