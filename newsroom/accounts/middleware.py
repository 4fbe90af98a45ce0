"""Django's session, user and message middleware, confined to the newsroom's own addresses.

Outside /admin/ a request has no ``session`` and no ``user``: a public view that touches them fails
at once instead of sending a cookie or ``Vary: Cookie``.
"""

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from newsroom.accounts.staff_cookie import MAX_AGE, STAFF_COOKIE, is_staff, staff_cookie
from newsroom.audit.origins import ORIGIN, origin_of

Handler = Callable[[HttpRequest], HttpResponseBase]
STAFF_PREFIX = "/admin/"


def is_staff_address(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF_PREFIX)


def staff_origin(get_response: Handler) -> Handler:
    """Where a colleague's request comes from, for its audit lines. A reader's is not kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_staff_address(request):
            return get_response(request)
        token = ORIGIN.set(origin_of(request))
        try:
            return get_response(request)
        finally:
            ORIGIN.reset(token)

    return middleware


def staff_language(get_response: Handler) -> Handler:
    """A colleague's own language, below /admin/ only: without a cookie of its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        language = getattr(request.user, "language", "") if is_staff_address(request) else ""
        if not language:
            return get_response(request)
        with translation.override(language):
            return get_response(request)

    return middleware


class _StaffOnly(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if not is_staff_address(request):
            return self.get_response(request)
        return super().__call__(request)


class StaffSessionMiddleware(_StaffOnly, SessionMiddleware):
    pass


class StaffAuthenticationMiddleware(_StaffOnly, AuthenticationMiddleware):
    pass


class StaffMessageMiddleware(_StaffOnly, MessageMiddleware):
    pass


def keep_staff_cookie(get_response: Handler) -> Handler:
    """Colleagues who are logged in carry the cookie that public pages know them by."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_staff_address(request):
            _keep_staff_cookie(request, response)
        return response

    return middleware


def _keep_staff_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    if request.user.is_authenticated and request.user.is_staff:
        if not is_staff(request.headers.get("Cookie", "")):
            response.set_cookie(
                STAFF_COOKIE,
                staff_cookie(request.user.pk),
                max_age=MAX_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    elif STAFF_COOKIE in request.COOKIES:
        response.delete_cookie(STAFF_COOKIE, samesite="Lax")
