from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from newsroom.accounts.actor import actor
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.embeds.cards import clock
from newsroom.embeds.correcting import StillWaiting, fetch_again, retitle
from newsroom.embeds.models import Embed
from newsroom.embeds.rights import may_correct
from newsroom.platforms.addresses import as_read
from newsroom.platforms.hosts import HOSTS, label_of, recognize

PILLS = {Embed.State.WAITING: "sched", Embed.State.READY: "pub", Embed.State.FAILED: "live"}

NOTHING = "–"


class HostFilter(admin.SimpleListFilter):
    title = gettext_lazy("host")
    parameter_name = "host"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(host.id, str(host.label)) for host in HOSTS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Embed]) -> QuerySet[Embed]:
        return queryset.filter(host=self.value()) if self.value() in HOSTS else queryset


class EmbedForm(forms.ModelForm[Embed]):
    class Meta:
        model = Embed
        fields = ("title",)
        help_texts = {
            "title": gettext_lazy(
                "What readers see in the box. Empty: the title that the host says."
            )
        }


@admin.action(permissions=["change"], description=gettext_lazy("Fetch again"))
def fetch_all_again(model_admin: Any, request: HttpRequest, embeds: QuerySet[Embed]) -> None:
    done = list(embeds.exclude(state=Embed.State.WAITING))
    for embed in done:
        fetch_again(embed, by=actor(request))
    said = messages.SUCCESS if done else messages.WARNING
    messages.add_message(
        request, said, _("Will be fetched again: %(count)s") % {"count": len(done)}
    )


@admin.register(Embed)
class EmbedAdmin(AuditedByVerbs, admin.ModelAdmin[Embed]):
    form = EmbedForm
    change_form_template = "admin/embeds/embed/change_form.html"
    list_display = ("name", "from_host", "pill", "reason", "fetched_at")
    list_filter = ("state", HostFilter)
    search_fields = ("title", "address", "author")
    list_per_page = 50
    empty_value_display = NOTHING
    show_full_result_count = False
    actions = (fetch_all_again,)
    fields = ("title", "link", "from_host", "by", "length", "pill", "reason")
    readonly_fields = fields[1:]

    class Media:
        css: ClassVar = {"all": ["css/admin-embeds.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come with the stories that show them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Embed | None = None) -> bool:
        """Any draft or revision may show it."""
        return False

    # --- columns -------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, embed: Embed) -> str | SafeString:
        if embed.title:
            return format_html("<bdi>{}</bdi>", embed.title)
        return format_html('<bdi dir="ltr">{}</bdi>', as_read(embed.address))

    @admin.display(description=gettext_lazy("host"), ordering="host")
    def from_host(self, embed: Embed) -> str:
        return label_of(embed.host)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def pill(self, embed: Embed) -> SafeString:
        state = Embed.State(embed.state)
        return format_html('<span class="nr-pill nr-pill--{}">{}</span>', PILLS[state], state.label)

    @admin.display(description=gettext_lazy("reason"))
    def reason(self, embed: Embed) -> str:
        return str(Embed.Error(embed.error).label) if embed.error else NOTHING

    @admin.display(description=gettext_lazy("address"))
    def link(self, embed: Embed) -> SafeString:
        return format_html(
            '<a href="{}" rel="noopener noreferrer" dir="ltr">{}</a>',
            embed.address,
            as_read(embed.address),
        )

    @admin.display(description=gettext_lazy("author"))
    def by(self, embed: Embed) -> str | SafeString:
        return format_html("<bdi>{}</bdi>", embed.author) if embed.author else NOTHING

    @admin.display(description=gettext_lazy("duration"))
    def length(self, embed: Embed) -> str | SafeString:
        if not embed.duration:
            return NOTHING
        return format_html('<bdi dir="ltr">{}</bdi>', clock(embed.duration))

    # --- pages ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("recognize/", wrap(recognized), name="embeds_embed_recognize"),
            path("<int:object_id>/fetch/", wrap(self.fetch_view), name="embeds_embed_fetch"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Embeds")})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        shown = {"may_fetch": may_correct(actor(request)), "waiting": Embed.State.WAITING}
        return super().change_view(request, object_id, form_url, shown)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Embed, form: Any, change: bool) -> None:
        retitle(obj, title=form.cleaned_data["title"], by=actor(request))

    def response_change(self, request: HttpRequest, obj: Embed) -> HttpResponse:
        messages.success(request, _("The embed's title is saved."))
        return HttpResponseRedirect(reverse("admin:embeds_embed_changelist"))

    @method_decorator(require_POST)
    def fetch_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        if not may_correct(actor(request)):
            raise PermissionDenied
        embed = get_object_or_404(Embed, pk=object_id)
        try:
            fetch_again(embed, by=actor(request))
        except StillWaiting:
            messages.warning(request, _("It waits to be fetched already."))
        else:
            messages.success(request, _("The host will be asked again."))
        return HttpResponseRedirect(reverse("admin:embeds_embed_changelist"))


@require_GET
def recognized(request: HttpRequest) -> HttpResponse:
    """For the editor: what an address becomes. Tells nothing that the table does not say."""
    found = recognize(request.GET.get("url", ""))
    if found is None:
        message = _(
            "Only the address of a video, recording or post at YouTube, X, Facebook, Instagram,"
            " TikTok, Telegram, Vimeo, SoundCloud, Dailymotion or Spotify can be embedded."
        )
        return JsonResponse({"error": message}, status=422)
    return JsonResponse({"address": found.address, "host": found.host, "label": found.label})
