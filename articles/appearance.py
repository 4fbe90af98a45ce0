"""What public pages show of a story, so that a change purges the pages it touches and no others."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from django.utils import timezone

from articles import page_keys, story_lists
from articles.archives import Period, Scale
from articles.content import SCALARS
from articles.models import Article
from articles.models.article import State
from articles.story_lists import StoryList
from newsroom.pagecache.purging import Change, purge
from newsroom.pagecache.spans import place_of

SCALES: tuple[Scale, ...] = ("year", "month", "day")


@dataclass(frozen=True)
class Appearance:
    """At one moment. ``shown``: by key, what stands on pages; ``lists``: where in which lists."""

    shown: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return bool(self.lists)


def appearance(article: Article, now: datetime | None = None) -> Appearance:
    """Of the row as it stands; up to four queries. A story that nobody sees appears nowhere."""
    state = article.state(now or timezone.now())
    if state == State.WITHDRAWN:
        said = (state, article.withdrawal_sentence)
        return Appearance({page_keys.address(article.pk): said, page_keys.story(article.pk): said})
    if state != State.PUBLISHED:
        return Appearance()
    relations = _Relations(article)
    return Appearance(_shown(article, relations), _lists(article, relations))


def purge_changed(article: Article, before: Appearance) -> None:
    """Purge what the change of ``article`` since ``before`` touches, now or at its time."""
    now = timezone.now()
    after = appearance(article, now)
    gone = before.is_public and article.state(now) == State.WITHDRAWN
    purge(*changes(article, before, after), paths=[article.get_absolute_url()] if gone else ())
    for due in (article.publish_at, article.withdraw_at):
        if due is not None and due > now and article.status == Article.Status.PUBLISHED:
            then = appearance(article, due)
            withdraws = due == article.withdraw_at
            paths = [article.get_absolute_url()] if withdraws else ()
            touched = changes(article, after, then)
            purge(*touched, due=due, withdraws=withdraws, paths=paths)
            after = then


def changes(article: Article, before: Appearance, after: Appearance) -> list[Change]:
    found = [
        Change(key)
        for key in before.shown.keys() | after.shown.keys()
        if before.shown.get(key) != after.shown.get(key)
    ]
    moved = {
        key
        for key in before.lists.keys() | after.lists.keys()
        if before.lists.get(key) != after.lists.get(key)
    }
    for key in moved:
        places = {before.lists.get(key), after.lists.get(key)} - {None}
        found += [Change(key, place) for place in places]
    if before.is_public or after.is_public:
        entered_or_left = before.lists.keys() ^ after.lists.keys()
        found += _Surroundings(article).changes(after, entered_or_left)
    return found


class _Relations:
    def __init__(self, article: Article) -> None:
        categories = article.categories.values_list("pk", flat=True)
        # The first one stands among them in the database only once the content is applied.
        self.categories = sorted({article.category_id, *categories})
        self.authors = list(
            article.bylines.order_by("position").values_list("author_id", flat=True)
        )
        tags = article.tagged_items.order_by("position").values_list("tag", "tag__related_since")
        since = dict(tags)
        self.tags = list(since)
        at = article.publish_at
        self.weighed = [pk for pk in self.tags if at is not None and at >= since[pk]]
        """The tags by which it may stand beside another story."""
        notes = article.corrections.order_by("pk")
        self.corrections = list(notes.values_list("pk", "kind", "wrong", "text", "at_top"))


def _shown(article: Article, relations: _Relations) -> dict[str, Any]:
    pk, where = article.pk, article.get_absolute_url()
    seen = (article.headline, where, article.lead_photo_id, article.publish_at)
    # In lists the kicker stands in place of the category.
    told = (article.kicker or article.category_id, article.deck, relations.authors)
    times = (article.first_published_at, article.substantive_update_at)
    content = [getattr(article, name) for name in SCALARS]
    parts = (relations.categories, relations.authors, relations.tags, relations.corrections)
    shown = {
        page_keys.address(pk): where,
        page_keys.card(pk): seen,
        page_keys.deck(pk): told,
        page_keys.first_category(pk): article.category_id,
        page_keys.story(pk): (seen, times, content, article.category_id, parts),
    }
    if article.first_published_at:
        month = Period.around("month", article.first_published_at)
        shown[page_keys.sitemap(month)] = (where, times)
    if relations.corrections:
        shown[page_keys.CORRECTIONS] = relations.corrections
    return shown


def _lists(article: Article, relations: _Relations) -> dict[str, int]:
    keys = [
        page_keys.EVERY_STORY,
        *(page_keys.in_category(pk) for pk in relations.categories),
        *(page_keys.with_tag(pk) for pk in relations.tags),
        *(page_keys.by_author(pk) for pk in relations.authors),
        *(page_keys.beside_tag(pk) for pk in relations.weighed),
        *(page_keys.beside_tag(*pair) for pair in combinations(relations.weighed, 2)),
        page_keys.section(article.category_id),
    ]
    lists = dict.fromkeys(keys, _place(article.publish_at))
    first = article.first_published_at
    periods = [page_keys.period(Period.around(scale, first)) for scale in SCALES if first]
    return lists | dict.fromkeys(periods, _place(first))


def _place(moment: datetime | None) -> int:
    return place_of(moment) if moment else 0


class _Surroundings:
    """What changes around a story that enters or leaves a list: the number of pages, which periods,
    categories and authors have stories at all. Two queries for each list.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.now = max(_moments(article))

    def changes(self, after: Appearance, moved: set[str]) -> list[Change]:
        found: list[Change] = []
        for key in sorted(moved):
            kind, _, rest = key.removeprefix("list:").partition(":")
            if not key.startswith("list:") or kind == "all":
                continue
            stories = _story_list(kind, rest)
            others = stories.published(now=self.now).exclude(**{stories.story: self.article.pk})
            newer = {f"{stories.time}__gt": getattr(self.article, stories.time)}
            if others.filter(**newer).exists():
                # The pages above it change too where the list gains or loses a page.
                count = others.count()
                if _pages(count) != _pages(count + 1):
                    found.append(Change(key))
            elif not others.exists():
                found += self._first_or_last(kind, rest, is_empty=key not in after.lists)
        return found

    def _first_or_last(self, kind: str, rest: str, *, is_empty: bool) -> list[Change]:
        if kind in ("category", "author"):
            return [Change(page_keys.PLACES)]
        if kind == "tag":
            return []
        changed = _period(kind, rest)
        wholes: dict[str, Scale] = {"day": "month", "month": "year"}
        whole = wholes.get(kind)
        found = [Change(page_keys.period(Period.around(whole, changed.span()[0])))] if whole else []
        if kind == "month":
            found.append(Change(page_keys.MONTHS))
        beside = changed.neighbours()
        sides = dict.fromkeys(("before", "after"), changed) if is_empty else beside
        return [*found, *(Change(page_keys.edge(side, kind, of)) for side, of in sides.items())]


def _moments(article: Article) -> list[datetime]:
    """Of a scheduled story the moment at which it will be there."""
    return [moment for moment in (article.publish_at, timezone.now()) if moment]


def _pages(count: int) -> int:
    return max(1, -(-count // page_keys.LISTING_SIZE))


def _story_list(kind: str, rest: str) -> StoryList:
    lists = {
        "category": story_lists.in_category,
        "tag": story_lists.with_tag,
        "author": story_lists.by_author,
    }
    return lists[kind](int(rest)) if kind in lists else story_lists.of_period(_period(kind, rest))


def _period(kind: str, first: str) -> Period:
    scale = next(scale for scale in SCALES if scale == kind)
    year, month, day = first.split("-")
    wanted = {"year": (year, None, None), "month": (year, month, None), "day": (year, month, day)}
    return Period.parse(*wanted[scale])
