from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from newsroom.media.encoding import ENCODERS


@register()
def check_formats(**kwargs: Any) -> list[CheckMessage]:
    formats = settings.PHOTO_FORMATS
    if formats and formats[-1] == "jpeg" and set(formats) <= set(ENCODERS):
        return []
    return [
        Error(
            f"PHOTO_FORMATS is {formats!r}.",
            hint=f"Some of {', '.join(ENCODERS)}, best first; jpeg is always the last.",
            id="newsroom.E002",
        )
    ]
