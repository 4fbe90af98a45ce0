from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from newsroom.arabic.editions import EDITIONS


@register()
def check_edition(**kwargs: Any) -> list[CheckMessage]:
    if settings.EDITION in EDITIONS:
        return []
    return [
        Error(
            f"EDITION={settings.EDITION} is unknown.",
            hint="One of: " + ", ".join(EDITIONS),
            id="newsroom.E001",
        )
    ]
