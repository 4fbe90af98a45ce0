from typing import Any

from django import template
from django.template import Context

from articles.frontpage.models import Breaking

register = template.Library()


@register.inclusion_tag("components/breaking.html", takes_context=True)
def breaking_strip(context: Context) -> dict[str, Any]:
    """The breaking line while there is one. One query; needs ``now`` in the context."""
    now = context["now"]
    found = Breaking.objects.active(now).select_related("article").first()
    return {"breaking": found, "now": now, "site": context["site"]}
