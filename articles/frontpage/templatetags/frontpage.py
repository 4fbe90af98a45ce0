from typing import Any

from django import template
from django.template import Context

from articles import page_keys
from articles.frontpage.models import Breaking
from newsroom.pagecache.record import tag

register = template.Library()

_SHOWN = (
    *("text", "starts_at"),
    *(f"article__{name}" for name in ("headline", "slug", "first_published_at")),
)


@register.inclusion_tag("components/breaking.html", takes_context=True)
def breaking_strip(context: Context) -> dict[str, Any]:
    """The breaking line while there is one. One query."""
    found = Breaking.objects.active().select_related("article").only(*_SHOWN).first()
    tag(context["request"], page_keys.BREAKING)
    if found is not None and found.article is not None:
        tag(context["request"], page_keys.card(found.article.pk))
    return {"breaking": found, "now": context["now"], "site": context["site"]}
