"""RSS 2.0 and Atom, with the full text of the newest stories or corrections."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.contrib.syndication.views import Feed
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape, format_html, linebreaks
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe

from articles import page_keys
from articles.content import Content
from articles.corrections import public_corrections
from articles.models import Article, Author, Category, Correction, Tag
from articles.models.article import ArticleQuerySet
from articles.renaming import Kind
from articles.structured_data import language_tag
from articles.templatetags.publication import story_summary
from articles.views.lists import moved
from newsroom.arabic.typography import isolate_ltr
from newsroom.pagecache.record import finished_page, tag
from newsroom.site.addresses import base_address
from newsroom.site.context_processors import site_settings
from newsroom.site.models import NAME_KEY, SiteSettings

SHOWN = 30
CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"

_OWN_LINK = re.compile(r'(?<=\s)(?P<name>href|src|poster)="/(?!/)')
_SOURCES = re.compile(r'(?<=\ssrcset=")[^"]*')


def absolute_links(html: str, base: str) -> str:
    """Links to this site with scheme and host: a feed reader has no page they could start from."""
    html = _OWN_LINK.sub(rf'\g<name>="{base}/', html)
    return _SOURCES.sub(lambda match: re.sub(r"(?:^|(?<=, ))/(?!/)", f"{base}/", match[0]), html)


class Dated(SyndicationFeed):
    def latest_post_date(self) -> datetime:
        """Not the time of day where there is no item: it would make every answer a new one."""
        return super().latest_post_date() if self.items else datetime(2000, 1, 1, tzinfo=UTC)


class FullRss(Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT, "xmlns:dc": CREATOR}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["updateddate"] > item["pubdate"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["content"])


class FullAtom(Dated, Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True)
class Channel:
    """What a feed is of; ``path`` is the page it accompanies."""

    title: str
    path: str
    description: str = ""


class ChannelFeed(Feed):
    """One is made for each request, which knows the address of the site."""

    def __init__(self, request: HttpRequest, site: SiteSettings, channel: Channel, *, atom: bool):
        self.base = base_address(request)
        self.site = site
        self.feed_type = FullAtom if atom else FullRss
        self.language = language_tag(site)
        self.title = isolate_ltr(channel.title)
        self.description = self.subtitle = isolate_ltr(channel.description or channel.title)
        self.link = self.base + channel.path
        self.feed_url = self.base + request.get_full_path()
        self.author_name = site.name

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without Django's date, that of the newest item: a withdrawal is news here too."""
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response

    def permalink(self, article: Article) -> str:
        """Leads to the story for ever; the canonical address may change with its slug."""
        return f"{self.base}/{article.address_day:%Y/%m/%d}/{article.pk}/"


class StoryFeed(ChannelFeed):
    item_guid_is_permalink = True

    def __init__(
        self, request: HttpRequest, *args: Any, key: str, stories: ArticleQuerySet, **options: Any
    ):
        """``key`` is that of the list in finished pages."""
        super().__init__(request, *args, **options)
        newest = (Article.objects.published() & stories).newest_first()
        self.stories = list(newest.for_detail()[:SHOWN])
        page_keys.tag_list(request, key, self.stories, ends_here=len(self.stories) < SHOWN)
        for article in self.stories:
            page_keys.tag_content(request, article, Content.from_article(article))

    def items(self) -> list[Article]:
        return self.stories

    def item_title(self, item: Article) -> str:
        return isolate_ltr(item.headline)

    def item_description(self, item: Article) -> str:
        return escape(isolate_ltr(story_summary(Content.from_article(item))))

    def item_link(self, item: Article) -> str:
        return self.base + item.get_absolute_url()

    def item_guid(self, item: Article) -> str:
        return self.permalink(item)

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.substantive_update_at or item.first_published_at

    def item_categories(self, item: Article) -> list[str]:
        content = Content.from_article(item)
        sections = [category.name for category in content.categories if not category.is_default]
        return list(dict.fromkeys([*sections, *(tag.name for tag in content.tags)]))

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        content = Content.from_article(item)
        names = [author.name for author in content.authors] or [self.site.name]
        text = _lead_picture(content) + content.rendered_body
        return {"authors": names, "content": absolute_links(text, self.base)}


