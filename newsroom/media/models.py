from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.matching import query_words
from newsroom.arabic.normalize import fold
from newsroom.prefetching import Values

SEARCHED = ("caption", "alt", "credit", "source", "licence")
EXPIRES_SOON = timedelta(days=30)
THUMB_WIDTH = 320
WHOLE_BELOW = 720
"""Narrower photos are shown as they are: stretched over a page they would blur."""


class PhotoKeys(NamedTuple):
    """Of finished pages that show something of a photo (newsroom.pagecache)."""

    crop: str
    """Focal point, and whether it is shown whole."""
    files: str
    social: str
    words: str
    """Caption, credit, alt text."""

    @classmethod
    def of(cls, pk: int) -> "PhotoKeys":
        return cls(*(f"photo-{name}:{pk}" for name in cls._fields))


class PhotoQuerySet(models.QuerySet["Photo"]):
    def with_renditions(self) -> "PhotoQuerySet":
        """With what ``{% picture %}`` prints: one query more."""
        return self.prefetch_related("files")

    def choosable(self, at: datetime | None = None) -> "PhotoQuerySet":
        """What may be put into a story: neither archived nor with a licence that is over."""
        valid = Q(licence_expires_at=None) | Q(licence_expires_at__gt=at or timezone.now())
        return self.filter(valid, archived_at=None)

    def expired(self, at: datetime | None = None) -> "PhotoQuerySet":
        return self.filter(licence_expires_at__lte=at or timezone.now())

    def expiring(self, at: datetime | None = None) -> "PhotoQuerySet":
        now = at or timezone.now()
        soon = now + EXPIRES_SOON
        return self.filter(licence_expires_at__gt=now, licence_expires_at__lte=soon)

    def matching(self, query: str) -> "PhotoQuerySet":
        """Every word of ``query`` stands in what is said of the photo, however it is spelled."""
        found = self
        for word in query_words(query):
            found = found.filter(folded__contains=word.stem, folded__regex=word.pattern)
        return found


class PhotoFile(NamedTuple):
    """A rendition as pages print it."""

    use: str
    format: str
    width: int
    height: int
    name: str

    @property
    def url(self) -> str:
        return f"{settings.MEDIA_URL}{self.name}"


def _files(photos: Collection[int]) -> Iterator[tuple[int, PhotoFile]]:
    rows = Rendition.objects.filter(photo__in=photos).order_by("width")
    for photo, *row in rows.values_list("photo_id", *PhotoFile._fields[:-1], "file"):
        yield photo, PhotoFile(*row)


class Photo(models.Model):
    """A picture of the library: the upright original without metadata, and what is said of it."""

    file = models.FileField(upload_to="originals/", max_length=200, editable=False)
    sha256 = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text="Of the file that was uploaded: the same file is the same photo.",
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, across"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent from the left edge of the picture."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, down"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent from the top."),
    )
    is_document = models.BooleanField(
        _("show it whole"),
        default=False,
        help_text=_("A letter, a map, a poster: never cropped on the story's page."),
    )
    alt = models.CharField(
        _("alt text"),
        max_length=250,
        blank=True,
        help_text=_("What is to be seen, for those who do not see it."),
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(
        _("photo credit"),
        max_length=120,
        blank=True,
        help_text=_("Photographer and agency, as readers see them."),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("Where it comes from: an agency, an archive, a sender, an address."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("What we may do with it, and under which conditions."),
    )
    licence_expires_at = models.DateTimeField(
        _("end of the licence"),
        null=True,
        blank=True,
    )
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    phash = models.BigIntegerField(
        editable=False,
        default=0,
        help_text="What it looks like (newsroom.media.likeness), as a signed number.",
    )
    folded = models.TextField(
        editable=False, default="", help_text="What is said of it, as search sees it."
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = PhotoQuerySet.as_manager()

    files = Values(_files)
    """The renditions, narrowest first."""

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions: ClassVar = [("change_own_photo", "Can describe photos uploaded by oneself")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100), name="photo_focal_point_inside"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or str(_("Photo %(number)s")) % {"number": self.pk}

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def is_expired(self, at: datetime | None = None) -> bool:
        end = self.licence_expires_at
        return end is not None and end <= (at or timezone.now())

    def expires_soon(self, at: datetime | None = None) -> bool:
        """In the next thirty days, but not yet."""
        now, end = at or timezone.now(), self.licence_expires_at
        return end is not None and now < end <= now + EXPIRES_SOON

    @property
    def licence_last_day(self) -> date | None:
        """As people say it; the licence is over at the end of that day."""
        end = self.licence_expires_at
        return timezone.localdate(end - timedelta(microseconds=1)) if end else None

    def fold(self) -> None:
        """Bring what search sees up to date. Every verb that changes the words calls it."""
        words = (getattr(self, name) for name in SEARCHED)
        self.folded = f" {fold(chr(10).join(words))} "

    @property
    def focal_point(self) -> int:
        """The ninth of the picture that every crop keeps: 1 top left, 5 centre, 9 bottom right."""
        column, row = (min(2, value * 3 // 100) for value in (self.focal_x, self.focal_y))
        return row * 3 + column + 1

    @property
    def shown_whole(self) -> bool:
        """On its story's page it is not cropped: upright, small, or a document."""
        return self.is_document or self.height > self.width or self.width < WHOLE_BELOW

    @property
    def by_format(self) -> dict[str, list[PhotoFile]]:
        """The renditions for pages, narrowest first. Costs a query without ``with_renditions``."""
        found: dict[str, list[PhotoFile]] = {}
        for file in self.files:
            if file.use == Rendition.Use.PAGE:
                found.setdefault(file.format, []).append(file)
        return found

    @property
    def thumb(self) -> PhotoFile | None:
        """The smallest JPEG that fills a thumbnail. Costs a query like ``by_format``."""
        jpegs = self.by_format.get("jpeg", [])
        wide_enough = [one for one in jpegs if one.width >= THUMB_WIDTH]
        return next(iter(wide_enough or jpegs[-1:]), None)

    @property
    def social(self) -> PhotoFile | None:
        """For cards on social networks; the page's JPEG until it is made. Costs such a query."""
        files = self.files
        made = (file for file in files if file.use == Rendition.Use.SOCIAL)
        jpegs = (file for file in reversed(files) if file.format == "jpeg")
        return next(made, next(jpegs, None))


class Rendition(models.Model):
    """A file made from a photo, small enough for readers. Its name is never used again."""

    class Use(models.TextChoices):
        PAGE = "page"
        SOCIAL = "social"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    use = models.CharField(max_length=6, choices=Use.choices, default=Use.PAGE)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to="renditions/", max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["photo", "use", "format", "width"], name="rendition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.use} {self.width}.{self.format}"

    @property
    def url(self) -> str:
        return f"{settings.MEDIA_URL}{self.file.name}"
