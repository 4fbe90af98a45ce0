"""The words of the copy desk, and what it lets pass."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.copydesk.deciding import (
    delete_slip,
    may_ignore_for_good,
    may_restore,
    restore_mark,
    save_slip,
)
from articles.copydesk.models import IgnoredMark, Slip
from articles.copydesk.reasons import REASONS
from newsroom.accounts.actor import actor
from newsroom.arabic.normalize import bare
from newsroom.arabic.typography import one_line
from newsroom.audit.model_admin import AuditedByVerbs


class SlipForm(forms.ModelForm[Slip]):
    class Meta:
        model = Slip
        fields = ("wrong", "right")

    def clean_wrong(self) -> str:
        wrong = bare(one_line(self.cleaned_data["wrong"]))
        if not wrong or " " in wrong:
            raise ValidationError(_("Write one word."))
        return wrong

    def clean_right(self) -> str:
        return one_line(self.cleaned_data["right"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("wrong") and cleaned.get("wrong") == cleaned.get("right"):
            self.add_error("right", _("The right spelling is the same as the slip."))
        return cleaned


@admin.register(Slip)
class SlipAdmin(AuditedByVerbs, ModelAdmin[Slip]):
    form = SlipForm
    list_display = ("wrong", "right", "created_by")
    list_select_related = ("created_by",)
    search_fields = ("wrong", "right")
    ordering = ("wrong",)

    def save_model(self, request: HttpRequest, obj: Slip, form: Any, change: bool) -> None:
        save_slip(obj, by=actor(request))

    def delete_model(self, request: HttpRequest, obj: Slip) -> None:
        delete_slip(obj, by=actor(request))


class ScopeFilter(admin.SimpleListFilter):
    title = gettext_lazy("where")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("good", _("Everywhere")), ("story", _("In one article"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[IgnoredMark]
    ) -> QuerySet[IgnoredMark]:
        if self.value() in ("good", "story"):
            return queryset.filter(article__isnull=self.value() == "good")
        return queryset


@admin.register(IgnoredMark)
class IgnoredMarkAdmin(AuditedByVerbs, ModelAdmin[IgnoredMark]):
    """Read here, and taken back here one by one; they are made beside a text."""

    list_display = ("found", "reason", "where", "created_by")
    list_select_related = ("created_by", "article")
    list_filter = (ScopeFilter,)
    search_fields = ("found",)
    ordering = ("-created_at", "-id")
    fields = ("found", "reason", "where", "created_by", "created_at")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("reason"))
    def reason(self, mark: IgnoredMark) -> str:
        return str(REASONS.get(mark.rule, mark.rule))

    @admin.display(description=gettext_lazy("where"))
    def where(self, mark: IgnoredMark) -> str:
        return mark.article.headline if mark.article else _("Everywhere")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: IgnoredMark | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IgnoredMark | None = None) -> bool:
        if obj is None:
            return may_ignore_for_good(actor(request))
        return self.has_view_permission(request, obj) and may_restore(actor(request), obj)

    def delete_model(self, request: HttpRequest, obj: IgnoredMark) -> None:
        restore_mark(obj, by=actor(request))
