import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.frontpage.models import TEXT_LENGTH
from articles.models import Article
from articles.models.article import DECK_LENGTH, HEADLINE_LENGTH
from newsroom.arabic.typography import clean_text, one_line

STORY_ADDRESS = re.compile(r"/[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}/([0-9]{1,18})(?:-|/|$)")


class LineField(forms.CharField):
    """One line of text as it will be printed. A limit in the browser would cut pasted text."""

    def to_python(self, value: Any) -> str:
        return one_line(clean_text(super().to_python(value) or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class BreakingForm(forms.Form):
    text = LineField(label=gettext_lazy("Text"), required=False, max_length=TEXT_LENGTH)
    story = forms.CharField(
        label=gettext_lazy("Address of the article"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Disappears after"),
        coerce=int,
        initial=60,
        choices=[
            (30, gettext_lazy("30 minutes")),
            (60, gettext_lazy("1 hour")),
            (120, gettext_lazy("2 hours")),
        ],
        widget=forms.RadioSelect,
    )

    def clean_story(self) -> Article | None:
        typed = self.cleaned_data["story"]
        if not typed:
            return None
        address = STORY_ADDRESS.search(typed)
        found = address and Article.objects.published().filter(pk=address[1]).first()
        if not found:
            raise ValidationError(_("No published article has this address."), code="unknown")
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said["text"] and not said["story"]:
            self.add_error("text", _("Write what has happened."))
        return said

    def said(self) -> dict[str, Any]:
        """The arguments of ``breaking.announce``."""
        said = self.cleaned_data
        return {"text": said["text"], "article": said["story"], "minutes": said["minutes"]}


class FlashForm(forms.Form):
    headline = LineField(
        label=gettext_lazy("Headline"),
        max_length=HEADLINE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": gettext_lazy("Write a headline.")},
    )
    line = LineField(
        label=gettext_lazy("One line more"),
        required=False,
        max_length=DECK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