class CorrectionFeed(ChannelFeed):
    item_guid_is_permalink = True

    def __init__(self, *args: Any, corrections: Iterable[Correction], **options: Any):
        super().__init__(*args, **options)
        self.corrections = list(corrections)

    def items(self) -> list[Correction]:
        return self.corrections

    def item_title(self, item: Correction) -> str:
        return _("Correction: %(headline)s") % {"headline": isolate_ltr(item.article.headline)}

    def item_description(self, item: Correction) -> str:
        return escape(isolate_ltr(item.text))

    def item_link(self, item: Correction) -> str:
        return f"{self.base}{item.article.get_absolute_url()}#correction-{item.pk}"

    def item_guid(self, item: Correction) -> str:
        return f"{self.permalink(item.article)}#correction-{item.pk}"

    def item_pubdate(self, item: Correction) -> datetime:
        return item.at

    def item_updateddate(self, item: Correction) -> datetime:
        return item.at

    def item_extra_kwargs(self, item: Correction) -> dict[str, Any]:
        return {"authors": [self.site.name], "content": linebreaks(item.text, autoescape=True)}


def _lead_picture(content: Content) -> str:
    photo = content.lead_photo
    jpegs = photo.by_format.get("jpeg") if photo else None
    if photo is None or not jpegs:
        return ""
    size = {"width": jpegs[-1].width, "height": jpegs[-1].height}
    attributes = flatatt({"src": jpegs[-1].url, **size, "alt": content.lead_alt})
    caption = f"{content.lead_caption} {photo.credit}".strip()
    return format_html("<figure><img{}><figcaption>{}</figcaption></figure>", attributes, caption)


@require_safe
@finished_page()
@conditional_page
def site_feed(request: HttpRequest, *, atom: bool = False) -> HttpResponse:
    site = site_settings(request)
    tag(request, NAME_KEY)
    channel = Channel(site.name, "/", site.tagline)
    key, stories = page_keys.EVERY_STORY, Article.objects.all()
    return StoryFeed(request, site, channel, atom=atom, key=key, stories=stories)(request)


@require_safe
@finished_page()
@conditional_page
def category_feed(request: HttpRequest, path: str, *, atom: bool = False) -> HttpResponse:
    found = Category.objects.filter(path=path).first()
    if found is None:
        return moved(request, Kind.CATEGORY, path, below=_below(atom))
    page_keys.tag_categories(request, [found])
    tag(request, page_keys.category_page(found.pk))
    key, stories = page_keys.in_category(found.pk), Article.objects.filter(categories=found)
    return _story_feed(request, found, found.description, key, stories, atom)


@require_safe
@finished_page()
@conditional_page
def tag_feed(request: HttpRequest, slug: str, *, atom: bool = False) -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.TAG, slug, below=_below(atom))
    tag(request, page_keys.of_tag(found.pk))
    key, stories = page_keys.with_tag(found.pk), Article.objects.filter(tagged_items__tag=found)
    return _story_feed(request, found, "", key, stories, atom)


@require_safe
@finished_page()
@conditional_page
def author_feed(request: HttpRequest, slug: str, *, atom: bool = False) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.AUTHOR, slug, below=_below(atom))
    tag(request, page_keys.author(found.pk), page_keys.portrait(found.pk))
    key, stories = page_keys.by_author(found.pk), Article.objects.filter(bylines__author=found)
    return _story_feed(request, found, found.title, key, stories, atom)


@require_safe
@finished_page()
@conditional_page
def corrections_feed(request: HttpRequest, *, atom: bool = False) -> HttpResponse:
    site = site_settings(request, NAME_KEY)
    channel = Channel(f"{_('Corrections')} | {site.name}", reverse("articles:corrections"))
    newest = list(public_corrections()[:SHOWN])
    tag(request, page_keys.CORRECTIONS, *(page_keys.card(one.article_id) for one in newest))
    return CorrectionFeed(request, site, channel, atom=atom, corrections=newest)(request)


def _story_feed(
    request: HttpRequest,
    of: Category | Tag | Author,
    description: str,
    key: str,
    stories: ArticleQuerySet,
    atom: bool,
) -> HttpResponse:
    site = site_settings(request, NAME_KEY)
    channel = Channel(f"{of.name} | {site.name}", of.get_absolute_url(), description)
    return StoryFeed(request, site, channel, atom=atom, key=key, stories=stories)(request)


def _below(atom: bool) -> str:
    return f"feed/{'atom/' if atom else ''}"
