"""What the quick jump of the admin finds (newsroom.quick_jump), and for whom."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from articles import roles
from articles.models import Article, Author, Tag
from newsroom.accounts.models import User
from newsroom.arabic.matching import query_words
from newsroom.arabic.normalize import fold
from newsroom.arabic.typography import clean_text, shorten
from newsroom.media.models import Photo
from newsroom.quick_jump import Hit

MOST_STORIES = 8
MOST = 5
# A jump answers while one types: it looks through the newest. Lists search through all.
STORIES_SEARCHED = 20_000
PHOTOS_SEARCHED = 10_000
_STORY_ADDRESS = re.compile(
    r"/[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,2}/([0-9]{1,18})(?![0-9])|/articles/article/([0-9]{1,18})/"
)
_SHORT_ADDRESS = re.compile(r"/s/([1-9A-HJ-NP-Za-km-z]{1,16})/?$")


def _path(typed: str) -> str:
    """Of an address that was pasted, whole or without its host; else empty."""
    try:
        return clean_text(unquote(urlsplit(typed).path)) if "/" in typed else ""
    except ValueError:
        return ""


class Stories:
    name, model_label = "stories", "articles.article"
    label = gettext_lazy("Articles")

    def is_open_to(self, user: User) -> bool:
        return user.has_perm("articles.view_article") or roles.may_write(user)

    def exact(self, typed: str, user: User) -> Iterable[Hit]:
        condition = self._named(typed)
        return map(self._hit, self._seen_by(user).filter(condition)) if condition else ()

    def found(self, typed: str, user: User) -> Iterable[Hit]:
        words = query_words(typed)
        if not words or _path(typed):
            return []
        stories = self._seen_by(user).order_by("-changed_at", "-id")
        window = stories.values_list("changed_at", flat=True)
        if oldest := list(window[STORIES_SEARCHED : STORIES_SEARCHED + 1]):
            stories = stories.filter(changed_at__gt=oldest[0])
        for word in words:
            stories = stories.filter(folded__contains=word.stem, folded__regex=word.pattern)
        rows = list(stories[: MOST_STORIES * 4])
        rows.sort(key=lambda row: not all(word.is_in(row.headline) for word in words))
        return [self._hit(row) for row in rows[:MOST_STORIES]]

    def by_ids(self, ids: Sequence[int], user: User) -> Mapping[int, Hit]:
        return {row.pk: self._hit(row) for row in self._seen_by(user).filter(pk__in=ids)}

    def newest(self, user: User) -> Iterable[Hit]:
        return map(self._hit, self._seen_by(user).order_by("-changed_at", "-id")[:MOST_STORIES])

    def _seen_by(self, user: User) -> QuerySet[Article]:
        columns = ("headline", "status", "publish_at", "withdraw_at")
        stories = Article.objects.outside_trash().only(*columns)
        if user.has_perm("articles.view_article"):
            return stories
        return stories & Article.objects.owned_by(user)

    def _named(self, typed: str) -> Q | None:
        path = _path(typed)
        if found := _STORY_ADDRESS.search(path):
            return Q(pk=int(found[1] or found[2]))
        if found := _SHORT_ADDRESS.search(path):
            return Q(short_link__code=found[1])
        number = fold(typed)
        return Q(pk=int(number)) if number.isdigit() and len(number) < 19 else None

    def _hit(self, story: Article) -> Hit:
        state = str(story.state().label)
        return Hit(story.headline, reverse("admin:articles_article_change", args=[story.pk]), state)


class _Named:
    """Rows with a name, of which there are few enough to look through all of them."""

    name: ClassVar[str]
    model_label: ClassVar[str]
    permission: ClassVar[str]
    route: ClassVar[str]
    address: ClassVar[re.Pattern[str]]
    """Finds the slug in a public address."""
    model: ClassVar[Any]

    def is_open_to(self, user: User) -> bool:
        return user.has_perm(self.permission)

    def exact(self, typed: str, user: User) -> Iterable[Hit]:
        found = self.address.search(_path(typed))
        return map(self._hit, self.model.objects.filter(slug=found[1])) if found else ()

    def by_ids(self, ids: Sequence[int], user: User) -> Mapping[int, Hit]:
        return {row.pk: self._hit(row) for row in self.model.objects.filter(pk__in=ids)}

    def newest(self, user: User) -> Iterable[Hit]:
        return ()

    def _hit(self, row: Model) -> Hit:
        return Hit(str(row), reverse(self.route, args=[row.pk]))


class Authors(_Named):
    name, model_label, model = "authors", "articles.author", Author
    label = gettext_lazy("Authors")
    permission, route = "articles.view_author", "admin:articles_author_change"
    address = re.compile(r"/author/([^/]+)/?$")

    def found(self, typed: str, user: User) -> Iterable[Hit]:
        """Their names are not stored folded: there are few enough to look at each."""
        words = query_words(typed)
        if not words or _path(typed):
            return ()
        rows = Author.objects.only("name").order_by("name", "pk")
        named = (row for row in rows if all(word.is_in(row.name) for word in words))
        return map(self._hit, islice(named, MOST))


class Tags(_Named):
    name, model_label, model = "tags", "articles.tag", Tag
    label = gettext_lazy("Tags")
    permission, route = "articles.view_tag", "admin:articles_tag_change"
    address = re.compile(r"/tag/([^/]+)/?$")

    def found(self, typed: str, user: User) -> Iterable[Hit]:
        """Those that begin with it come first."""
        folded = fold(typed)
        if not folded or _path(typed):
            return ()
        rows = list(Tag.objects.filter(folded__contains=folded).order_by("name")[:50])
        rows.sort(key=lambda tag: not tag.folded.startswith(folded))
        return map(self._hit, rows[:MOST])


class Photos:
    name, model_label = "photos", "media.photo"
    label = gettext_lazy("Photos")

    def is_open_to(self, user: User) -> bool:
        return user.has_perm("media.view_photo")

    def exact(self, typed: str, user: User) -> Iterable[Hit]:
        found = re.search("/media/photo/([0-9]{1,18})/", _path(typed))
        return map(self._hit, Photo.objects.filter(pk=int(found[1]))) if found else ()

    def found(self, typed: str, user: User) -> Iterable[Hit]:
        if not query_words(typed) or _path(typed):
            return ()
        newest = Photo.objects.order_by("-pk").values("pk")[:PHOTOS_SEARCHED]
        found = Photo.objects.filter(pk__in=newest).matching(typed).order_by("-pk")
        return map(self._hit, found[:MOST])

    def by_ids(self, ids: Sequence[int], user: User) -> Mapping[int, Hit]:
        return {photo.pk: self._hit(photo) for photo in Photo.objects.filter(pk__in=ids)}

    def newest(self, user: User) -> Iterable[Hit]:
        return ()

    def _hit(self, photo: Photo) -> Hit:
        address = reverse("admin:media_photo_change", args=[photo.pk])
        return Hit(shorten(str(photo), 90), address, photo.credit)


SOURCES = (Stories(), Photos(), Authors(), Tags())
