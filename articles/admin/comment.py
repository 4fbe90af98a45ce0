from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import comments_undo
from articles.admin.ticked_rows import TickedRows
from articles.comments.models import Comment
from articles.comments.moderation import set_state
from articles.discussion import close_comments
from articles.models.settings import CommentsState
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun
from newsroom.arabic.typography import shorten
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.site import converters  # noqa: F401 (registers "id")
from newsroom.site.phrases import count_phrase


def _set_all(
    request: HttpRequest, comments: QuerySet[Comment], state: Comment.State, done: str
) -> None:
    count = sum(set_state(comment, state, by=actor(request)) for comment in comments)
    phrase = count_phrase(count, Noun.COMMENTS)
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
class CommentAdmin(AuditedByVerbs, TickedRows[Comment]):
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

    def get_urls(self) -> list[URLPattern]:
        judge = self.admin_site.admin_view(self.judge)
        return [
            path("<id:comment_id>/judge/", judge, name="comments_comment_judge"),
            *super().get_urls(),
        ]

    def judge(self, request: HttpRequest, comment_id: int) -> HttpResponse:
        """A button of the start page: ``verb`` is approve, reject, or close (the discussion)."""
        verb = request.POST.get("verb")
        if request.method != "POST" or verb not in ("approve", "reject", "close"):
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
        if verb == "close":
            before = {comment.article.pk: comment.article.comments_state}
            if close_comments(comment.article, by=actor(request)):
                undo = comments_undo.tag(request, before, CommentsState.CLOSED)
                done = comments_undo.DONE[CommentsState.CLOSED]
                messages.success(request, done, undo)
        elif verb == "approve":
            set_state(comment, Comment.State.APPROVED, by=actor(request))
            messages.success(request, _("The comment is approved."))
        else:
            set_state(comment, Comment.State.REJECTED, by=actor(request))
            messages.success(request, _("The comment is rejected."))
        return HttpResponseRedirect(reverse("admin:index"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        set_state(obj, Comment.State(form.cleaned_data["state"]), by=actor(request))
