"""Which photos show the same picture, however it was scaled or compressed.

First a difference hash: of the picture in 9 × 8 grey values, each of 64 bits says whether one is
brighter than its neighbour. What differs in few bits only is compared in colour, 16 × 16, with a
rendition: pictures of one composition have nearly the same bits
(docs/decisions/0011-the-same-picture.md).
"""

import logging
from heapq import nsmallest

from django.core.files.storage import default_storage
from PIL import Image, ImageChops, ImageStat

from newsroom.media.models import Photo

logger = logging.getLogger(__name__)

COLUMNS, ROWS = 9, 8
BITS = 64
BRIGHTER = 1
"""Of 255: what a weaker step is worth, compression decides."""
ALIKE = 5
"""Bits that two copies of one picture may differ in."""
SIDE = 16
NEAR = 2.5
"""Of 255: the mean difference of two copies in colour."""
SHAPE = 0.02
"""How much of its proportions a copy may lose by rounding."""
CANDIDATES = 8


def phash(image: Image.Image) -> int:
    """As the database keeps it: a signed number."""
    grey = _shrunk(image.convert("L"), COLUMNS, ROWS).tobytes()
    bits = 0
    for start in range(0, COLUMNS * ROWS, COLUMNS):
        row = grey[start : start + COLUMNS]
        for left, right in zip(row, row[1:], strict=False):
            bits = bits << 1 | (left > right + BRIGHTER)
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits


def distance(one: int, other: int) -> int:
    return ((one ^ other) & ((1 << BITS) - 1)).bit_count()


def find_alike(photo: Photo) -> Photo | None:
    """Another photo that shows the same picture.

    Reads four numbers of every photo, and a small file of those that may be it.
    """
    found = Photo.objects.with_renditions().in_bulk(_candidates(photo))
    wanted = _small(photo) if found else None
    if wanted is None:
        return None
    near = ((_difference(wanted, _small(other)), pk) for pk, other in found.items())
    difference, pk = min(near)
    return found[pk] if difference <= NEAR else None


def _candidates(photo: Photo) -> list[int]:
    shape = photo.width / photo.height
    others = Photo.objects.exclude(pk=photo.pk).order_by()
    rows = others.values_list("pk", "phash", "width", "height").iterator()
    alike = (
        (distance(photo.phash, other), pk)
        for pk, other, width, height in rows
        if abs(width / height / shape - 1) < SHAPE
    )
    nearest = nsmallest(CANDIDATES, (one for one in alike if one[0] <= ALIKE))
    return [pk for _distance, pk in nearest]


def _small(photo: Photo) -> Image.Image | None:
    thumb = photo.thumb
    if thumb is None:
        return None
    try:
        with default_storage.open(thumb.name) as file, Image.open(file, formats=("JPEG",)) as image:
            return _shrunk(image.convert("RGB"), SIDE, SIDE)
    except OSError as error:
        logger.warning("A photo's file cannot be compared: %s", error)
        return None


def _difference(one: Image.Image, other: Image.Image | None) -> float:
    if other is None:
        return 255.0
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def _shrunk(image: Image.Image, width: int, height: int) -> Image.Image:
    """Exact means: a faster way would cut differently at every size."""
    return image.resize((width, height), Image.Resampling.BOX)
