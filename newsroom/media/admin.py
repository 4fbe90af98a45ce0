from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from newsroom.accounts.actor import actor
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.media import library, picking
from newsroom.media.archiving import archive, restore
from newsroom.media.decoding import ACCEPT, PhotoRefused
from newsroom.media.describing import describe
from newsroom.media.discarding import discard
from newsroom.media.forms import PhotoForm
from newsroom.media.intake import replace_file
from newsroom.media.models import Photo
from newsroom.media.rights import may_change
from newsroom.media.uploading import upload_page
from newsroom.media.uses import find_uses
from newsroom.site.converters import parse_id

WORDS = ("alt", "caption", "credit", "is_document")
RIGHTS = ("source", "licence", "licence_expires_at")


@admin.register(Photo)
class PhotoAdmin(AuditedByVerbs, ModelAdmin[Photo]):
    form = PhotoForm
    nav_position = 40
    nav_label = gettext_lazy("Photo library")
    change_form_template = "admin/media/photo/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return Photo.objects.with_renditions().select_related("created_by")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words: tuple[str, ...] = ("alt", "caption", "credit", "whole")
        rights: tuple[str, ...] = ("source", "licence", "licensed_until")
        if self.has_change_permission(request, obj):
            words, rights = ("focal_point", *WORDS), RIGHTS
        return [(None, {"fields": words}), (_("Source and licence"), {"fields": rights})]

    @admin.display(description=gettext_lazy("show it whole"))
    def whole(self, photo: Photo) -> str:
        """For those who only read: a sign with an English name otherwise."""
        return _("Yes") if photo.is_document else _("No")

    @admin.display(description=gettext_lazy("Last day of the licence"))
    def licensed_until(self, photo: Photo) -> str:
        last = photo.licence_last_day
        return date_format(last, "SHORT_DATE_FORMAT") if last else "—"

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
        asked = {
            "picker/": (picking.picker, "picker"),
            "choices/": (picking.choices, "choices"),
            "upload/": (picking.upload, "upload"),
            "<id:photo_id>/describe/": (picking.describe_in_place, "describe"),
            "<id:photo_id>/discard/": (picking.discard_upload, "discard"),
            "licences/": (require_safe(self.licences), "licences"),
            "<id:photo_id>/replace/": (require_POST(self.replace), "replace"),
            "<id:photo_id>/archive/": (require_POST(self.archive), "archive"),
            "<id:photo_id>/settle/": (require_POST(self.settle), "settle"),
        }
        own = [
            path(address, wrap(self._for_viewers(view)), name=f"media_photo_{name}")
            for address, (view, name) in asked.items()
        ]
        return [*own, *super().get_urls()]

    def _for_viewers(self, view: Any) -> Callable[..., HttpResponse]:
        def guarded(request: HttpRequest, **ids: int) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            response: HttpResponse = view(request, **ids)
            return response

        return guarded

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return upload_page(request, self.admin_site)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return library.library(request, self.admin_site)

    def licences(self, request: HttpRequest) -> HttpResponse:
        return library.licences(request, self.admin_site)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        pk = parse_id(object_id)
        uses = find_uses([pk] if pk else [], actor(request))
        context = {**(extra_context or {}), "uses": uses, "accept": ACCEPT}
        return super().change_view(request, object_id, form_url, context)

    def replace(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        photo = get_object_or_404(Photo, pk=photo_id)
        if not may_change(actor(request), photo):
            raise PermissionDenied
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise PhotoRefused(_("Choose a picture first."))
            replace_file(photo, upload, by=actor(request))
        except PhotoRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, _("The file is replaced."), messages.SUCCESS)
        return self._back_to(photo)

    def archive(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        photo = get_object_or_404(Photo, pk=photo_id)
        verb = request.POST.get("verb")
        if verb == "restore":
            restore(photo, by=actor(request))
            self.message_user(request, _("The photo is offered again."), messages.SUCCESS)
        elif verb == "archive":
            archive(photo, by=actor(request))
            self.message_user(request, _("The photo is archived."), messages.SUCCESS)
        return self._back_to(photo)

    def settle(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """The answer to «this picture is already in the library», without the script."""
        photo = get_object_or_404(Photo, pk=photo_id)
        known = Photo.objects.filter(pk=parse_id(request.POST.get("known", "")) or 0).first()
        try:
            if known is not None:
                discard(photo, by=actor(request))
        except PhotoRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            known = None
        return self._back_to(known or photo)

    def _back_to(self, photo: Photo) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:media_photo_change", args=[photo.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        describe(obj, by=actor(request), **form.said)

    def response_change(self, request: HttpRequest, obj: Photo) -> HttpResponse:
        self.message_user(request, _("The photo is saved."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:media_photo_changelist"))
