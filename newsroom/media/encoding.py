"""Formats and sizes of what readers are sent."""

from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image


class Encoder(NamedTuple):
    ending: str
    content_type: str
    options: dict[str, Any]


# Measured on eight photographs (docs/decisions/0005-photos.md): AVIF 56 needs a third less than
# JPEG at the same error; its speed 6 would save 4 % more and take three times as long as 8.
ENCODERS = {
    "avif": Encoder("avif", "image/avif", {"quality": 56, "speed": 8}),
    "webp": Encoder("webp", "image/webp", {"quality": 76, "method": 4}),
    "jpeg": Encoder("jpg", "image/jpeg", {"quality": 76, "progressive": True, "optimize": True}),
}
# What later renditions are made from: no loss that could be seen, also of thin red lines.
ORIGINAL = {"quality": 92, "subsampling": 0}

WIDTHS = (320, 480, 640, 960, 1280, 1600)
# Made while the editor waits, so that a page always has something to show.
FIRST_WIDTH = 1280
SOCIAL_SIZE = (1200, 630)


def encode(image: Image.Image, format_name: str, **options: Any) -> bytes:
    """``image`` must come from ``decoding.read_picture``: it carries no metadata."""
    out = BytesIO()
    image.save(out, format_name, **(options or ENCODERS[format_name].options))
    return out.getvalue()


def resized(image: Image.Image, width: int, height: int) -> Image.Image:
    if image.size == (width, height):
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def widths_for(width: int) -> list[int]:
    """Never more than the photo has; a smaller one is offered as it is, too."""
    return sorted({min(step, width) for step in WIDTHS})


def height_at(width: int, *, of: tuple[int, int]) -> int:
    """The height that keeps the proportions ``of`` a size."""
    return max(1, round(width * of[1] / of[0]))
