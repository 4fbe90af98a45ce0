from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template import Context
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun
from newsroom.arabic.typography import shorten
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.site.models import SiteSettings
from newsroom.site.phrases import count_phrase
from newsroom.site.templatetags import arabic
from newsroom.work.models import Process, Task
from newsroom.work.names import is_named
from newsroom.work.queue import FAILED, READY, RUNNING, SUCCESSFUL
from newsroom.work.recovery import WORKER_LOST
from newsroom.work.retrying import NotFailed, retry
from newsroom.work.rights import may_retry
from newsroom.work.system_page import system_context

STATES: dict[str, tuple[Any, str]] = {
    FAILED: (gettext_lazy("Failed"), "live"),
    READY: (gettext_lazy("Waiting to run"), "sched"),
    RUNNING: (gettext_lazy("Running"), "review"),
    SUCCESSFUL: (gettext_lazy("Done"), "pub"),
}


class _ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Process)
class ProcessAdmin(_ReadOnly):
    """One page instead of a list: how the system stands."""

    nav_position = 97
    nav_label = gettext_lazy("System")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.changelist_view)
        return [path("", page, name="work_process_changelist")]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **system_context(timezone.now()),
            "title": _("State of the system"),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/work/system.html", context)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.lower(), str(label)) for state, (label, _pill) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        state = (self.value() or "").upper()
        return queryset.filter(status=state) if state in STATES else queryset


@admin.action(permissions=["retry"], description=gettext_lazy("Try again"))
def retry_tasks(model_admin: Any, request: HttpRequest, tasks: QuerySet[Task]) -> None:
    failed = list(tasks.filter(status=FAILED))
    for task in failed:
        retry(task, by=actor(request))
    said = messages.SUCCESS if failed else messages.WARNING
    phrase = count_phrase(len(failed), Noun.TASKS)
    messages.add_message(request, said, _("Will be tried again: %s") % phrase)


class TaskChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        clock = _clock()
        self.result_list = list(self.result_list)
        for task in self.result_list:
            task.clock = clock


@admin.register(Task)
class TaskAdmin(AuditedByVerbs, _ReadOnly):
    change_form_template = "admin/work/task/change_form.html"
    list_display = ("name", "state", "reason", "tries", "enqueued", "started", "finished")
    list_filter = (StateFilter,)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-enqueued_at",)
    actions = (retry_tasks,)
    fields = (*list_display, "whole_traceback")
    readonly_fields = fields

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TaskChangeList

    # --- columns -------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("task"), ordering="task_path")
    def name(self, task: Task) -> str | SafeString:
        return str(task) if is_named(task.task_path) else _ltr(task.task_path)

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, task: Task) -> SafeString:
        label, pill = STATES[task.status]
        return format_html('<span class="nr-pill nr-pill--{}">{}</span>', pill, label)

    @admin.display(description=gettext_lazy("reason"), empty_value="–")
    def reason(self, task: Task) -> str | SafeString | None:
        if task.exception_class_path == WORKER_LOST:
            return _("The worker was lost each time that it ran this task.")
        lines = task.traceback.strip().splitlines()
        return _ltr(shorten(lines[-1], 160)) if lines else None

    @admin.display(description=gettext_lazy("attempts"))
    def tries(self, task: Task) -> SafeString:
        return _labelled(_("attempts"), arabic.number(_clock_of(task), task.attempts))

    @admin.display(description=gettext_lazy("enqueued"), ordering="enqueued_at")
    def enqueued(self, task: Task) -> SafeString | None:
        return _time(task, _("enqueued"), task.enqueued_at)

    @admin.display(description=gettext_lazy("started"), ordering="started_at", empty_value="–")
    def started(self, task: Task) -> SafeString | None:
        return _time(task, _("started"), task.started_at)

    @admin.display(description=gettext_lazy("finished"), ordering="finished_at", empty_value="–")
    def finished(self, task: Task) -> SafeString | None:
        return _time(task, _("finished"), task.finished_at)

    @admin.display(description=gettext_lazy("traceback"), empty_value="–")
    def whole_traceback(self, task: Task) -> SafeString | None:
        return format_html('<pre dir="ltr">{}</pre>', task.traceback) if task.traceback else None

    # --- pages ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="work_task_changelist"),
            path("<uuid:object_id>/change/", wrap(self.change_view), name="work_task_change"),
            path("<uuid:object_id>/retry/", wrap(self.retry_view), name="work_task_retry"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return may_retry(actor(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may = {"may_retry": self.has_retry_permission(request), "failed": FAILED}
        return super().change_view(request, str(object_id), form_url, may)

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_retry_permission(request):
            raise PermissionDenied
        task = get_object_or_404(Task, pk=object_id)
        try:
            retry(task, by=actor(request))
        except NotFailed:
            messages.warning(request, _("Only a task that has failed can be tried again."))
        else:
            messages.success(request, _("The task will be tried again."))
        return HttpResponseRedirect(reverse("admin:work_task_changelist"))


def _clock() -> Context:
    return Context({"site": SiteSettings.load(), "now": timezone.now()})


def _clock_of(task: Any) -> Context:
    """One for all rows of a list (see TaskChangeList)."""
    if not hasattr(task, "clock"):
        task.clock = _clock()
    clock: Context = task.clock
    return clock


def _time(task: Task, label: str, moment: datetime | None) -> SafeString | None:
    if moment is None:
        return None
    printed = arabic.short_when(_clock_of(task), moment)
    return _labelled(
        label, format_html('<time datetime="{}">{}</time>', arabic.iso(moment), printed)
    )


def _labelled(label: str, value: str) -> SafeString:
    """On a phone a row is a card: its values have no heading."""
    return format_html('<span class="nr-phone">{}: </span>{}', capfirst(label), value)


def _ltr(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)
