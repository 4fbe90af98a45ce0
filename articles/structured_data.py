"""What a story's page tells machines: schema.org data, languages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.content import Content
from articles.corrections import in_one_sentence
from articles.models import Article, Category, Correction
from newsroom import richtext
from newsroom.arabic.typography import isolate_ltr, word_count
from newsroom.site.models import SiteSettings

Absolute = Callable[[str], str]

PAN_ARAB = "AR"
"""The edition of no country."""

LOGO = ("img/sign.png", 512, 512)


def language_tag(site: SiteSettings) -> str:
    """``ar-MA``: language and edition (BCP 47)."""
    language = get_language() or "ar"
    return language if site.edition == PAN_ARAB else f"{language}-{site.edition}"


def locale_name(site: SiteSettings) -> str:
    """``ar_MA``, as Open Graph writes it; it knows no Arabic without a country but ``ar_AR``."""
    return f"{get_language() or 'ar'}_{site.edition}"


def news_article(
    article: Article,
    content: Content,
    *,
    site: SiteSettings,
    summary: str,
    image: dict[str, Any],
    corrections: Iterable[Correction],
    absolute: Absolute,
) -> dict[str, Any]:
    """``absolute`` turns a path of this site into an address with scheme and host."""
    address = absolute(article.get_absolute_url())
    published = _iso(article.first_published_at)
    data = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "headline": isolate_ltr(content.headline),
        "description": isolate_ltr(summary),
        "image": [image],
        "datePublished": published,
        "dateModified": _iso(article.substantive_update_at) or published,
        "author": _authors(content, site, absolute),
        "publisher": _publisher(site, absolute),
        "articleSection": [c.name for c in content.categories if not c.is_default],
        "keywords": [tag.name for tag in content.tags],
        "wordCount": word_count(richtext.plain_text(content.body)),
        "inLanguage": language_tag(site),
        "isAccessibleForFree": True,
        "correction": [_correction(one) for one in corrections if one.kind == one.Kind.CORRECTION],
    }
    return {name: value for name, value in data.items() if value not in ("", [], None)}


def breadcrumbs(category: Category, absolute: Absolute) -> dict[str, Any]:
    """From the front page to the story's first category."""
    steps = [(_("Home page"), reverse("articles:front_page"))]
    steps += [(c.name, c.get_absolute_url()) for c in [*category.ancestors, category]]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def _authors(content: Content, site: SiteSettings, absolute: Absolute) -> list[dict[str, Any]]:
    people = [
        {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}
        for author in content.authors
    ]
    return people or [{"@type": "Organization", "name": site.name, "url": absolute("/")}]


def _publisher(site: SiteSettings, absolute: Absolute) -> dict[str, Any]:
    file, width, height = LOGO
    logo = {"@type": "ImageObject", "url": absolute(static(file)), "width": width, "height": height}
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": absolute("/"), "logo": logo}


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": in_one_sentence(correction),
        "datePublished": _iso(correction.at),
    }


def _iso(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
