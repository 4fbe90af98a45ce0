"""The bodies of stories as their readers see them: what they refer to is found and printed here.

A page or a feed reads all that its stories refer to at once, and carries the keys of it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import page_keys
from articles.content import Content
from articles.models import Article
from newsroom import richtext
from newsroom.arabic.typography import isolate_ltr
from newsroom.embeds import cards
from newsroom.embeds.keys import key_of
from newsroom.media.models import THUMB_WIDTH, Photo, PhotoFile, PhotoKeys, Rendition
from newsroom.media.templatetags.pictures import body_picture
from newsroom.pagecache.record import tag

FIGURE = (
    '<figure><img alt="{}" height="{}" src="{}" width="{}"><figcaption>{}</figcaption></figure>'
)
_PHOTO_COLUMNS = (
    *("id", "width", "height", "focal_x", "focal_y", "is_document"),
    *("alt", "caption", "credit"),
)
_THUMBS = Rendition.objects.filter(
    photo=OuterRef("lead_photo"), use=Rendition.Use.PAGE, format="jpeg", width__gte=THUMB_WIDTH
).order_by("width")
_STORIES = (
    Article.objects.annotate(thumb=Subquery(_THUMBS.values("file")[:1]))
    .select_related("lead_photo")
    .only(
        *("headline", "slug", "first_published_at"),
        *(f"lead_photo__{name}" for name in ("width", "height", "focal_x", "focal_y")),
    )
)


class Bodies:
    """Of the stories on one page. Up to three queries: one each for what any of them refers to.

    One of them fetches the files of lead photos too, so that printing these costs nothing more.
    Where no page is finished there may be no ``request``.
    """

    def __init__(
        self, request: HttpRequest | None, contents: Sequence[Content], *, in_feed: bool = False
    ) -> None:
        found = [content.references for content in contents]
        stories = {pk for each in found for pk in each.articles}
        photos = {pk for each in found for pk in each.photos}
        addresses = {address for each in found for address in each.embeds}
        self.stories = _visible(stories)
        self.photos = _photos(photos, contents)
        self.cards = cards.cards_for(addresses)
        # A story that is not public yet, a photo or a card that is not made yet: waited for.
        tag(request, *map(page_keys.address, stories), *map(key_of, addresses))
        for keys in map(PhotoKeys.of, photos):
            tag(request, keys.files, keys.words)
            if not in_feed:
                tag(request, keys.crop)
        boxed = {pk for each in found for pk in each.boxed} & self.stories.keys()
        tag(request, *map(page_keys.card, boxed))
        if not in_feed:
            self._tag_thumbs(request, boxed)

    def page(self, content: Content, *, arabic_indic: bool = False) -> SafeString:
        """As it stands on the story's page. No query."""
        parts = richtext.Parts(
            address=self._address,
            read_also=self._read_also,
            figure=self._figure,
            embed=lambda address, caption: cards.box(
                self.cards.get(address, address), caption=caption, arabic_indic=arabic_indic
            ),
        )
        return richtext.render(content.body, parts)

    def feed(self, content: Content) -> SafeString:
        """For readers without our styles and scripts; addresses begin at the root. No query."""
        parts = richtext.Parts(
            address=self._address,
            read_also=self._plain_read_also,
            figure=self._plain_figure,
            embed=lambda address, caption: (
                cards.plain(self.cards.get(address, address))
                + (format_html("<p>{}</p>", caption) if caption else "")
            ),
        )
        return richtext.render(content.body, parts)

    def _tag_thumbs(self, request: HttpRequest | None, boxed: set[int]) -> None:
        for story in (self.stories[pk] for pk in boxed):
            if story.lead_photo_id:
                keys = PhotoKeys.of(story.lead_photo_id)
                tag(request, keys.crop, keys.files)

    def _address(self, pk: int) -> str:
        return self.stories[pk].get_absolute_url() if pk in self.stories else ""

    def _read_also(self, pk: int) -> str:
        story = self.stories.get(pk)
        if story is None:
            return ""
        thumb = Rendition(file=story.thumb).url if story.thumb else ""  # type: ignore[attr-defined]
        return render_to_string("components/read_also.html", {"article": story, "thumb": thumb})

    def _plain_read_also(self, pk: int) -> str:
        story = self.stories.get(pk)
        if story is None:
            return ""
        link = format_html(
            '<a href="{}">{}</a>', story.get_absolute_url(), isolate_ltr(story.headline)
        )
        return format_html("<p><strong>{}:</strong> {}</p>", _("Read also"), link)

    def _figure(self, pk: int, caption: SafeString) -> str:
        photo = self.photos.get(pk)
        return body_picture(photo, caption=caption) if photo else ""

    def _plain_figure(self, pk: int, caption: SafeString) -> str:
        photo = self.photos.get(pk)
        if photo is None:
            return ""
        return plain_figure(photo, photo.alt, caption or isolate_ltr(photo.caption))


def plain_figure(photo: Photo, alt: str, caption: str) -> SafeString:
    """The largest JPEG with its caption and credit; nothing while there is none."""
    jpegs = photo.by_format.get("jpeg")
    if not jpegs:
        return SafeString("")
    shown = jpegs[-1]
    words = format_html("{} {}", caption, photo.credit) if caption and photo.credit else caption
    return format_html(FIGURE, alt, shown.height, shown.url, shown.width, words or photo.credit)


def _visible(ids: set[int]) -> dict[int, Article]:
    """Those of the stories that readers see at this moment."""
    return {story.pk: story for story in _STORIES.published().filter(pk__in=ids)} if ids else {}


def _photos(ids: set[int], contents: Sequence[Content]) -> dict[int, Photo]:
    """The photos in the texts, by id. The lead photos of ``contents`` get their files too."""
    leads = [content.lead_photo for content in contents if content.lead_photo]
    wanted = ids | {photo.pk for photo in leads}
    if not wanted:
        return {}
    columns = [f"photo__{name}" for name in _PHOTO_COLUMNS]
    rows = Rendition.objects.filter(photo__in=wanted).order_by("width")
    found: dict[int, Photo] = {}
    files: dict[int, list[PhotoFile]] = {pk: [] for pk in wanted}
    for row in rows.values_list(*PhotoFile._fields[:-1], "file", *columns):
        file, photo = row[: len(PhotoFile._fields)], row[len(PhotoFile._fields) :]
        files[photo[0]].append(PhotoFile(*file))
        if photo[0] in ids and photo[0] not in found:
            found[photo[0]] = Photo.from_db(rows.db, _PHOTO_COLUMNS, photo)
    for one in (*leads, *found.values()):
        _give_files(one, files[one.pk])
    return found


def _give_files(photo: Any, files: list[PhotoFile]) -> None:
    """As ``prefetch_related`` would."""
    if not hasattr(photo, "_prefetched_objects_cache"):
        photo._prefetched_objects_cache = {}
    photo.files = (photo.pk, files)
