from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from newsroom.pagecache.record import tag
from newsroom.site.models import SETTINGS_KEY, SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` (one query, on first use) and ``now``, the single clock of a rendering.

    The clock shows whole minutes, so that a finished page whose ages are right stays right until
    the next minute begins.
    """
    return {
        "site": SimpleLazyObject(lambda: site_settings(request)),
        "now": timezone.now().replace(second=0, microsecond=0),
    }


def site_settings(request: HttpRequest, key: str = SETTINGS_KEY) -> SiteSettings:
    """For a page that shows them, or with NAME_KEY for one that shows the name alone. One query."""
    tag(request, key)
    return SiteSettings.load()
