from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.encoding import iri_to_uri

from newsroom.site.addresses import absolute

register = template.Library()


@register.simple_tag(takes_context=True)
def absolute_address(context: Context, path: str) -> str:
    """Scheme, host and path as browsers send it; needs ``request`` in the context."""
    request: HttpRequest = context["request"]
    return absolute(request, iri_to_uri(path) or "/")
