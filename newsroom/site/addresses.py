from django.conf import settings
from django.http import HttpRequest


def base_address(request: HttpRequest) -> str:
    """Scheme and host of the site: SITE_URL, or the request's own."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, path: str) -> str:
    return base_address(request) + path


def without_scheme(address: str) -> str:
    """As people read it: host and path."""
    return address.partition("://")[2]
