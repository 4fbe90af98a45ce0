from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts.actor import actor
from newsroom.arabic.typography import clean_text
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.media.describing import describe
from newsroom.media.forms import NEWEST, PhotoForm
from newsroom.media.models import Photo
from newsroom.media.rights import may_change
from newsroom.media.uploading import upload_page


class MissingFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("credit", _("Without credit")), ("alt", _("Without alt text"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        if self.value() in ("credit", "alt"):
            return queryset.filter(**{str(self.value()): ""})
        return queryset


@admin.register(Photo)
class PhotoAdmin(AuditedByVerbs, ModelAdmin[Photo]):
    form = PhotoForm
    nav_position = 40
    nav_label = gettext_lazy("Photo library")
    change_list_template = "admin/media/photo/change_list.html"
    change_form_template = "admin/media/photo/change_form.html"
    list_filter = (MissingFilter,)
    search_fields = ("caption", "alt", "credit")
    list_per_page = 48
    list_max_show_all = 200
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return Photo.objects.with_renditions().select_related("created_by")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words: tuple[str, ...] = ("alt", "caption", "credit")
        if self.has_change_permission(request, obj):
            words = ("focal_point", *words, "is_document")
        return [(None, {"fields": words})]

    # --- who may -------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media.add_photo")

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is not None:
            return may_change(actor(request), obj)
        user = request.user
        return user.has_perm("media.change_photo") or user.has_perm("media.change_own_photo")

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Any draft or revision may still show it."""
        return False

    # --- pages ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("choices/", wrap(self.choices), name="media_photo_choices"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return upload_page(request, self.admin_site)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "title": _("Photo library")}
        )

    def choices(self, request: HttpRequest) -> HttpResponse:
        """The cards of the photos that a search in a picker finds."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.with_renditions()
        for word in clean_text(request.GET.get("q", "")[:100]).split():
            photos = photos.filter(
                Q(caption__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
            )
        return render(request, "admin/media/choices.html", {"photos": photos[:NEWEST]})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        describe(obj, by=actor(request), **form.cleaned_data)

    def response_change(self, request: HttpRequest, obj: Photo) -> HttpResponse:
        self.message_user(request, _("The photo is saved."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:media_photo_changelist"))
