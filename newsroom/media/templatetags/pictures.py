from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from newsroom.arabic.typography import isolate_ltr
from newsroom.markup import fill, fill_each
from newsroom.media.encoding import ENCODERS
from newsroom.media.models import Photo, PhotoFile

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

# The text column of a story, --measure in site.css.
TEXT_COLUMN = "min(100vw, 41rem)"

WHOLE_HEIGHT = 640
"""The most that a picture shown whole takes of the page, in pixels."""


PICTURE = (
    '<picture>{sources}<img src="{url}" srcset="{srcset}" sizes="{sizes}" width="{width}"'
    ' height="{height}" alt="{alt}"{focus} {order} decoding="async"></picture>'
)


@register.simple_tag
def picture(
    photo: Photo,
    *,
    sizes: str,
    alt: str = "",
    loading: str = "lazy",
    priority: bool = False,
    whole: bool = False,
) -> str:
    """A photo in the renditions there are. Costs a query without ``Photo.with_renditions``.

    ``sizes`` says how wide it is shown. ``whole``: uncropped, at most as large as it is.
    ``priority``: what the reader sees first. Without any rendition nothing is printed.
    """
    by_format = photo.by_format
    jpegs = by_format.pop("jpeg", None)
    if not jpegs:
        return ""
    width, height = _whole_size(photo) if whole else (photo.width, photo.height)
    sizes = f"min({sizes}, {width}px)" if whole else sizes
    focal_point = 5 if whole else photo.focal_point
    return fill(
        PICTURE,
        sources=_sources(by_format, sizes),
        url=jpegs[-1].url,
        srcset=_srcset(jpegs),
        sizes=sizes,
        width=width,
        height=height,
        alt=alt,
        focus=fill(' class="fp-{}"', focal_point) if focal_point != 5 else "",
        order=fill('{}="{}"', *(("fetchpriority", "high") if priority else ("loading", loading))),
    )


@register.simple_tag
def story_picture(photo: Photo | None, variant: str = "") -> str:
    """The picture of a story in a list; ``variant`` is that of the story's card.

    Nothing for a story without a photo. The headline beside it says it all: no alt text.
    """
    if photo is None:
        return ""
    sizes = STORY_SIZES.get(variant, STORY_SIZES[""])
    shown = picture(photo, sizes=sizes, priority=variant in FIRST_SEEN)
    return fill('<div class="story__media">{}</div>', shown)


@register.inclusion_tag("components/picture_lead.html")
def lead_picture(content: Any) -> dict[str, Any]:
    """The figure at the head of a story; ``content`` has its lead photo. May cost a query."""
    return {
        "photo": content.lead_photo,
        "alt": content.lead_alt,
        "caption": content.lead_caption,
    }


def body_picture(photo: Photo, *, caption: str = "", alt: str = "") -> SafeString:
    """The figure of a photo inside a story's text: whole, at most as large as it is.

    ``caption`` and ``alt``: in this story; empty: the photo's own. A safe string is printed as it
    is, other text is escaped. Costs a query without ``Photo.objects.with_renditions()``. Its page
    carries ``PhotoKeys.files`` and ``.words``. Without any rendition nothing is printed.
    """
    shown = picture(photo, sizes=TEXT_COLUMN, alt=alt or photo.alt, whole=True)
    if not shown:
        return SafeString("")
    return fill(
        '<figure class="photo"><div class="frame frame--fit{}">{}</div>{}</figure>',
        " frame--doc" if photo.is_document else "",
        shown,
        _figcaption(photo, caption or photo.caption),
    )


def _figcaption(photo: Photo, caption: str) -> str:
    words = caption if isinstance(caption, SafeString) else isolate_ltr(caption)
    if not photo.credit:
        return fill("<figcaption>{}</figcaption>", words) if words else ""
    credit = isolate_ltr(photo.credit)
    return fill("<figcaption>{} <cite>{}</cite></figcaption>", words, credit)


def _sources(by_format: dict[str, list[PhotoFile]], sizes: str) -> SafeString:
    return fill_each(
        '<source type="{}" srcset="{}" sizes="{}">',
        (
            (ENCODERS[name].content_type, _srcset(by_format[name]), sizes)
            for name in settings.PHOTO_FORMATS
            if name in by_format
        ),
    )


def _srcset(renditions: list[PhotoFile]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)


def _whole_size(photo: Photo) -> tuple[int, int]:
    if photo.height <= WHOLE_HEIGHT:
        return photo.width, photo.height
    return max(1, round(photo.width * WHOLE_HEIGHT / photo.height)), WHOLE_HEIGHT
