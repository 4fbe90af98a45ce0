"""Rich text: one allow-list, one way in (``clean``) and one way out (``render``)."""

from newsroom.richtext.rendering import (
    Parts,
    References,
    editable,
    plain_text,
    references,
    render,
)
from newsroom.richtext.sanitizer import clean

__all__ = ["Parts", "References", "clean", "editable", "plain_text", "references", "render"]
