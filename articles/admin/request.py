"""The log of requests from outside, for editors alone."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.story_field import StoryField
from articles.models import Article
from articles.requests import attachments
from articles.requests.handling import (
    delete_attachment,
    delete_request,
    log_request,
    save_request,
)
from articles.requests.models import Attachment, Request
from newsroom.accounts.actor import actor
from newsroom.arabic.digits import to_ascii
from newsroom.arabic.typography import shorten
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.media.forms import PhotoFileInput
from newsroom.site.converters import parse_id

PILLS = {
    Request.State.OPEN: "review",
    Request.State.ANSWERED: "published",
    Request.State.REFUSED: "draft",
}


class FilesInput(PhotoFileInput):
    """The same label, for any number of files of the kinds that are taken."""

    allow_multiple_selected = True
    template_name = "admin/requests/files_input.html"

    def __init__(self) -> None:
        super().__init__()
        self.attrs["accept"] = attachments.ACCEPT


class FilesField(forms.FileField):
    """Any number of files → a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class DayField(forms.DateField):
    """A day as it is typed, in either digit family."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"dir": "ltr", "inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_ascii(value).strip() if isinstance(value, str) else value)


class RequestForm(forms.ModelForm[Request]):
    article = StoryField(label=gettext_lazy("article"), required=False)
    received_on = DayField(
        label=gettext_lazy("day of arrival"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"],
        initial=timezone.localdate,
        error_messages={"invalid": gettext_lazy("Write the day as in 25/11/2026.")},
    )
    attached = FilesField(
        label=gettext_lazy("Attachments"),
        required=False,
        help_text=gettext_lazy(
            "PDF, pictures, letters and mails, at most 10 MB each. Choose them again if the form"
            " comes back."
        ),
    )

    class Meta:
        model = Request
        fields = ("kind", "name", "contact", "channel", "received_on", "text", "state", "answer")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "answer": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "contact": gettext_lazy("Telephone, email or address: where our answer goes."),
            "answer": gettext_lazy("What was answered, or why the request is refused."),
        }

    def clean_attached(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["attached"]
        already = self.instance.attachments.count() if files and self.instance.pk else 0
        attachments.check(files, already=already)
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") != Request.State.OPEN and not cleaned.get("answer", "x"):
            refusal = _("Write what was answered, or why the request is refused.")
            self.add_error("answer", ValidationError(refusal, code="required"))
        return cleaned


@admin.register(Request)
class RequestAdmin(AuditedByVerbs, ModelAdmin[Request]):
    form = RequestForm
    nav_position = 25
    change_form_template = "admin/requests/request/change_form.html"
    list_display = ("subject", "pill", "who", "story", "received_on", "files", "handled_by")
    list_display_links = ("subject",)
    list_filter = ("state", "kind", "channel")
    list_select_related = ("article", "handled_by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name", "contact", "text")
    ordering = ("-received_on", "-id")
    fieldsets = (
        (None, {"fields": ("kind", "article", "text", "attached")}),
        (gettext_lazy("Who asks"), {"fields": ("name", "contact", "channel", "received_on")}),
        (gettext_lazy("Handling"), {"fields": ("state", "answer")}),
    )

    class Media:
        css: ClassVar = {"all": ["css/admin-corrections.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(file_count=Count("attachments"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Only the story comes with the address; what else is asked is typed."""
        pk = parse_id(request.GET.get("article", ""))
        return {"article": pk} if pk is not None else {}

    # --- columns -------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("subject"), ordering="kind")
    def subject(self, request: Request) -> SafeString:
        kind, text = request.get_kind_display(), shorten(request.text, 80)
        return format_html('{} <span class="nr-quiet"><bdi>{}</bdi></span>', kind, text)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def pill(self, request: Request) -> SafeString:
        state = Request.State(request.state)
        return format_html('<span class="nr-pill nr-pill--{}">{}</span>', PILLS[state], state.label)

    @admin.display(description=gettext_lazy("who asks"), ordering="name")
    def who(self, request: Request) -> SafeString:
        return format_html("<bdi>{}</bdi>", request.name)

    @admin.display(description=gettext_lazy("article"))
    def story(self, request: Request) -> str:
        return shorten(request.article.headline, 60) if request.article else "–"

    @admin.display(description=gettext_lazy("Attachments"))
    def files(self, request: Any) -> int:
        return int(request.file_count)

    # --- pages ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<id:request_id>/attachments/<id:attachment_id>/",
                wrap(self.attachment),
                name="requests_request_attachment",
            ),
            path(
                "<id:request_id>/attachments/<id:attachment_id>/delete/",
                wrap(self.delete_attachment),
                name="requests_request_delete_attachment",
            ),
            *super().get_urls(),
        ]

    def attachment(self, request: HttpRequest, request_id: int, attachment_id: int) -> HttpResponse:
        """To be saved, never shown: strangers sent it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(Attachment, pk=attachment_id, request=request_id)
        try:
            with found.file.open("rb") as file:
                response = HttpResponse(file.read(), content_type="application/octet-stream")
        except FileNotFoundError as error:
            raise Http404(_("The file is gone.")) from error
        response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or ""
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def delete_attachment(
        self, request: HttpRequest, request_id: int, attachment_id: int
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_delete_permission(request):
            raise PermissionDenied
        found = get_object_or_404(Attachment, pk=attachment_id, request=request_id)
        delete_attachment(found, by=actor(request))
        return HttpResponseRedirect(reverse("admin:requests_request_change", args=[request_id]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        shown: Request | None = kwargs.get("obj")
        if shown is not None:
            context["logged"] = shown
            context["attachments"] = shown.attachments.all()
            article: Article | None = shown.article
            context["story"] = article
        return super().render_change_form(request, context, *args, **kwargs)

    # --- verbs ---------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Request, form: Any, change: bool) -> None:
        obj.article = form.cleaned_data["article"]
        verb = save_request if change else log_request
        verb(obj, by=actor(request), files=form.cleaned_data["attached"])

    def delete_model(self, request: HttpRequest, obj: Request) -> None:
        delete_request(obj, by=actor(request))
