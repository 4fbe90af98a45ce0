from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from newsroom.arabic.digits import to_ascii
from newsroom.media.decoding import ACCEPT, PhotoRefused
from newsroom.media.describing import check_credit
from newsroom.media.models import Photo
from newsroom.site.converters import parse_id

NEWEST = 24
SCRIPT = Script("js/admin-photos.js", type="module")
STYLE = {"all": ["css/admin-photos.css"]}
FOCAL_POINTS = [
    (1, gettext_lazy("Top left")),
    (2, gettext_lazy("Top, middle")),
    (3, gettext_lazy("Top right")),
    (4, gettext_lazy("Left")),
    (5, gettext_lazy("Centre")),
    (6, gettext_lazy("Right")),
    (7, gettext_lazy("Bottom left")),
    (8, gettext_lazy("Bottom, middle")),
    (9, gettext_lazy("Bottom right")),
]


def upload_limit() -> dict[str, int]:
    """For templates whose scripts refuse larger files before sending them."""
    limit = settings.PHOTO_MAX_BYTES
    return {"limit": limit, "megabytes": limit // (1024 * 1024)}


class PhotoFileInput(forms.FileInput):
    """Laid invisibly over an Arabic label: the browser's own words are in its own language."""

    template_name = "admin/media/file_input.html"

    class Media:
        css: ClassVar = STYLE
        js: ClassVar = [SCRIPT]

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT})


class PhotoPicker(forms.Widget):
    """Cards of the chosen photo and of the newest ones. Costs up to four queries."""

    template_name = "admin/media/picker.html"
    use_fieldset = True

    class Media:
        css: ClassVar = STYLE
        js: ClassVar = [SCRIPT]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        photos = Photo.objects.with_renditions()
        offered = photos.choosable()[:NEWEST]
        pk = parse_id(str(value or ""))
        chosen = photos.filter(pk=pk).first() if pk is not None else None
        newest = [photo for photo in offered if photo != chosen]
        return {**context, "chosen": chosen, "newest": newest, **upload_limit()}

    def id_for_label(self, id_: str) -> str:
        return ""


class LastDayField(forms.CharField):
    """A day as it is typed ↔ the moment at which it is over."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        return f"{timezone.localtime(value - timedelta(microseconds=1)):%d/%m/%Y}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def clean(self, value: Any) -> Any:
        typed = to_ascii(super().clean(value))
        if not typed:
            return None
        for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
            try:
                day = datetime.strptime(typed, form) + timedelta(days=1)
                return timezone.make_aware(day)
            except (ValueError, OverflowError):
                continue
        raise forms.ValidationError(gettext("Write the day as in 25/11/2026."), code="invalid")


class FocalPointSelect(forms.RadioSelect):
    template_name = "admin/media/focal_point.html"

    class Media:
        css: ClassVar = STYLE
        js: ClassVar = [SCRIPT]

    photo: Photo | None = None
    exact: tuple[str, str] = ("", "")
    """As the script had sent it, where the form is shown again."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "photo": self.photo, "exact": self.exact}


class WordsForm(forms.ModelForm[Photo]):
    """What the picker asks about a photo. ``said`` is what ``describing.describe`` takes."""

    focal_point = forms.TypedChoiceField(
        label=gettext_lazy("Focal point"),
        choices=FOCAL_POINTS,
        coerce=int,
        widget=FocalPointSelect,
        help_text=gettext_lazy("The part of the picture that every crop keeps."),
    )

    class Meta:
        model = Photo
        fields: tuple[str, ...] = ("alt", "caption", "credit")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "caption": forms.Textarea(attrs={"rows": 2}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            # A limit in the browser would cut a pasted text without a word.
            each.widget.attrs.pop("maxlength", None)
        self.initial.setdefault("focal_point", self.instance.focal_point)
        field = self.fields.get("focal_point")
        if field is not None and isinstance(field.widget, FocalPointSelect):
            field.widget.photo = self.instance
            field.widget.exact = (self.data.get("focal_x", ""), self.data.get("focal_y", ""))
        self.had_credit = Photo(credit=self.instance.credit)

    def clean_credit(self) -> str:
        credit = self.cleaned_data["credit"]
        try:
            check_credit(self.had_credit, credit)
        except PhotoRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return str(credit)

    @property
    def said(self) -> dict[str, Any]:
        """With the exact focal point, where the script had one; else a ninth."""
        x, y = (parse_id(self.data.get(name, "")) for name in ("focal_x", "focal_y"))
        chosen = self.cleaned_data["focal_point"]
        if x is None or y is None or max(x, y) > 100:
            return self.cleaned_data
        fits = Photo(focal_x=x, focal_y=y).focal_point == chosen
        return {**self.cleaned_data, "focal_point": (x, y) if fits else chosen}


class PhotoForm(WordsForm):
    """All that is said of a photo."""

    licence_expires_at = LastDayField(
        label=gettext_lazy("Last day of the licence"),
        required=False,
        help_text=gettext_lazy("As in 25/11/2026. Afterwards no further story can use the photo."),
    )

    class Meta(WordsForm.Meta):
        fields = (
            *("alt", "caption", "credit", "is_document"),
            *("source", "licence", "licence_expires_at"),
        )


class UploadForm(forms.Form):
    """The files themselves are taken one by one, each with its own message."""

    credit = forms.CharField(
        label=gettext_lazy("Photo credit"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Of all photos of this batch; each can be changed afterwards."),
    )
