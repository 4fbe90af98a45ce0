from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from newsroom.site.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """``site`` (one query, on first use) and ``now``, the single clock of a rendering."""
    return {"site": SimpleLazyObject(SiteSettings.load), "now": timezone.now()}
