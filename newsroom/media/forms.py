from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy

from newsroom.media.decoding import ACCEPT, PhotoRefused
from newsroom.media.describing import check_credit
from newsroom.media.models import Photo
from newsroom.site.converters import parse_id

NEWEST = 24
SCRIPT = Script("js/admin-photos.js", type="module")
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


class PhotoFileInput(forms.FileInput):
    """Laid invisibly over an Arabic label: the browser's own words are in its own language."""

    template_name = "admin/media/file_input.html"

    class Media:
        js: ClassVar = [SCRIPT]

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT})


class PhotoPicker(forms.Widget):
    """Cards of the chosen photo and of the newest ones. Costs up to four queries."""

    template_name = "admin/media/picker.html"
    use_fieldset = True

    class Media:
        js: ClassVar = [SCRIPT]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        photos = Photo.objects.with_renditions()
        pk = parse_id(str(value or ""))
        chosen = photos.filter(pk=pk).first() if pk is not None else None
        newest = [photo for photo in photos[:NEWEST] if photo != chosen]
        return {**context, "chosen": chosen, "newest": newest}

    def id_for_label(self, id_: str) -> str:
        return ""


class FocalPointSelect(forms.RadioSelect):
    template_name = "admin/media/focal_point.html"
    photo: Photo | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "photo": self.photo}


class PhotoForm(forms.ModelForm[Photo]):
    """What ``describing.describe`` takes."""

    focal_point = forms.TypedChoiceField(
        label=gettext_lazy("Focal point"),
        choices=FOCAL_POINTS,
        coerce=int,
        widget=FocalPointSelect,
        help_text=gettext_lazy("The part of the picture that every crop keeps."),
    )

    class Meta:
        model = Photo
        fields = ("alt", "caption", "credit", "is_document")
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("focal_point", self.instance.focal_point)
        field = self.fields.get("focal_point")
        if field is not None and isinstance(field.widget, FocalPointSelect):
            field.widget.photo = self.instance
        self.had_credit = Photo(credit=self.instance.credit)

    def clean_credit(self) -> str:
        credit = self.cleaned_data["credit"]
        try:
            check_credit(self.had_credit, credit)
        except PhotoRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return str(credit)


class UploadForm(forms.Form):
    """The files themselves are taken one by one, each with its own message."""

    credit = forms.CharField(
        label=gettext_lazy("Photo credit"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Of all photos of this batch; each can be changed afterwards."),
    )
