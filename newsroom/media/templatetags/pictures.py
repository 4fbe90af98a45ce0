from typing import Any

from django import template
from django.conf import settings

from newsroom.media.encoding import ENCODERS
from newsroom.media.models import Photo, Rendition

register = template.Library()

# How wide a story's picture is shown; the style sheets of the lists say the same.
STORY_SIZES = {
    "bigday": "(min-width: 62rem) 53rem, 100vw",
    "lead": "(min-width: 62rem) 42rem, 100vw",
    "equal": "(min-width: 44rem) min(50vw, 40rem), 100vw",
    "feature": "(min-width: 44rem) min(55vw, 44rem), 9rem",
    "mid": "(min-width: 62rem) 20rem, (min-width: 38rem) 50vw, 9rem",
    "row": "9rem",
    "list": "(min-width: 44rem) 13rem, 9rem",
    "": "(min-width: 62rem) 20rem, (min-width: 38rem) 50vw, 9rem",
}
FIRST_SEEN = ("bigday", "lead", "equal")

WHOLE_HEIGHT = 640
"""The most that a picture shown whole takes of the page, in pixels."""


@register.inclusion_tag("components/picture.html")
def picture(
    photo: Photo,
    *,
    sizes: str,
    alt: str = "",
    loading: str = "lazy",
    priority: bool = False,
    whole: bool = False,
) -> dict[str, Any]:
    """A photo in the renditions there are. Costs a query without ``Photo.with_renditions``.

    ``sizes`` says how wide it is shown. ``whole``: uncropped, at most as large as it is.
    ``priority``: what the reader sees first. Without any rendition nothing is printed.
    """
    by_format = photo.by_format
    fallback = by_format.get("jpeg", [])
    width, height = _whole_size(photo) if whole else (photo.width, photo.height)
    return {
        "sources": _sources(by_format),
        "fallback": fallback[-1] if fallback else None,
        "srcset": _srcset(fallback),
        "sizes": f"min({sizes}, {width}px)" if whole else sizes,
        "width": width,
        "height": height,
        "alt": alt,
        "focal_point": 5 if whole else photo.focal_point,
        "loading": "eager" if priority else loading,
        "priority": priority,
    }


@register.inclusion_tag("components/picture_story.html")
def story_picture(photo: Photo | None, variant: str = "") -> dict[str, Any]:
    """The picture of a story in a list; ``variant`` is that of the story's own component.

    Nothing for a story without a photo. The headline beside it says it all: no alt text.
    """
    return {
        "photo": photo,
        "sizes": STORY_SIZES.get(variant, STORY_SIZES[""]),
        "priority": variant in FIRST_SEEN,
    }


@register.inclusion_tag("components/picture_lead.html")
def lead_picture(content: Any) -> dict[str, Any]:
    """The figure at the head of a story; ``content`` has its lead photo. May cost a query."""
    return {
        "photo": content.lead_photo,
        "alt": content.lead_alt,
        "caption": content.lead_caption,
    }


def _sources(by_format: dict[str, list[Rendition]]) -> list[dict[str, str]]:
    return [
        {"type": ENCODERS[name].content_type, "srcset": _srcset(by_format[name])}
        for name in settings.PHOTO_FORMATS
        if name != "jpeg" and name in by_format
    ]


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)


def _whole_size(photo: Photo) -> tuple[int, int]:
    if photo.height <= WHOLE_HEIGHT:
        return photo.width, photo.height
    return max(1, round(photo.width * WHOLE_HEIGHT / photo.height)), WHOLE_HEIGHT
