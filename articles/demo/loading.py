"""The demo newsroom: stories of our own invention, brought in through the verbs."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from articles.categories import save_category
from articles.comments.models import Comment
from articles.content import Content, TagRef
from articles.demo.accounts import create_accounts
from articles.demo.pictures import draw, portrait
from articles.discussion import set_comments
from articles.frontpage.placing import make_lead
from articles.models import Article, Author, Category
from articles.models.settings import CommentsState
from articles.naming import save_author
from articles.publishing import UpdateKind, create, publish, schedule, update
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo
from newsroom.site.models import Page, SiteSettings
from newsroom.site.pages import save_page

STORIES = Path(__file__).parent / "stories"
Story = dict[str, Any]
CREDIT = "رسم توضيحي: المحبرة"
LEAD = "mountain-plan"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((STORIES / name).read_text(encoding="utf-8"))


@transaction.atomic
def load(*, now: datetime, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Fill an empty database; all or nothing. Returns the number of stories.

    ``progress`` is told after each story how many are done, and of how many.
    """
    SiteSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": "المحبرة",
            "tagline": "يومية إخبارية مستقلة",
            "about": "يومية إخبارية مستقلة. جميع الأسماء والوقائع في هذه النسخة التجريبية مختلقة.",
            "publishing_director": "سليمة العلوي",
        },
    )
    for row in _read("people.toml")["author"]:
        Author.objects.create(**{key: row[key] for key in ("name", "slug", "title", "bio")})
    users = create_accounts()
    chief = users["chief"]
    for row in _read("people.toml")["author"]:
        if "portrait" in row:
            drawn = SimpleUploadedFile("portrait.jpg", portrait(row["key"], row["portrait"]))
            save_author(Author.objects.get(slug=row["slug"]), by=chief, portrait=drawn)
    categories = _load_categories(chief)
    authors = {
        row["key"]: Author.objects.get(slug=row["slug"]) for row in _read("people.toml")["author"]
    }
    for position, row in enumerate(_read("pages.toml")["page"]):
        save_page(Page(position=position, **row), by=users["admin"])
    stories = sorted(_stories(), key=lambda story: _published_at(story, now))
    loaded = {}
    for number, story in enumerate(stories, start=1):
        loaded[story["key"]] = _load_story(story, chief, categories, authors, now)
        progress(number, len(stories))
    make_lead(loaded[LEAD], by=chief)
    Article.objects.filter(status=Article.Status.DRAFT).update(created_by=users["editor"])
    return len(stories)


def _stories() -> Iterator[Story]:
    for path in sorted(STORIES.glob("*.toml")):
        yield from _read(path.name).get("story", ())


def _load_categories(by: User) -> dict[str, Category]:
    found = {"uncategorized": Category.objects.default()}
    for position, row in enumerate(_read("sections.toml")["category"]):
        found[row["key"]] = save_category(
            Category(
                name=row["name"],
                slug=row["slug"],
                description=row["description"],
                parent=found.get(row.get("parent", "")),
                position=position,
            ),
            by=by,
        )
    return found


def _published_at(story: Story, now: datetime) -> datetime:
    if "published" in story:
        return timezone.make_aware(datetime.fromisoformat(story["published"]))
    return now - timedelta(hours=story.get("age_hours", 0))


def _load_story(
    story: Story,
    by: User,
    categories: dict[str, Category],
    authors: dict[str, Author],
    now: datetime,
) -> Article:
    at = _published_at(story, now)
    content = Content(
        headline=story["headline"],
        kicker=story.get("kicker", ""),
        deck=story.get("deck", ""),
        body=story["body"],
        place=story.get("place", ""),
        agency=story.get("agency", ""),
        category=categories[story["category"]],
        categories=tuple(categories[key] for key in story.get("categories", ())),
        tags=tuple(TagRef(name, "") for name in story.get("tags", ())),
        authors=tuple(authors[key] for key in story["authors"]),
        lead_photo=_photo(story, by),
    )
    article = create(content, by=by, now=min(at, now) - timedelta(minutes=40))
    if story.get("draft"):
        return article
    if at > now:
        return schedule(article, at, by=by)
    article = publish(article, by=by, now=at)
    updated = _updated_at(story, at)
    if updated:
        correction = story.get("correction", "")
        article = update(
            article,
            by=by,
            edit=Edit(content, 2),
            kind=UpdateKind.CORRECTION if correction else UpdateKind.SUBSTANTIVE,
            correction=correction,
            now=min(updated, now),
        )
    for row in story.get("comment", ()):
        Comment.objects.create(
            article=article,
            name=row["name"],
            text=row["text"],
            state=row["state"],
            created_at=min(at + timedelta(hours=row["after_hours"]), now),
        )
    set_comments(article, CommentsState(story["comments"]), by=by)
    Article.objects.filter(pk=article.pk).update(changed_at=updated or at)
    return article


def _photo(story: Story, by: User) -> Photo | None:
    said = story.get("photo")
    if said is None:
        return None
    drawn = SimpleUploadedFile(f"{story['key']}.jpg", draw(said["scene"], story["key"]))
    return add_photo(drawn, by=by, credit=CREDIT, alt=said["alt"], caption=said["caption"])


def _updated_at(story: Story, published: datetime) -> datetime | None:
    if "updated" in story:
        return timezone.make_aware(datetime.fromisoformat(story["updated"]))
    if "update_after_hours" in story or "correction" in story:
        return published + timedelta(hours=story.get("update_after_hours", 3))
    return None
