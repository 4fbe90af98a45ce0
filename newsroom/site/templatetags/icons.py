from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString

from newsroom.markup import fill

register = template.Library()

ICON = '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>'


@register.simple_tag
@cache
def icon(name: str, *, flip: bool = False) -> SafeString:
    """A symbol of img/icons.svg. ``flip``: mirrored in right-to-left pages."""
    return fill(ICON, " icon--flip" if flip else "", static("img/icons.svg"), name)
