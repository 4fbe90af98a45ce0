from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, Category
from newsroom.arabic.typography import isolate_ltr
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
    return format_html(
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


def _kicker(article: Article, within: Category | None) -> str:
    if article.kicker:
        return _line("kicker", article.kicker)
    category = article.category
    if category == within or category.is_default:
        return ""
    link = '<p class="kicker"><a href="{}">{}</a></p>'
    return format_html(link, category.get_absolute_url(), category.name)


def _line(name: str, text: str) -> SafeString:
    return format_html('<p class="{}">{}</p>', name, isolate_ltr(text))


def _names(article: Article) -> SafeString:
    return format_html_join("", "<bdi>{}</bdi>", ((one.name,) for one in article.signed_by))
