"""Choosing one story in a form: by search, and without a script by its number or address."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.translation import gettext as _

from articles.addresses import story_at
from articles.models import Article
from newsroom.arabic.digits import to_ascii
from newsroom.site.converters import parse_id


class StoryInput(forms.TextInput):
    """Costs a query where a story is chosen."""

    template_name = "admin/widgets/story.html"

    class Media:
        css: ClassVar = {"all": ["css/admin-corrections.css"]}
        js: ClassVar = [Script("js/story-picker.js", type="module")]

    def __init__(self) -> None:
        super().__init__(attrs={"data-story-number": "", "inputmode": "url", "dir": "ltr"})

    def format_value(self, value: Any) -> str | None:
        return str(value.pk) if isinstance(value, Article) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        pk = parse_id(context["widget"]["value"] or "")
        stories = Article.objects.outside_trash().only("headline")
        context["chosen"] = stories.filter(pk=pk).first() if pk is not None else None
        return context


class StoryField(forms.CharField):
    """A number or an address → the story, or None. Whoever gets this field sees all stories."""

    widget = StoryInput

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Article) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != to_ascii(data or "").strip()

    def clean(self, value: Any) -> Any:
        typed = to_ascii(super().clean(value))
        if not typed:
            return None
        pk = parse_id(typed) if typed.isdigit() else _at(typed)
        found = Article.objects.outside_trash().defer("body", "folded").filter(pk=pk or 0).first()
        if found is None:
            raise ValidationError(
                _("There is no article with this number or address."), code="invalid"
            )
        return found


def _at(address: str) -> int | None:
    try:
        return story_at(address)
    except ValueError:  # no parser takes it for an address
        return None
