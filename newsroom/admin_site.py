from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from newsroom import account_pages, quick_jump
from newsroom.accounts.actor import actor
from newsroom.accounts.forms import LogInForm
from newsroom.accounts.logins import log_in_again_at
from newsroom.audit.log import record
from newsroom.site.converters import parse_id
from newsroom.site.models import SiteSettings
from newsroom.work.queue import failed_count
from newsroom.work.rights import may_see_tasks


class NewsroomAdminSite(AdminSite):
    """The stock admin in the newsroom's clothes.

    A ModelAdmin with a ``nav_position`` stands in the bar at the top, in that order.
    """

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("Dashboard")
    enable_nav_sidebar = False
    login_form = LogInForm

    dashboard: Callable[[HttpRequest], dict[str, Any]] | None = None
    """Set by the publication: the context of the start page."""

    pages: Sequence[URLPattern] = ()
    """Set by the publication: addresses of its own. Each view asks for its permission itself."""

    count_notices: Callable[[HttpRequest], int] | None = None
    """Set by the publication: how many notices this person has not read. One query at most."""

    jump_sources: Sequence[quick_jump.Source] = ()
    """Set by the publication: what the quick jump finds."""

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        own = self.dashboard(request) if self.dashboard else {}
        if may_see_tasks(actor(request)):
            own["failed_tasks"] = failed_count()
        return super().index(request, {**own, **(extra_context or {})})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Ours stands before Django's address of the same name, which asks nobody's permission."""
        guarded = self.admin_view(self.view_on_site)
        return [
            path("r/<path:content_type_id>/<path:object_id>/", guarded, name="view_on_site"),
            path("account/", self.admin_view(self.account), name="account"),
            path("jump/", self.admin_view(self.jump), name="jump"),
            path("jump/results/", self.admin_view(self.jump_results), name="jump_results"),
            *self.pages,
            *super().get_urls(),
        ]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        typed = request.POST.get("username", "")
        if request.method == "POST" and (again_at := log_in_again_at(typed)):
            page = self.each_context(request)
            return account_pages.too_many_attempts(request, again_at, page)
        return super().login(request, extra_context)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Django says that it has worked by leading on."""
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            if request.method == "POST" and response.status_code == 302:
                record("change_password", actor(request), by=actor(request))
        return response

    def account(self, request: HttpRequest) -> HttpResponse:
        return account_pages.account(request, actor(request), self.each_context(request))

    def jump(self, request: HttpRequest) -> HttpResponse:
        return quick_jump.page(request, self.jump_sources, self.each_context)

    def jump_results(self, request: HttpRequest) -> HttpResponse:
        return quick_jump.results(request, self.jump_sources)

    def view_on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """The public address tells a headline: only who may see the row is led there."""
        model = get_object_or_404(ContentType, pk=parse_id(content_type_id)).model_class()
        model_admin = self._registry.get(model) if model else None
        if model_admin is None or not hasattr(model, "get_absolute_url"):
            raise Http404
        row = model_admin.get_object(request, object_id)
        if not model_admin.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        try:
            return HttpResponseRedirect(row.get_absolute_url())
        except ValueError:  # it has no public address yet
            raise Http404 from None

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["site"] = SimpleLazyObject(SiteSettings.load)  # the log-in views put a host there
        context["newsroom_nav"] = self._nav(request) if context["has_permission"] else []
        context["may_jump"] = context["has_permission"] and bool(
            quick_jump.open_sources(self.jump_sources, actor(request))
        )
        count = self.count_notices
        context["has_bell"] = context["has_permission"] and count is not None
        if count is not None:
            context["count_notices"] = partial(count, request)  # asked by the header
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
