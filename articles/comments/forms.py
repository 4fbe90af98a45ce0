from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.comments.models import NAME_LENGTH, TEXT_LENGTH
from newsroom.arabic.typography import clean_text, one_line


class ReaderField(forms.CharField):
    """Counts what will be stored: a line end is one character, as browsers count it too."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(str(value or "")))


class CommentForm(forms.Form):
    """Name and text. ``address`` is a trap: people do not see it, programs fill it in."""

    text = ReaderField(
        label=_("Leave a comment"),
        help_text=_("Comments are published after review."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"class": "field", "rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write your comment first.")},
    )
    name = ReaderField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Write your name, or the one you are known by.")},
    )
    address = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    prefix = "comment"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        return self._worded(one_line(self.cleaned_data["name"]), "name")

    def clean_text(self) -> str:
        return self._worded(self.cleaned_data["text"], "text")

    def _worded(self, value: str, field: str) -> str:
        if not any(letter.isalnum() for letter in value):
            raise ValidationError(self.fields[field].error_messages["required"], code="required")
        return value

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("address"))
