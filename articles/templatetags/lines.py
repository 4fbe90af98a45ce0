"""Stories, categories and tags as items of lists, and the heads of sections."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.addresses import tag_address
from articles.content import TagRef
from articles.models import Article, Category
from newsroom.arabic.typography import isolate_ltr
from newsroom.markup import fill, fill_each, printed
from newsroom.site.templatetags.arabic import is_today, number, when
from newsroom.site.templatetags.icons import icon

register = template.Library()

# Not components, as the cards.
LINE = '<li><a href="{}">{}</a></li>\n'
TAG = '<li><a href="{}" rel="tag"><bdi>{}</bdi></a></li>\n'
NEW_TAG = "<li><span><bdi>{}</bdi></span></li>\n"
DATED_LINE = """<li{mark}>
  {when}
  <a href="{address}">{headline}</a>
</li>
"""
PAGE = '<a href="{}"><span class="vh">{} </span>{}</a>'
SECTION_HEAD = """<header class="section__head">
  <h2 class="section__title">{name}</h2>
  <a class="section__more" href="{address}">{more}{arrow}</a>
</header>"""


@register.simple_tag
def story_lines(articles: Iterable[Article]) -> SafeString:
    """Items of a list."""
    rows = ((one.get_absolute_url(), isolate_ltr(one.headline)) for one in articles)
    return fill_each(LINE, rows)


@register.simple_tag
def category_links(categories: Iterable[Category]) -> SafeString:
    """Items of a list."""
    return fill_each(LINE, ((one.get_absolute_url(), one.name) for one in categories))


@register.simple_tag
def tag_links(tags: Iterable[TagRef]) -> SafeString:
    """Items of a list; a tag without an address has no page yet."""
    return SafeString(
        "".join(
            [
                fill(TAG, tag_address(one.slug), one.name) if one.slug else fill(NEW_TAG, one.name)
                for one in tags
            ]
        )
    )


@register.simple_tag(takes_context=True)
def dated_lines(context: Context, articles: Iterable[Article]) -> SafeString:
    """Items of a list with the time of each."""
    return SafeString("".join([_dated_line(context, one) for one in articles]))


def _dated_line(context: Context, article: Article) -> SafeString:
    moment = article.publish_at
    today = moment is not None and is_today(moment, context["now"])
    return fill(
        DATED_LINE,
        mark="" if today else SafeString(' class="is-older"'),
        when=when(context, moment, by_clock=True) if moment else "",
        address=article.get_absolute_url(),
        headline=isolate_ltr(article.headline),
    )


@register.simple_tag(takes_context=True)
def page_links(
    context: Context, numbers: list[int | str], *, current: int, path: str
) -> SafeString:
    """The pages of a list; what is no number stands for those left out."""
    return SafeString("\n".join([_page_link(context, n, current, path) for n in numbers]))


def _page_link(context: Context, n: int | str, current: int, path: str) -> SafeString:
    if not isinstance(n, int):
        return SafeString('<span class="gap">…</span>')
    if n == current:
        return fill('<span aria-current="page">{}</span>', number(context, n))
    address = f"{path}?page={n}" if n > 1 else path
    return fill(PAGE, address, _("Page"), number(context, n))


@register.simple_tag
def section_head(category: Category) -> SafeString:
    """Its name opens the section and leads to the rest of it."""
    more = _('More<span class="vh"> from «%(name)s»</span>')
    return fill(
        SECTION_HEAD,
        name=category.name,
        address=category.get_absolute_url(),
        more=SafeString(more % {"name": printed(category.name)}),
        arrow=icon("arrow", flip=True),
    )
