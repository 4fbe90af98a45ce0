"""What stands in a page's head for search engines and social networks."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString

from articles import structured_data
from articles.content import Content
from articles.models import Article
from articles.templatetags.publication import story_summary
from newsroom.arabic.typography import isolate_ltr
from newsroom.markup import fill, fill_each
from newsroom.media.models import Photo
from newsroom.site.addresses import absolute
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags.arabic import iso

register = template.Library()

PROPERTY = '<meta property="{}" content="{}">\n'
AUTHOR = '<meta name="author" content="{}">\n'
DEFAULT_IMAGE = ("img/social.png", 1200, 630)

# What would end the script element or begin a comment in it, written as JSON can write it too.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Image(NamedTuple):
    """``url`` is absolute."""

    url: str
    width: int
    height: int


@register.simple_tag(takes_context=True)
def social_page(context: Context, *, title: str, description: str, canonical: str) -> SafeString:
    """What social networks show of a page that is not a story. ``canonical`` is absolute."""
    site: SiteSettings = context["site"]
    properties = {
        "og:type": "website",
        **_open_graph(site, title, description, canonical),
        **_image_properties(_social_image(context), alt=site.name),
    }
    return _properties(properties) + SafeString('<meta name="twitter:card" content="summary">')


@register.simple_tag(takes_context=True)
def social_story(context: Context, article: Article, content: Content) -> SafeString:
    """What search engines and social networks show of a story, and its data for machines.

    Takes ``canonical`` and ``short`` (may be empty) from the context, both absolute. Costs a query
    where the photo was fetched without its renditions.
    """
    summary = story_summary(content)
    image = _social_image(context, content.lead_photo)
    canonical, short = context["canonical"], context["short"]
    return SafeString(
        fill('<meta name="description" content="{}">\n', isolate_ltr(summary))
        + fill('<link rel="canonical" href="{}">\n', canonical)
        + (fill('<link rel="shortlink" href="{}">\n', short) if short else "")
        + _properties(
            {
                "og:type": "article",
                **_open_graph(context["site"], content.headline, summary, canonical),
                **_image_properties(image, alt=content.lead_alt or content.headline),
                **_times(article),
            }
        )
        + _subjects(content)
        + '<meta name="twitter:card" content="summary_large_image">\n'
        + _story_data(context, article, content, image=image)
    )


def _open_graph(site: SiteSettings, title: str, description: str, canonical: str) -> dict[str, str]:
    return {
        "og:site_name": site.name,
        "og:locale": structured_data.locale_name(site),
        "og:title": isolate_ltr(title),
        "og:description": isolate_ltr(description),
        "og:url": canonical,
    }


def _image_properties(image: Image, *, alt: str) -> dict[str, object]:
    return {
        "og:image": image.url,
        "og:image:width": image.width,
        "og:image:height": image.height,
        "og:image:alt": isolate_ltr(alt),
    }


def _times(article: Article) -> dict[str, str]:
    first = article.first_published_at
    if first is None:
        return {}
    return {
        "article:published_time": iso(first),
        "article:modified_time": iso(article.substantive_update_at or first),
    }


def _subjects(content: Content) -> SafeString:
    section = [] if content.category.is_default else [("article:section", content.category.name)]
    tags = [("article:tag", tag.name) for tag in content.tags]
    authors = [(author.name,) for author in content.authors]
    return fill_each(PROPERTY, section + tags) + fill_each(AUTHOR, authors)


def _properties(named: dict[str, object]) -> SafeString:
    return fill_each(PROPERTY, named.items())


def _social_image(context: Context, photo: Photo | None = None) -> Image:
    """The photo cut for cards on social networks, else the site's own picture."""
    rendition = photo.social if photo else None
    if rendition is not None:
        return Image(_absolute(context)(rendition.url), rendition.width, rendition.height)
    file, width, height = DEFAULT_IMAGE
    return Image(_absolute(context)(static(file)), width, height)


def _story_data(
    context: Context, article: Article, content: Content, *, image: Image
) -> SafeString:
    """The story and the way to it as JSON-LD: a data block, which no browser executes."""
    site: SiteSettings = context["site"]
    story = structured_data.news_article(
        article,
        content,
        site=site,
        summary=story_summary(content),
        image={"@type": "ImageObject", **image._asdict()},
        corrections=context["corrections"],
        absolute=_absolute(context),
    )
    crumbs = structured_data.breadcrumbs(content.category, _absolute(context))
    return _data_block({"@context": "https://schema.org", "@graph": [story, crumbs]})


def _data_block(data: dict[str, Any]) -> SafeString:
    written = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    # No sign of HTML is left in it.
    return SafeString(f'<script type="application/ld+json">{written}</script>')


def _absolute(context: Context) -> Callable[[str], str]:
    """Leaves alone what has a host already: files may lie on another one."""
    request = context["request"]
    return lambda path: path if path.startswith("http") else absolute(request, path)
