from django import template
from django.template import Context
from django.utils.safestring import SafeString

from articles.models import Article, Author, Category
from newsroom.arabic.typography import isolate_ltr
from newsroom.markup import fill, fill_each
from newsroom.media.models import Photo
from newsroom.media.templatetags.pictures import story_picture
from newsroom.site.templatetags.arabic import when

register = template.Library()

# Not a component: a page shows fifty, and as included templates they cost more than its queries.
CARD = """<article class="story{variant}">
  {picture}
  <div class="story__body">
    {kicker}
    <h{level} class="story__title"><a href="{address}">{headline}</a></h{level}>
    {deck}
    <p class="meta">
      {when}
      {names}
    </p>
  </div>
</article>"""


@register.simple_tag(takes_context=True)
def story_card(
    context: Context,
    article: Article,
    *,
    level: int,
    variant: str = "",
    sizes: str | None = None,
    deck: bool = False,
    names: bool = True,
    plain: bool = False,
    within: Category | None = None,
) -> SafeString:
    """A story in a list. Costs nothing after ``for_listing()``.

    ``level``: of its heading. ``variant``: its style. ``sizes``: how wide its picture is, if not as
    the variant says (newsroom.media.templatetags.pictures). ``plain``: without the picture.
    ``within``: the category of the page or section, which is not named again.
    """
    return fill(
        CARD,
        variant=f" story--{variant}" if variant else "",
        picture="" if plain else story_picture(article.lead_photo, sizes or variant),
        kicker=_kicker(article, within),
        level=level,
        address=article.get_absolute_url(),
        headline=isolate_ltr(article.headline),
        deck=_line("story__deck", article.deck) if deck and article.deck else "",
        when=when(context, article.publish_at) if article.publish_at else "",
        names=_names(article) if names else "",
    )


RELATED_CARD = """<article class="story story--row">
  {picture}
  <div class="story__body">
    <h3 class="story__title"><a href="{address}">{headline}</a></h3>
    <p class="meta">{when}</p>
  </div>
</article>"""
PORTRAIT = (
    '<img class="portrait" src="{}" width="240" height="240" alt="" loading="lazy"'
    ' decoding="async">'
)
THUMB = (
    '<div class="story__media"><img src="{}" width="{}" height="{}" alt=""{} loading="lazy"'
    ' decoding="async"></div>'
)


@register.simple_tag(takes_context=True)
def related_card(context: Context, article: Article, thumb: str) -> SafeString:
    """A story beside another. ``thumb``: address of a small picture, may be empty."""
    return fill(
        RELATED_CARD,
        picture=_thumb(article.lead_photo, thumb) if article.lead_photo and thumb else "",
        address=article.get_absolute_url(),
        headline=isolate_ltr(article.headline),
        when=when(context, article.publish_at) if article.publish_at else "",
    )


def _thumb(photo: Photo, address: str) -> SafeString:
    focus = fill(' class="fp-{}"', photo.focal_point) if photo.focal_point != 5 else ""
    return fill(THUMB, address, photo.width, photo.height, focus)


@register.simple_tag
def portrait(author: Author) -> SafeString:
    """Where there is none, the first letter of the name."""
    if author.portrait:
        return fill(PORTRAIT, author.portrait_url)
    return fill('<span class="initial" aria-hidden="true">{}</span>', author.name[:1])


def _kicker(article: Article, within: Category | None) -> str:
    if article.kicker:
        return _line("kicker", article.kicker)
    category = article.category
    if category == within or category.is_default:
        return ""
    link = '<p class="kicker"><a href="{}">{}</a></p>'
    return fill(link, category.get_absolute_url(), category.name)


def _line(name: str, text: str) -> SafeString:
    return fill('<p class="{}">{}</p>', name, isolate_ltr(text))


def _names(article: Article) -> SafeString:
    return fill_each("<bdi>{}</bdi>", ((one.name,) for one in article.signed_by))
