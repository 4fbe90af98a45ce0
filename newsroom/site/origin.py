from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def require_same_origin(view: View) -> View:
    """Refuse posts that a browser sends on behalf of another site (403).

    Browsers say where a post comes from: Sec-Fetch-Site (Fetch Metadata), older ones Origin. A
    request without both comes from no browser that could be misled into sending it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _same_origin(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _same_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
