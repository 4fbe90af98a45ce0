"""What stands in a page's head for search engines and social networks."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import structured_data
from articles.content import Content
from articles.models import Article, Correction
from articles.templatetags.publication import story_summary
from newsroom.media.models import Photo
from newsroom.site.addresses import absolute
from newsroom.site.models import SiteSettings

register = template.Library()

DEFAULT_IMAGE = ("img/social.png", 1200, 630)

# What would end the script element or begin a comment in it, written as JSON can write it too.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Image(NamedTuple):
    """``url`` is absolute."""

    url: str
    width: int
    height: int


@register.simple_tag(takes_context=True)
def social_image(context: Context, photo: Photo | None = None) -> Image:
    """The photo cut for cards on social networks, else the site's own picture.

    Costs a query where the photo was fetched without its renditions.
    """
    rendition = photo.social if photo else None
    if rendition is not None:
        return Image(_absolute(context)(rendition.url), rendition.width, rendition.height)
    file, width, height = DEFAULT_IMAGE
    return Image(_absolute(context)(static(file)), width, height)


@register.simple_tag(takes_context=True)
def story_data(
    context: Context,
    article: Article,
    content: Content,
    *,
    image: Image,
    corrections: Iterable[Correction] = (),
) -> SafeString:
    """The story and the way to it as JSON-LD: a data block, which no browser executes."""
    site: SiteSettings = context["site"]
    story = structured_data.news_article(
        article,
        content,
        site=site,
        summary=story_summary(content),
        image={"@type": "ImageObject", **image._asdict()},
        corrections=corrections,
        absolute=_absolute(context),
    )
    crumbs = structured_data.breadcrumbs(content.category, _absolute(context))
    return _data_block({"@context": "https://schema.org", "@graph": [story, crumbs]})


@register.filter
def locale_name(site: SiteSettings) -> str:
    return structured_data.locale_name(site)


def _data_block(data: dict[str, Any]) -> SafeString:
    written = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written),  # noqa: S308 (no sign of HTML is left in it)
    )


def _absolute(context: Context) -> Callable[[str], str]:
    """Leaves alone what has a host already: files may lie on another one."""
    request = context["request"]
    return lambda path: path if path.startswith("http") else absolute(request, path)
