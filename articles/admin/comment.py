from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.comments.models import Comment
from articles.comments.moderation import set_state
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun, count_phrase
from newsroom.arabic.typography import shorten
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.site.models import SiteSettings


def _set_all(
    request: HttpRequest, comments: QuerySet[Comment], state: Comment.State, done: str
) -> None:
    count = sum(set_state(comment, state, by=actor(request)) for comment in comments)
    site = SiteSettings.load()
    phrase = count_phrase(
        count, Noun.COMMENTS, edition=site.edition_data, arabic_indic=site.arabic_indic
    )
    messages.success(request, f"{done}: {phrase}")


@admin.action(permissions=["change"], description=gettext_lazy("Approve"))
def approve(model_admin: Any, request: HttpRequest, comments: QuerySet[Comment]) -> None:
    _set_all(request, comments, Comment.State.APPROVED, _("Approved"))


@admin.action(permissions=["change"], description=gettext_lazy("Reject"))
def reject(model_admin: Any, request: HttpRequest, comments: QuerySet[Comment]) -> None:
    _set_all(request, comments, Comment.State.REJECTED, _("Rejected"))


@admin.action(permissions=["change"], description=gettext_lazy("Spam"))
def mark_as_spam(model_admin: Any, request: HttpRequest, comments: QuerySet[Comment]) -> None:
    _set_all(request, comments, Comment.State.SPAM, _("Marked as spam"))


@admin.register(Comment)
class CommentAdmin(AuditedByVerbs, ModelAdmin[Comment]):
    """A first queue: what readers wrote is judged here, never rewritten."""

    nav_position = 20
    list_display = ("excerpt", "writer", "state", "created_at", "story")
    list_display_links = ("excerpt",)
    list_filter = ("state",)
    list_select_related = ("article",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name", "text")
    actions = (approve, reject, mark_as_spam)
    fields = ("name", "text", "article", "created_at", "state")
    readonly_fields = ("name", "text", "article", "created_at")

    @admin.display(description=gettext_lazy("Comment"))
    def excerpt(self, comment: Comment) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', shorten(comment.text, 160))

    @admin.display(description=gettext_lazy("Name"), ordering="name")
    def writer(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.name)

    @admin.display(description=gettext_lazy("Article"))
    def story(self, comment: Comment) -> str:
        return shorten(comment.article.headline, 80)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        set_state(obj, Comment.State(form.cleaned_data["state"]), by=actor(request))
