from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.fields import ChipsSelect, OrderedModelChoices, TagsField, TagsInput
from articles.admin.story_field import StoryField
from articles.models import Article, Author, Category
from articles.models.article import BODY_LENGTH
from articles.models.settings import CommentsState
from articles.revisions import latest_content
from newsroom import richtext
from newsroom.arabic.typography import clean_text, one_line
from newsroom.media.forms import PhotoFileInput, PhotoPicker
from newsroom.media.models import Photo
from newsroom.richtext.editor import BodyEditor
from newsroom.site.phrases import CONTENT_ATTRS

WRITTEN = ("kicker", "headline", "deck", "place", "agency", "body", "photo_caption", "photo_alt")


class ArticleForm(forms.ModelForm[Article]):
    """What a story says (``Content.from_form``), the revision it was typed over, and the comments.

    ``refusal`` is set by the admin when a verb refused what this form had sent: the form is shown
    again as typed, with the reason on top. ``photo_refusal`` is that of an uploaded file.
    ``shown_text`` is unsaved text that the form is opened with.
    """

    refusal: str = ""
    photo_refusal: str = ""
    shown_text: Mapping[str, Any] = MappingProxyType({})

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = forms.CharField(
        label=gettext_lazy("Body text"),
        required=False,
        strip=False,
        max_length=BODY_LENGTH,
        widget=BodyEditor(choices="admin:articles_article_choices", limit=BODY_LENGTH),
        help_text=gettext_lazy("Every line becomes a paragraph."),
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.all(), empty_label=None
    )
    categories = OrderedModelChoices(
        label=gettext_lazy("Other categories"),
        queryset=Category.objects.all(),
        required=False,
        widget=ChipsSelect(add_label=gettext_lazy("Add a category")),
    )
    authors = OrderedModelChoices(
        label=gettext_lazy("Authors"),
        queryset=Author.objects.all(),
        required=False,
        widget=ChipsSelect(add_label=gettext_lazy("Add an author")),
    )
    lead_photo = forms.ModelChoiceField(
        label=gettext_lazy("Lead photo"),
        queryset=Photo.objects.all(),
        required=False,
        widget=PhotoPicker,
    )
    # Taken by article_photo.take_upload before the form is; here it only has its place and errors.
    photo_file = forms.FileField(
        label=gettext_lazy("Upload a photo"), required=False, widget=PhotoFileInput
    )
    photo_credit = forms.CharField(
        label=gettext_lazy("Photo credit"), required=False, max_length=120
    )
    tags = TagsField(
        label=gettext_lazy("Tags"),
        required=False,
        widget=TagsInput(add_label=gettext_lazy("Add a tag")),
        help_text=gettext_lazy("A comma or a new line ends a tag, a space does not."),
    )
    reply_to = StoryField(
        label=gettext_lazy("In reply to the article"),
        required=False,
        help_text=gettext_lazy("Each of the two pages then leads to the other, at once."),
    )
    comments_state = forms.ChoiceField(
        label=gettext_lazy("Comments"),
        choices=CommentsState.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
    )

    class Meta:
        model = Article
        fields = (
            "kicker",
            "headline",
            "deck",
            "place",
            "agency",
            "photo_caption",
            "photo_alt",
        )
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "deck": forms.Textarea(attrs={"rows": 3}),
            "agency": forms.TextInput(attrs={"list": "agencies"}),
        }
        help_texts = {
            "kicker": gettext_lazy("One or two words; if empty, the category's name."),
            "deck": gettext_lazy("One or two sentences below the headline."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        article = kwargs.get("instance")
        if article is not None and article.pk:
            kwargs["initial"] = {**self._initial(article), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if article is None or not article.pk:
            self.initial.setdefault("category", Category.objects.default())
        self.initial.update(self.shown_text)
        for field in self.fields.values():
            # A limit in the browser would cut a pasted text without a word.
            field.widget.attrs.pop("maxlength", None)
        for name in {*WRITTEN} & set(self.fields):
            self.fields[name].widget.attrs |= CONTENT_ATTRS

    @staticmethod
    def _initial(article: Article) -> dict[str, Any]:
        latest, content = article.latest_revision, latest_content(article)
        return {
            **content.initial(),
            "body": richtext.editable(content.body),
            "base": latest.number if latest else 0,
            "comments_state": article.comments_state,
            "reply_to": article.reply_to_id,
        }

    def clean_headline(self) -> str:
        headline = one_line(clean_text(self.cleaned_data["headline"]))
        if not headline:
            raise ValidationError(_("Write a headline."), code="required")
        return headline

    def clean_photo_file(self) -> None:
        if self.photo_refusal:
            raise ValidationError(self.photo_refusal, code="refused")

    def clean_base(self) -> int:
        return self.cleaned_data["base"] or 0

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        return super().clean() or self.cleaned_data
