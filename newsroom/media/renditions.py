from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from PIL import Image

from newsroom.media.encoding import (
    ENCODERS,
    SOCIAL_SIZE,
    WIDTHS,
    encode,
    height_at,
    resized,
    widths_for,
)
from newsroom.media.files import written_together
from newsroom.media.models import Photo, PhotoKeys, Rendition
from newsroom.pagecache.purging import purge

Box = tuple[int, int, int, int]


class Target(NamedTuple):
    use: Rendition.Use
    width: int
    height: int
    format: str


def make_renditions(photo: Photo) -> int:
    """Make what a photo still lacks; returns how many. Safe to run twice, and twice at once."""
    made = 0
    missing = _missing(photo)
    if missing:
        image = _original(photo)
        for (use, width, height), targets in groupby(missing, key=lambda target: target[:3]):
            picture = _cropped(image, photo) if use == Rendition.Use.SOCIAL else image
            made += _make(photo, resized(picture, width, height), targets)
    return made


def planned(photo: Photo) -> list[Target]:
    size = (photo.width, photo.height)
    targets = [
        Target(Rendition.Use.PAGE, width, height_at(width, of=size), format_name)
        for width in widths_for(photo.width)
        for format_name in settings.PHOTO_FORMATS
    ]
    return [*targets, Target(Rendition.Use.SOCIAL, *_social_size(photo), "jpeg")]


def _missing(photo: Photo) -> list[Target]:
    there = set(photo.renditions.values_list("use", "format", "width"))
    return [one for one in planned(photo) if (one.use, one.format, one.width) not in there]


def _original(photo: Photo) -> Image.Image:
    with photo.file.open("rb") as file, Image.open(file, formats=("JPEG",)) as image:
        # Decoded at a half, quarter or eighth where that leaves twice the largest rendition.
        image.draft("RGB", (2 * WIDTHS[-1], 2 * height_at(WIDTHS[-1], of=image.size)))
        image.load()
        image.info = {}
        return image.copy()


def _make(photo: Photo, picture: Image.Image, targets: Iterable[Target]) -> int:
    made = 0
    for target in targets:
        content = encode(picture, target.format)
        try:
            made += _keep(photo, target, content)
        except IntegrityError:  # another worker was faster
            continue
    return made


def _keep(photo: Photo, target: Target, content: bytes) -> bool:
    with written_together() as write, transaction.atomic():
        now = Photo.objects.select_for_update().get(pk=photo.pk)
        moved = (now.focal_x, now.focal_y) != (photo.focal_x, photo.focal_y)
        if moved and target.use == Rendition.Use.SOCIAL:
            return False  # the task that came with the new focal point makes it
        if now.file != photo.file:
            return False  # so does the one that came with the new file
        photo.renditions.create(
            use=target.use,
            format=target.format,
            width=target.width,
            height=target.height,
            file=write("renditions", ENCODERS[target.format].ending, content),
        )
        keys = PhotoKeys.of(photo.pk)
        purge(keys.social if target.use == Rendition.Use.SOCIAL else keys.files)
    return True


def _social_size(photo: Photo) -> tuple[int, int]:
    """1200 × 630, or as much of that shape as the photo has."""
    left, top, right, bottom = social_box(photo, (photo.width, photo.height))
    width = min(SOCIAL_SIZE[0], right - left)
    return width, height_at(width, of=SOCIAL_SIZE)


def _cropped(image: Image.Image, photo: Photo) -> Image.Image:
    return image.crop(social_box(photo, image.size))


def social_box(photo: Photo, size: tuple[int, int]) -> Box:
    """The largest part of a picture of ``size`` in the social shape, around the focal point."""
    width = min(size[0], max(1, size[1] * SOCIAL_SIZE[0] // SOCIAL_SIZE[1]))
    height = min(size[1], height_at(width, of=SOCIAL_SIZE))
    left = _start(photo.focal_x, width, size[0])
    top = _start(photo.focal_y, height, size[1])
    return left, top, left + width, top + height


def _start(focal: int, length: int, whole: int) -> int:
    """Where a part begins that has the focal point (per cent) as near its middle as can be."""
    return min(max(0, round(whole * focal / 100 - length / 2)), whole - length)
