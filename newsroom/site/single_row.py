from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SingleRowAdmin(ModelAdmin[Any]):
    """Settings with one row: its list is its form; nothing is added or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        options = self.model._meta
        route = f"admin:{options.app_label}_{options.model_name}_change"
        return HttpResponseRedirect(reverse(route, args=[1]))
