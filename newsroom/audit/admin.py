from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from newsroom.audit.models import Entry
from newsroom.audit.verbs import all_verbs, verb_label


class VerbFilter(admin.SimpleListFilter):
    title = gettext_lazy("operation")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return all_verbs()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        known = self.value() in dict(all_verbs())
        return queryset.filter(verb=self.value()) if known else queryset


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    """Read only: nobody edits the log."""

    nav_position = 95
    list_display = ("at", "by_name", "operation", "target_label")
    list_filter = (VerbFilter,)
    list_select_related = ("by",)
    search_fields = ("by_name", "target_label")
    show_full_result_count = False
    fields = ("at", "by_name", "operation", "target_label")

    @admin.display(description=gettext_lazy("operation"), ordering="verb")
    def operation(self, entry: Entry) -> str:
        return verb_label(entry.verb)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
