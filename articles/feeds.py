"""RSS 2.0 and Atom, with the full text of the newest stories or corrections."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles import page_keys, story_lists
from articles.body import Bodies, plain_figure
from articles.content import Content
from articles.corrections import (
    corrections_of,
    in_one_sentence,
    public_corrections,
    with_corrections,
)
from articles.models import Article, Author, Category, Correction, Tag
from articles.renaming import Kind
from articles.story_lists import StoryList
from articles.structured_data import language_tag
from articles.templatetags.publication import story_summary
from articles.views.lists import moved
from newsroom.arabic.typography import isolate_ltr
from newsroom.markup import printed
from newsroom.pagecache.record import finished_page, tag
from newsroom.site import syndication
from newsroom.site.addresses import base_address
from newsroom.site.context_processors import site_settings
from newsroom.site.models import NAME_KEY, SiteSettings
from newsroom.site.syndication import Head, Item

SHOWN = 30

# As the sanitiser writes attributes; beginning with a plain character, they are found fast.
_OWN_LINK = re.compile(r'( (?:href|src|poster)=")/(?!/)')
_SOURCES = re.compile(r' srcset="[^"]*')
_OWN_SOURCE = re.compile(r'("|, )/(?!/)')


def absolute_links(html: str, base: str) -> str:
    """Links to this site with scheme and host: a feed reader has no page they could start from."""
    html = _OWN_LINK.sub(rf"\1{base}/", html)
    return _SOURCES.sub(lambda match: _OWN_SOURCE.sub(rf"\1{base}/", match[0]), html)


@dataclass(frozen=True)
class Channel:
    """What a feed is of; ``path`` is the page it accompanies."""

    title: str
    path: str
    description: str = ""


class Feed:
    """Of one request, which knows the address of the site."""

    def __init__(self, request: HttpRequest, site: SiteSettings, channel: Channel, *, atom: bool):
        self.base = base_address(request)
        self.site = site
        self.atom = atom
        self.head = Head(
            title=isolate_ltr(channel.title),
            link=self.base + channel.path,
            address=self.base + request.get_full_path(),
            description=isolate_ltr(channel.description or channel.title),
            language=language_tag(site),
            publisher=site.name,
        )
        self.items: list[Item] = []

    def response(self) -> HttpResponse:
        """Without the date of the newest item: a withdrawal is news here too."""
        written = (syndication.atom if self.atom else syndication.rss)(self.head, self.items)
        kind = "atom" if self.atom else "rss"
        return HttpResponse(written, content_type=f"application/{kind}+xml; charset=utf-8")

    def add_story(self, article: Article, content: Content, body: str) -> None:
        sections = [category.name for category in content.categories if not category.is_default]
        notes = corrections_of(article)
        above = "".join(self._note(one) for one in notes if one.at_top)
        below = "".join(self._note(one) for one in notes if not one.at_top)
        text = above + _lead_picture(content) + body + below
        self._add(
            article,
            title=isolate_ltr(article.headline),
            description=printed(isolate_ltr(story_summary(content))),
            published=article.first_published_at,
            updated=article.substantive_update_at or article.first_published_at,
            categories=list(dict.fromkeys([*sections, *(tag.name for tag in content.tags)])),
            authors=[author.name for author in content.authors] or [self.site.name],
            content=absolute_links(text, self.base),
        )

    def add_correction(self, correction: Correction) -> None:
        headline = isolate_ltr(correction.article.headline)
        self._add(
            correction.article,
            f"#correction-{correction.pk}",
            title=_("%(kind)s: %(headline)s")
            % {"kind": correction.get_kind_display(), "headline": headline},
            description=printed(in_one_sentence(correction)),
            published=correction.at,
            updated=correction.at,
            authors=[self.site.name],
            content=self._note(correction),
        )

    def _note(self, correction: Correction) -> str:
        shown = {"correction": correction, "site": self.site}
        return render_to_string("articles/feed_correction.html", shown)

    def _add(self, article: Article, anchor: str = "", **said: Any) -> None:
        """The id leads to the story for ever; the canonical address may change with its slug."""
        permalink = f"{self.base}/{article.address_day:%Y/%m/%d}/{article.pk}/"
        link = f"{self.base}{article.get_absolute_url()}{anchor}"
        self.items.append(Item(link=link, guid=permalink + anchor, **said))


def _lead_picture(content: Content) -> str:
    photo = content.lead_photo
    return plain_figure(photo, content.lead_alt, content.lead_caption) if photo else ""


@require_safe
@finished_page()
@conditional_page
def site_feed(request: HttpRequest, *, atom: bool = False) -> HttpResponse:
    site = site_settings(request)
    tag(request, NAME_KEY)
    channel = Channel(site.name, "/", site.tagline)
    feed = Feed(request, site, channel, atom=atom)
    return _of_stories(request, feed, story_lists.every_story())


@require_safe
@finished_page()
@conditional_page
def category_feed(request: HttpRequest, path: str, *, atom: bool = False) -> HttpResponse:
    found = Category.objects.filter(path=path).first()
    if found is None:
        return moved(request, Kind.CATEGORY, path, below=_below(atom))
    page_keys.tag_categories(request, [found])
    tag(request, page_keys.category_page(found.pk))
    stories = story_lists.in_category(found.pk)
    return _story_feed(request, found, found.description, stories, atom)


@require_safe
@finished_page()
@conditional_page
def tag_feed(request: HttpRequest, slug: str, *, atom: bool = False) -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.TAG, slug, below=_below(atom))
    tag(request, page_keys.of_tag(found.pk))
    return _story_feed(request, found, "", story_lists.with_tag(found.pk), atom)


@require_safe
@finished_page()
@conditional_page
def author_feed(request: HttpRequest, slug: str, *, atom: bool = False) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return moved(request, Kind.AUTHOR, slug, below=_below(atom))
    tag(request, page_keys.author(found.pk), page_keys.portrait(found.pk))
    return _story_feed(request, found, found.title, story_lists.by_author(found.pk), atom)


@require_safe
@finished_page()
@conditional_page
def corrections_feed(request: HttpRequest, *, atom: bool = False) -> HttpResponse:
    site = site_settings(request, NAME_KEY)
    channel = Channel(f"{_('Corrections')} | {site.name}", reverse("articles:corrections"))
    newest = list(public_corrections()[:SHOWN])
    tag(request, page_keys.CORRECTIONS, *(page_keys.card(one.article_id) for one in newest))
    feed = Feed(request, site, channel, atom=atom)
    for correction in newest:
        feed.add_correction(correction)
    return feed.response()


def _story_feed(
    request: HttpRequest,
    of: Category | Tag | Author,
    description: str,
    stories: StoryList,
    atom: bool,
) -> HttpResponse:
    site = site_settings(request, NAME_KEY)
    channel = Channel(f"{of.name} | {site.name}", of.get_absolute_url(), description)
    return _of_stories(request, Feed(request, site, channel, atom=atom), stories)


def _of_stories(request: HttpRequest, feed: Feed, stories: StoryList) -> HttpResponse:
    newest = stories.stories(stories.newest_first()[:SHOWN]).for_detail()
    shown = list(with_corrections(newest))
    stories.tag(request, shown, ends_here=len(shown) < SHOWN)
    contents = [Content.from_article(article) for article in shown]
    bodies = Bodies(request, contents, in_feed=True)
    for article, content in zip(shown, contents, strict=True):
        page_keys.tag_content(request, article, content)
        feed.add_story(article, content, bodies.feed(content))
    return feed.response()


def _below(atom: bool) -> str:
    return f"feed/{'atom/' if atom else ''}"
