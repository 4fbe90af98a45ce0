import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from newsroom import logs
from newsroom.errors import bad_request, not_found

logger = logging.getLogger(__name__)
requests_logger = logging.getLogger("newsroom.requests")

Handler = Callable[[HttpRequest], HttpResponse]


def request_ids(get_response: Handler) -> Handler:
    """The outermost: an id for every answer, and a line of the log for all but static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = logs.request_id_for(request.headers.get("X-Request-ID"))
        logs.REQUEST_ID.set(request_id)  # until the request is finished, see logs.forget_request
        response = get_response(request)
        response.headers["X-Request-ID"] = request_id
        if not request.path.startswith(settings.STATIC_URL):
            _log_request(request, response.status_code, time.perf_counter() - began)
        return response

    return middleware


def _log_request(request: HttpRequest, status: int, seconds: float) -> None:
    """A view whose address opens something says in ``logged_path`` what may be written of it."""
    seen = {
        "method": request.method,
        "path": getattr(request, "logged_path", request.path),
        "status": status,
        "duration": round(seconds, 4),
    }
    requests_logger.info("%(method)s %(path)s %(status)d %(duration).3f s", seen, extra=seen)


def security_headers(get_response: Handler) -> Handler:
    """Headers that Django has no setting for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Without a word on it others may keep an answer as they like, a 404 too (RFC 9111, 4.2.2).
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return middleware


def own_not_found_page(get_response: Handler) -> Handler:
    """The site's own 404 page with DEBUG too: a demo's visitor is not a developer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return not_found(request)
        return response

    return middleware


def known_host(get_response: Handler) -> Handler:
    """The site's own 400 page for a host that is not ours, with DEBUG too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost as error:
            logger.warning("%s", error)
            return bad_request(request, error)
        return get_response(request)

    return middleware
