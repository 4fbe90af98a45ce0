from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from newsroom.accounts.models import User


def actor(request: HttpRequest) -> User:
    """The signed-in user of an admin request, for a verb's ``by``."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
