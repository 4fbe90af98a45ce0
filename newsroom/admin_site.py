from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(AdminSite):
    """The stock admin in the newsroom's clothes.

    A ModelAdmin with a ``nav_position`` stands in the bar at the top, in that order.
    """

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("Dashboard")
    enable_nav_sidebar = False

    dashboard: Callable[[HttpRequest], dict[str, Any]] | None = None
    """Set by the publication: the context of the start page."""

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        own = self.dashboard(request) if self.dashboard else {}
        return super().index(request, {**own, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["newsroom_nav"] = self._nav(request) if context["has_permission"] else []
        return context

    def _nav(self, request: HttpRequest) -> list[dict[str, Any]]:
        entries = []
        for model, model_admin in self._registry.items():
            position = getattr(model_admin, "nav_position", None)
            if position is None or not model_admin.has_view_or_change_permission(request):
                continue
            options = model._meta
            entries.append(
                {
                    "position": position,
                    "label": getattr(model_admin, "nav_label", options.verbose_name_plural),
                    "route": f"admin:{options.app_label}_{options.model_name}_changelist",
                    "model": options.label_lower,
                }
            )
        return sorted(entries, key=lambda entry: entry["position"])
