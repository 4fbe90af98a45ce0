from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from newsroom.accounts.models import User


class NewsroomBackend(ModelBackend):
    """Django's own, except that demo accounts exist only with DEBUG, and log in from loopback."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_demo)

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None and user.is_demo and not _from_loopback(request):
            return None
        return user


FORWARDED = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"}


def _from_loopback(request: HttpRequest | None) -> bool:
    if request is None or FORWARDED & set(request.META):
        return False  # whoever stands behind a proxy on this machine is somewhere else
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
