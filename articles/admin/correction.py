"""The notes that readers see: mended here, or taken back. They are made in the story's form."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.correcting import amend, take_back
from articles.corrections import Note
from articles.models import Correction
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.actor import actor
from newsroom.arabic.typography import shorten
from newsroom.audit.model_admin import AuditedByVerbs


class CorrectionForm(forms.ModelForm[Correction]):
    class Meta:
        model = Correction
        fields = ("wrong", "text", "at_top")
        widgets = {
            "wrong": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" in cleaned and "wrong" in cleaned:
            self.note = Note(cleaned["text"], cleaned["wrong"], cleaned["at_top"])
        return cleaned


@admin.register(Correction)
class CorrectionAdmin(AuditedByVerbs, ModelAdmin[Correction]):
    form = CorrectionForm
    change_form_template = "admin/articles/correction/change_form.html"
    list_display = ("says", "kind", "story", "at", "by")
    list_display_links = ("says",)
    list_filter = ("kind",)
    list_select_related = ("article", "by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("text", "wrong")
    ordering = ("-at", "-id")
    fields = ("story", "kind", "at", "by", "wrong", "text", "at_top")
    readonly_fields = ("story", "kind", "at", "by")

    class Media:
        css: ClassVar = {"all": ["css/admin-corrections.css"]}

    @admin.display(description=gettext_lazy("correct is"))
    def says(self, correction: Correction) -> SafeString:
        return format_html("<bdi>{}</bdi>", shorten(correction.text, 120))

    @admin.display(description=gettext_lazy("article"))
    def story(self, correction: Correction) -> SafeString:
        address = reverse("admin:articles_article_change", args=[correction.article_id])
        headline = shorten(correction.article.headline, 80)
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, headline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """Taken back with a reason instead."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may_take_back = actor(request).has_perm("articles.delete_correction")
        if request.method == "POST" and "_take_back" in request.POST:
            if not may_take_back:
                raise PermissionDenied
            return self._take_back(request, self.get_object(request, object_id))
        shown = {"may_take_back": may_take_back, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, shown)

    def _take_back(self, request: HttpRequest, correction: Correction | None) -> HttpResponse:
        listed = HttpResponseRedirect(reverse("admin:articles_correction_changelist"))
        if correction is None:
            messages.warning(request, _("The note has been taken back already."))
            return listed
        try:
            take_back(correction, by=actor(request), reason=request.POST.get("reason", ""))
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The note is taken back: readers no longer see it."))
        return listed

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        amend(obj, form.note, by=actor(request))
