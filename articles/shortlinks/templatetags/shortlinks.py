from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from articles.models import Article
from articles.shortlinks.models import ShortLink
from newsroom.site.addresses import absolute, without_scheme

register = template.Library()


@register.inclusion_tag("shortlinks/short_link.html", takes_context=True)
def short_link(context: Context, article: Article) -> dict[str, Any]:
    """The field with the copy button; nothing for a story without a link.

    Free where the view selected ``short_link`` with the story, else one query.
    """
    request: HttpRequest = context["request"]
    link: ShortLink | None = getattr(article, "short_link", None)
    if link is None:
        return {"link": None}
    address = absolute(request, link.get_absolute_url())
    return {"link": link, "address": address, "shown": without_scheme(address)}
