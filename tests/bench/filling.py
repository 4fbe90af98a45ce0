"""Puts a made-up newspaper into an empty, migrated database.

The rows are those that the verbs write, straight into the tables; each story has one revision.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from PIL import Image

from articles.comments.models import Comment
from articles.frontpage.models import Arrangement, Breaking, Slot, Zone
from articles.models import (
    Article,
    Author,
    Byline,
    CategorizedArticle,
    Category,
    Correction,
    Revision,
    Tag,
    TaggedArticle,
)
from articles.related import narrow
from articles.shortlinks.models import ShortLink
from newsroom.accounts.models import User
from newsroom.media.encoding import ENCODERS
from newsroom.media.models import Photo, Rendition
from newsroom.media.renditions import planned
from newsroom.site.models import MenuItem, Page, SiteSettings
from tests.bench.newspaper import FRESH, SECTIONS, Newspaper, Row, is_standard
from tests.bench.tables import finish, insert

CHUNK = 5000
CREDIT = "مصور الجريدة"
SIZES = ((1600, 1067), (2400, 1600), (1200, 1600), (640, 427))

Progress = Callable[[int], None]


def fill(
    size: int, *, now: datetime, seed: int = 4, progress: Progress = lambda done: None
) -> None:
    """``progress`` is told how many stories there are so far."""
    if Article.objects.exists():
        raise ValueError("There are stories in this database: an empty one is needed.")
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        connection.cursor().execute("PRAGMA synchronous = OFF")
    with transaction.atomic():
        user = User.objects.create(username="bench", name="محررة", is_staff=True)
        first = _categories()
        paper = Newspaper(size, now=now, seed=seed, first_category=first, user=user.pk)
        _furniture(paper)
        _people_and_tags(paper)
    for begin in range(1, paper.photos + 1, CHUNK):
        with transaction.atomic():
            _photos(paper, begin, min(begin + CHUNK - 1, paper.photos))
    for begin in range(1, size + 1, CHUNK):
        end = min(begin + CHUNK - 1, size)
        with transaction.atomic():
            _stories(paper, begin, end)
        progress(end)
    with transaction.atomic():
        _front_page(now)
        narrow(Tag.objects.all())
    finish()


def _categories() -> int:
    """Their ids follow each other; returns the first."""
    found: dict[str, Category] = {}
    for position, (path, name) in enumerate(SECTIONS.items()):
        above, _, slug = path.rpartition("/")
        found[path] = Category.objects.create(
            name=name, slug=slug, path=path, parent=found.get(above), position=position
        )
    return found["politics"].pk


def _furniture(paper: Newspaper) -> None:
    values = {"name": "الميزان", "tagline": "يومية مستقلة", "about": paper.writer.line(8, 12)}
    SiteSettings.objects.filter(pk=1).update(**values, publishing_director="سعاد العلمي")
    top = {path: name for path, name in SECTIONS.items() if "/" not in path}
    MenuItem.objects.bulk_create(
        MenuItem(menu=MenuItem.Menu.MAIN, label=name, address=f"/category/{path}/", position=n)
        for n, (path, name) in enumerate(top.items())
    )
    for number in range(3):
        body = paper.writer.body(200, "/").html
        title = paper.writer.line(2, 3)
        Page.objects.create(title=title, slug=f"page-{number}", position=number, body=body)


def _people_and_tags(paper: Newspaper) -> None:
    insert(
        Author,
        (
            {"id": pk, "name": name, "slug": f"author-{pk}", "title": "صحفية", "bio": ""}
            for pk, name in enumerate(paper.authors, start=1)
        ),
    )
    insert(
        Tag,
        ({"id": t.id, "name": t.name, "slug": t.slug, "folded": t.folded} for t in paper.tags),
    )


def _photos(paper: Newspaper, first: int, last: int) -> None:
    rows = [_photo(paper, number) for number in range(first, last + 1)]
    insert(Photo, rows)
    insert(Rendition, (rendition for row in rows for rendition in _renditions(row)))
    if last == paper.photos:
        _write_files(rows[-1])


def _photo(paper: Newspaper, number: int) -> Row:
    width, height = SIZES[number % len(SIZES)]
    return {
        "id": number,
        "file": f"originals/be/bench{number:027x}.jpg",
        "sha256": f"{number:064x}",
        "width": width,
        "height": height,
        "focal_x": number % 101,
        "focal_y": 40,
        "alt": paper.writer.line(5, 10),
        "caption": paper.writer.line(8, 14),
        "credit": CREDIT,
        "created_at": paper.moment(number * paper.size // paper.photos) - timedelta(hours=1),
        "created_by_id": paper.user,
    }


def _renditions(photo: Row) -> Iterator[Row]:
    size = {"width": photo["width"], "height": photo["height"]}
    for target in planned(Photo(**size)):
        token = f"{photo['id']:x}-{target.use}-{target.width}"
        yield {
            "photo_id": photo["id"],
            "use": str(target.use),
            "format": target.format,
            "width": target.width,
            "height": target.height,
            "file": f"renditions/be/{token:0>32}.{ENCODERS[target.format].ending}",
        }


def _write_files(photo: Row) -> None:
    """The newest photo can be looked at on a phone; all others are rows only."""
    small = [rendition for rendition in _renditions(photo) if rendition["width"] <= 480]
    for rendition in small:
        out = BytesIO()
        size = (rendition["width"], rendition["height"])
        Image.new("RGB", size, (90, 110, 130)).save(out, rendition["format"])
        if not default_storage.exists(rendition["file"]):
            default_storage.save(rendition["file"], ContentFile(out.getvalue()))


def _stories(paper: Newspaper, first: int, last: int) -> None:
    stories = list(paper.stories(first, last))
    many: dict[Any, str] = {
        CategorizedArticle: "categories",
        Byline: "bylines",
        TaggedArticle: "tags",
        Comment: "comments",
        Correction: "corrections",
        ShortLink: "links",
    }
    insert(Article, (story.article for story in stories))
    insert(Revision, (story.revision for story in stories))
    for model, name in many.items():
        insert(model, chain.from_iterable(getattr(story, name) for story in stories))


def _front_page(now: datetime) -> None:
    """Two slots by hand, the others by themselves, and a breaking line."""
    newest = Article.objects.published(now=now).newest_first().filter(lead_photo__isnull=False)
    ids = list(newest.values_list("pk", flat=True)[:FRESH])
    standard = [pk for pk in ids if is_standard(pk)] or ids
    Arrangement.objects.create(pk=1)
    Slot.objects.create(zone=Zone.LEAD, position=1, article_id=standard[0])
    Slot.objects.create(zone=Zone.SECOND, position=2, article_id=ids[-1])
    ends = now + timedelta(days=1)
    Breaking.objects.create(article_id=standard[0], starts_at=now, expires_at=ends)


def rows() -> int:
    models = apps.get_models(include_auto_created=True)
    return sum(model._base_manager.count() for model in models)
