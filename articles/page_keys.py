"""The keys of finished pages (newsroom.pagecache): what a page shows, and what a change touches.

A page that shows something carries its key; the verb that changes it purges the key. A list has
places, by the time of publication, so that a change far down leaves the pages above it alone.
"""

from collections.abc import Iterable

from django.http import HttpRequest

from articles.archives import Period
from articles.content import Content
from articles.models import Article, Author, Category
from newsroom.media.models import PhotoKeys
from newsroom.pagecache.record import tag

FRONT = "front"
BREAKING = "breaking"
CORRECTIONS = "corrections"
EVERY_STORY = "list:all"
PLACES = "places"
"""Which categories and authors have stories."""
MONTHS = "months"
CLOSED_NOTICE = "closed-notice"

LISTING_SIZE = 20
"""Stories on a page of a list."""


def story(article_id: int) -> str:
    """All that its own page and feeds show of it."""
    return f"story:{article_id}"


def card(article_id: int) -> str:
    """Headline, address, picture and time, as every list shows them."""
    return f"card:{article_id}"


def deck(article_id: int) -> str:
    """Deck, kicker, category and byline, as most lists show them."""
    return f"deck:{article_id}"


def first_category(article_id: int) -> str:
    """Which section it belongs to, where that decides whether it is shown."""
    return f"first-category:{article_id}"


def address(article_id: int) -> str:
    """Where it stands, and whether it does."""
    return f"address:{article_id}"


def replies(article_id: int) -> str:
    """Which story it answers and which ones answer it."""
    return f"replies:{article_id}"


def discussion(article_id: int) -> str:
    """Open, closed or hidden."""
    return f"discussion:{article_id}"


def comments(article_id: int) -> str:
    return f"comments:{article_id}"


def category(pk: int) -> str:
    """Its name."""
    return f"category:{pk}"


def category_address(pk: int) -> str:
    return f"category-address:{pk}"


def category_page(pk: int) -> str:
    """What only its own page shows: description, sub-sections."""
    return f"category-page:{pk}"


def in_category(pk: int) -> str:
    return f"list:category:{pk}"


def section(pk: int) -> str:
    """The stories whose first category it is, as they stand beside a story."""
    return f"section:{pk}"


def of_tag(pk: int) -> str:
    """Its name and address."""
    return f"tag:{pk}"


def with_tag(pk: int) -> str:
    return f"list:tag:{pk}"


def beside_tag(*pks: int) -> str:
    """The stories with that tag, or with both, as they stand beside a story."""
    return f"beside:{'+'.join(str(pk) for pk in sorted(pks))}"


def weighed(pk: int) -> str:
    """Which stories with that tag may stand beside another at all."""
    return f"weighed:{pk}"


def author(pk: int) -> str:
    """The name and address."""
    return f"author:{pk}"


def portrait(pk: int) -> str:
    """Picture and title."""
    return f"portrait:{pk}"


def author_page(pk: int) -> str:
    """What only their own page shows."""
    return f"author-page:{pk}"


def by_author(pk: int) -> str:
    return f"list:author:{pk}"


def period(of: Period) -> str:
    return f"list:{of.scale}:{of.first}"


def edge(side: str, scale: str, of: Period | None) -> str:
    """The archive pages that point to ``of`` as the nearest one "before" or "after" them."""
    return f"{side}:{scale}:{of.first if of else 'none'}"


def sitemap(month: Period) -> str:
    return f"sitemap:{month.first:%Y-%m}"


def tag_cards(
    request: HttpRequest,
    articles: Iterable[Article],
    *,
    decks: bool = True,
    names: bool = True,
    within: Category | None = None,
) -> None:
    """The page shows these stories as in a list. Costs nothing after ``for_listing()``.

    Without ``decks``: headline, picture and time alone. ``names``: the byline too. ``within``: the
    category that is not named again.
    """
    for article in articles:
        tag(request, card(article.pk))
        if article.lead_photo_id:
            photo = PhotoKeys.of(article.lead_photo_id)
            tag(request, photo.crop, photo.files)
        if decks:
            tag(request, deck(article.pk))
            named = article.category
            if not article.kicker and not named.is_default and named != within:
                tag_categories(request, [named])
            if names:
                tag(request, *(author(one.pk) for one in article.signed_by))


def tag_content(request: HttpRequest, article: Article, content: Content) -> None:
    """The page or feed shows all that a story says. Costs nothing after ``for_detail()``."""
    tag(request, story(article.pk))
    tag(request, *(category(one.pk) for one in content.categories if not one.is_default))
    tag(request, *(of_tag(one.pk) for one in article.carried_tags))
    tag(request, *(author(one.pk) for one in content.authors))
    if content.lead_photo:
        photo = PhotoKeys.of(content.lead_photo.pk)
        tag(request, photo.files, photo.words)


def tag_categories(request: HttpRequest, shown: Iterable[Category]) -> None:
    """The page names them and links to them."""
    for one in shown:
        tag(request, category(one.pk), category_address(one.pk))


def tag_authors(request: HttpRequest, shown: Iterable[Author]) -> None:
    """The page shows them with title and picture."""
    for one in shown:
        tag(request, author(one.pk), portrait(one.pk))
