from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from newsroom.audit import details, export
from newsroom.audit.forms import SEARCHED, FilterForm
from newsroom.audit.log import record
from newsroom.audit.models import Entry

PAGE_SIZE = 50


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    """Read only: nobody edits the log, nobody deletes from it. Its pages count nothing."""

    nav_position = 95

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="audit_entry_changelist"),
            path("export/", wrap(self.export_view), name="audit_entry_export"),
            path("<int:object_id>/change/", wrap(self.change_view), name="audit_entry_change"),
        ]

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self._require_view(request)
        form = FilterForm(request.GET)
        found = form.entries().defer("detail", "folded")
        if before := _number(request.GET.get("before", "")):
            found = found.filter(pk__lt=before)
        entries = list(found[: PAGE_SIZE + 1])
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "form": form,
            "entries": entries[:PAGE_SIZE],
            "older": _query(request, before=entries[-2].pk) if entries[PAGE_SIZE:] else "",
            "newest": _query(request) if before else "",
            "asked": form.told(),
            "searched": SEARCHED,
            "most": export.MOST,
        }
        return self._page(request, "admin/audit/entry/log.html", context)

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: Any,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._require_view(request)
        entry = Entry.objects.filter(pk=object_id).first() if object_id < 2**63 else None
        if entry is None:
            raise Http404
        context = {
            "title": str(entry),
            "entry": entry,
            "kind": details.kind_label(entry.target_type),
            "lines": details.lines(entry),
            "target_address": self._target_address(request, entry),
        }
        return self._page(request, "admin/audit/entry/entry.html", context)

    @method_decorator(require_POST)
    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """A post, because it writes a line itself."""
        self._require_view(request)
        form = FilterForm(request.POST)
        entries = form.entries()
        newest = entries.values_list("pk", flat=True).first() or 0
        record("export_log", Entry(), by=request.user, **form.told())  # type: ignore[arg-type]
        pieces = export.table(
            entries.filter(pk__lte=newest), language=translation.get_language() or ""
        )
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        name = f"audit-{timezone.localtime():%Y-%m-%d-%H%M}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, page)

    def _target_address(self, request: HttpRequest, entry: Entry) -> str:
        """Empty where the thing is gone, has no page, or may not be seen by this person."""
        model = details.model_of(entry.target_type)
        model_admin = self.admin_site._registry.get(model) if model else None
        if model_admin is None or model is Entry or not entry.target_id:
            return ""
        row = model_admin.get_object(request, entry.target_id)
        if row is None or not model_admin.has_view_permission(request, row):
            return ""
        return _change_address(row)


def _change_address(row: Model) -> str:
    options = row._meta
    route = f"admin:{options.app_label}_{options.model_name}_change"
    try:
        return reverse(route, args=[row.pk])
    except NoReverseMatch:
        return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _query(request: HttpRequest, **more: Any) -> str:
    """The filters of this page, and ``more``."""
    query = request.GET.copy()
    query.pop("before", None)
    for name, value in more.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
