from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

ICON = '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>'


@register.simple_tag
def icon(name: str, *, flip: bool = False) -> SafeString:
    """A symbol of img/icons.svg. ``flip``: mirrored in right-to-left pages."""
    return format_html(ICON, " icon--flip" if flip else "", static("img/icons.svg"), name)
