"""The made-up newspaper: what its stories say, when they appeared, who wrote them.

Plain values by column; tests/bench/generate.py puts them into the tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from random import Random
from typing import Any

from articles.models import Article, Revision
from articles.models.settings import CommentsState
from articles.shortlinks.codes import ALPHABET, LENGTH
from newsroom.arabic.normalize import fold, fold_tag
from newsroom.arabic.slugs import slugify
from tests.bench.words import Writer, person, zipf

Row = dict[str, Any]

WORDS_A_STORY = 300
YEARS = 8
FRESH = 60
"""The newest stories appeared within two days, however many there are below them."""
STANDARD = 25
"""One story of so many has the same parts everywhere: pages of two newspapers can be compared."""
AUTHORS = 60
SECTIONS = {
    "politics": "السياسة",
    "society": "المجتمع",
    "economy": "الاقتصاد",
    "sport": "الرياضة",
    "sport/football": "كرة القدم",
    "world": "العالم",
    "culture": "الثقافة",
    "regions": "الجهات",
    "opinion": "الرأي",
    "regions/north": "الشمال",
    "economy/markets": "الأسواق",
    "tech": "التقنية",
    "regions/south": "الجنوب",
    "health": "الصحة",
}
COMMENT_STATES = ("approved", "pending", "rejected", "spam")


@dataclass(frozen=True)
class Story:
    """One story as rows of the tables it fills."""

    article: Row
    revision: Row
    categories: list[Row] = field(default_factory=list)
    bylines: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Tag:
    id: int
    name: str
    slug: str
    folded: str


class Newspaper:
    """``size`` stories, ids from 1 in the order of their time, the last few still to come.

    The same seed gives the same stories; only their times move with ``now``.
    """

    def __init__(self, size: int, *, now: datetime, seed: int, first_category: int, user: int):
        self.size, self.now, self.user = size, now, user
        self.random = Random(seed)
        self.writer = Writer(self.random)
        self.scheduled = min(10, size // 20)
        self.photos = max(10, size // 2)
        self.category_ids = range(first_category, first_category + len(SECTIONS))
        self.category_weights = zipf(len(SECTIONS), flat=2)
        self.author_weights = zipf(AUTHORS, flat=6)
        self.corrected = max(0.02, 80 / size)
        self.authors = [person(self.random) for _ in range(AUTHORS)]
        self.tags = self._tags(max(20, int(6.3 * sqrt(size))))
        self.tag_weights = zipf(len(self.tags), flat=8)

    def moment(self, number: int) -> datetime:
        """The newest is a few minutes old; below the fresh ones they are spread over the years."""
        behind = self.size - self.scheduled - number
        if behind < 0:
            return self.now - timedelta(minutes=behind * 180)
        fresh = min(FRESH, self.size // 2)
        if behind < fresh:
            return self.now - timedelta(minutes=4 + 2870 * (behind / fresh) ** 1.5)
        share = (behind - fresh) / max(1, self.size - fresh)
        days = 2 + (YEARS * 365 - 2) * share
        return self.now - timedelta(days=days, seconds=self.random.randrange(900))

    def stories(self, first: int, last: int) -> Iterator[Story]:
        return (self.story(number) for number in range(first, last + 1))

    def story(self, number: int) -> Story:
        at, standard = self.moment(number), is_standard(number)
        categories = self._categories(standard)
        authors = self._authors(standard)
        tags = self._some_tags(4 if standard else self.random.randint(2, 6))
        article = self._article(number, at, standard, categories[0])
        said = [article["headline"], article["kicker"], article["deck"]]
        names = [self.authors[pk - 1] for pk in authors] + [tag.name for tag in tags]
        folded = [fold("\n".join(part for part in [*said, *names] if part))]
        times = {name: article[name] for name in ("publish_at", "withdraw_at")}
        body = self.writer.body(WORDS_A_STORY, f"/2020/01/01/{max(1, number - 7)}/")
        article |= {"body": body.html, "folded": f" {' '.join([*folded, body.folded])} "}
        story = Story(
            article=article,
            revision=self._revision(article, categories, authors, tags),
            categories=[{"article_id": number, "category_id": pk, **times} for pk in categories],
            bylines=_numbered("author_id", authors, article_id=number, **times),
            tags=_numbered("tag_id", [tag.id for tag in tags], content_object_id=number, **times),
        )
        if article["status"] == Article.Status.PUBLISHED:
            self._what_follows(story, at, standard)
        return story

    def _article(self, number: int, at: datetime, standard: bool, category: int) -> Row:
        headline = self.writer.line(6, 12)
        draft = number % 101 == 30 and not standard
        has_photo = standard or self.random.random() < 0.8
        return {
            "id": number,
            "headline": headline,
            "slug": slugify(headline, fallback=str(number)),
            "deck": self.writer.line(14, 24),
            "kicker": self.writer.line(1, 2) if self.random.random() < 0.3 else "",
            "category_id": category,
            "lead_photo_id": self.photo_of(number) if has_photo else None,
            "status": str(Article.Status.DRAFT if draft else Article.Status.PUBLISHED),
            "publish_at": None if draft else at,
            "first_published_at": None if draft else at,
            "substantive_update_at": None,
            "withdraw_at": self._withdrawn(number, at),
            "announced_at": None if draft or at > self.now else at,
            "comments_state": str(self._comments_state(standard)),
            "created_at": min(at, self.now) - timedelta(minutes=40),
            "changed_at": min(at, self.now),
            "created_by_id": self.user,
            "latest_revision_id": number,
            "live_revision_id": None if draft else number,
        }

    def photo_of(self, number: int) -> int:
        return 1 + (number - 1) * self.photos // self.size

    def _withdrawn(self, number: int, at: datetime) -> datetime | None:
        old = number < self.size - self.scheduled - FRESH
        gone = number % 97 == 13 and number % 101 != 30 and not is_standard(number)
        return at + timedelta(days=1) if old and gone else None

    def _comments_state(self, standard: bool) -> CommentsState:
        if standard:
            return CommentsState.OPEN
        return self.random.choices(list(CommentsState), cum_weights=(80, 95, 100))[0]

    def _revision(
        self, article: Row, categories: Sequence[int], authors: Sequence[int], tags: Sequence[Tag]
    ) -> Row:
        scalars = {name: article.get(name, "") for name in _SCALARS}
        snapshot = {
            "schema": 1,
            **scalars,
            "lead_photo": article["lead_photo_id"],
            "category": article["category_id"],
            "categories": list(categories),
            "authors": list(authors),
            "tags": [tag.name for tag in tags],
        }
        published = article["live_revision_id"] is not None
        return {
            "id": article["id"],
            "article_id": article["id"],
            "number": 1,
            "kind": str(Revision.Kind.PUBLISH if published else Revision.Kind.SAVE),
            "created_at": article["changed_at"],
            "created_by_id": self.user,
            "snapshot": snapshot,
        }

    def _what_follows(self, story: Story, at: datetime, standard: bool) -> None:
        """Short link, update, correction, comments."""
        number = story.article["id"]
        story.links.append({"code": short_code(number), "article_id": number, "created_at": at})
        later = at + timedelta(hours=self.random.randint(1, 6))
        share = 1.0 if standard else self.random.random()
        if later < self.now and share < max(0.12, self.corrected):
            story.article["substantive_update_at"] = story.article["changed_at"] = later
            if share < self.corrected:
                text = self.writer.line(10, 25)
                row = {"article_id": number, "text": text, "at": later, "by_id": self.user}
                times = {name: story.article[name] for name in ("publish_at", "withdraw_at")}
                story.corrections.append(row | times)
        if at < self.now:
            story.comments.extend(self._comments(number, at, standard))

    def _comments(self, number: int, at: datetime, standard: bool) -> Iterator[Row]:
        states = ["approved"] * 5 + ["pending"] * 2
        if not standard:
            many = self.random.random() < 0.35
            count = min(400, int(self.random.paretovariate(1))) if many else 0
            states = self.random.choices(COMMENT_STATES, cum_weights=(75, 85, 95, 100), k=count)
        for state in states:
            yield {
                "article_id": number,
                "name": person(self.random),
                "text": self.writer.line(5, 40),
                "state": state,
                "created_at": min(self.now, at + timedelta(minutes=self.random.randrange(2880))),
            }

    def _categories(self, standard: bool) -> list[int]:
        count = 2 if standard or self.random.random() < 0.3 else 1
        chosen = dict.fromkeys(
            self.random.choices(self.category_ids, cum_weights=self.category_weights, k=count * 4)
        )
        return list(chosen)[:count]

    def _authors(self, standard: bool) -> list[int]:
        share = self.random.random()
        count = 1 if standard or share < 0.85 else 2 if share < 0.95 else 0
        ids = range(1, AUTHORS + 1)
        chosen = self.random.choices(ids, cum_weights=self.author_weights, k=count * 4)
        return list(dict.fromkeys(chosen))[:count]

    def _some_tags(self, count: int) -> list[Tag]:
        chosen: dict[Tag, None] = {}
        while len(chosen) < count:
            chosen |= dict.fromkeys(
                self.random.choices(self.tags, cum_weights=self.tag_weights, k=6)
            )
        return list(chosen)[:count]

    def _tags(self, count: int) -> list[Tag]:
        found: dict[str, str] = {}
        while len(found) < count:
            name = self.writer.line(1, 3)
            found.setdefault(fold_tag(name), name)
        return [
            Tag(number, name, slugify(f"{name} {number}", fallback="tag"), folded)
            for number, (folded, name) in enumerate(found.items(), start=1)
        ]


_SCALARS = ("kicker", "headline", "deck", "body", "place", "agency", "photo_caption", "photo_alt")


def is_standard(number: int) -> bool:
    """One author, two categories, four tags, a photo, five comments, the discussion open."""
    return number % STANDARD == 0


def short_code(number: int) -> str:
    """Looks like chance, and is different for every number."""
    base = len(ALPHABET)
    rest, code = number * 1_000_003 % base**LENGTH, ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, base)
        code += ALPHABET[digit]
    return code


def _numbered(column: str, ids: Sequence[int], **rest: Any) -> list[Row]:
    return [{column: pk, "position": position, **rest} for position, pk in enumerate(ids)]
