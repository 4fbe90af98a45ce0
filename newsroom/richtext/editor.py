"""The text area of a body, and what the script needs to make an editor of it.

Nothing of what may stand in a text is declared here: see ``allowed``.
"""

from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.urls import reverse

from newsroom.richtext import allowed
from newsroom.richtext.editor_words import words


class BodyEditor(forms.Textarea):
    """Without the script it stays a text area. ``choices``: the route that finds our stories, and
    says what ids and addresses stand for."""

    template_name = "admin/widgets/body_editor.html"

    class Media:
        css: ClassVar = {"all": ["css/admin-editor.css"]}
        js: ClassVar = [Script("js/editor/main.js", type="module")]

    def __init__(self, *, choices: str, limit: int) -> None:
        super().__init__(attrs={"rows": 20, "data-editor": ""})
        self.choices, self.limit = choices, limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["data"] = {
            "content": allowed.CONTENT,
            "marks": list(allowed.MARKS),
            "depth": allowed.LIST_DEPTH,
            "renamed": allowed.RENAMED,
            "boxes": sorted(allowed.BOXES),
            "schemes": sorted(allowed.URL_SCHEMES),
            "dropped": sorted(allowed.DROPPED_WITH_CONTENT),
            "choices": reverse(self.choices),
            "icons": static("img/editor-icons.svg"),
            "limit": self.limit,
            "words": words(),
        }
        return context
