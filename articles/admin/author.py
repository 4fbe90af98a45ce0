from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Author
from articles.naming import delete_author, save_author
from newsroom.accounts.actor import actor
from newsroom.arabic.slugs import free_slug
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.media.decoding import PhotoRefused, read_picture
from newsroom.media.forms import PhotoFileInput


class AuthorForm(forms.ModelForm[Author]):
    portrait_file = forms.FileField(
        label=gettext_lazy("Portrait"), required=False, widget=PhotoFileInput
    )
    remove_portrait = forms.BooleanField(label=gettext_lazy("Remove the portrait"), required=False)

    class Meta:
        model = Author
        fields = ("name", "slug", "title", "bio", "user")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the name.")

    def clean_portrait_file(self) -> Any:
        """Refused here, where the form can say so."""
        upload = self.cleaned_data["portrait_file"]
        if upload:
            try:
                read_picture(upload.read())
            except PhotoRefused as refused:
                raise ValidationError(str(refused), code="portrait") from refused
            upload.seek(0)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and cleaned.get("name"):
            taken = Author.objects.exclude(pk=self.instance.pk).values_list("slug", flat=True)
            cleaned["slug"] = free_slug(cleaned["name"], taken=taken, fallback="author")
        return cleaned


@admin.register(Author)
class AuthorAdmin(AuditedByVerbs, ModelAdmin[Author]):
    form = AuthorForm
    nav_position = 70
    list_display = ("name", "title", "user")
    list_select_related = ("user",)
    search_fields = ("name", "title")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """An author whom only a draft over a public story names stays too: it could not open."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing, [*protected, *_drafts_signed_by(objs)]

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        if form.cleaned_data["remove_portrait"]:
            obj.portrait = ""
        save_author(obj, by=actor(request), portrait=form.cleaned_data["portrait_file"])

    def delete_model(self, request: HttpRequest, obj: Author) -> None:
        delete_author(obj, by=actor(request))


def _drafts_signed_by(authors: Iterable[Author]) -> list[str]:
    """Headlines. Every other story has its authors as rows, which protect themselves."""
    wanted = {author.pk for author in authors}
    drafts = Article.objects.exclude(live_revision=None).exclude(latest_revision=F("live_revision"))
    signed = drafts.values_list("headline", "latest_revision__snapshot__authors")
    return [headline for headline, authors in signed if wanted & set(authors)]
