from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File

from newsroom.media.decoding import read_picture
from newsroom.media.encoding import ENCODERS, encode, resized
from newsroom.media.files import written_together

SIDE = 240
"""Pixels; a portrait is shown at 72 to 96, on screens of two to three times the density."""


@contextmanager
def cut_portrait(upload: File) -> Iterator[str]:
    """The upper square of a picture as a small JPEG: the name of its file below MEDIA_ROOT.

    Wrap it around the transaction that keeps the name. Raises PhotoRefused.
    """
    image = read_picture(upload.read())
    side = min(image.size)
    left = (image.width - side) // 2
    square = resized(image.crop((left, 0, left + side, side)), SIDE, SIDE)
    with written_together() as write:
        yield write("renditions", ENCODERS["jpeg"].ending, encode(square, "jpeg"))
