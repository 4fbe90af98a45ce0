"""Rich text: one allow-list, one way in (``clean``) and one way out (``render``)."""

from newsroom.richtext.rendering import editable, plain_text, render
from newsroom.richtext.sanitizer import clean

__all__ = ["clean", "editable", "plain_text", "render"]
