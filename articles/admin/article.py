from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, roles
from articles.admin import (
    article_actions,
    article_choices,
    article_due,
    article_history,
    article_merging,
    article_notes,
    article_pages,
    article_preview,
    article_readiness,
    article_review,
    article_trash,
    article_withdraw_at,
    article_withdrawal,
    comments_undo,
    quick_edit,
)
from articles.admin.article_autosave import KeepsTyped
from articles.admin.article_columns import ArticleColumns
from articles.admin.article_filters import (
    CommentsFilter,
    MineFilter,
    StateFilter,
    mine_link,
    state_tabs,
)
from articles.admin.article_photo import take_upload
from articles.admin.article_trash import TrashInList
from articles.admin.forms import ArticleForm
from articles.admin.review_queue import QueueInList
from articles.admin.ticked_rows import TickedRows
from articles.admin.typed_pages import TypedPages
from articles.body import Bodies
from articles.content import Content, ContentRefused
from articles.discussion import set_comments
from articles.frontpage.placing import may_arrange
from articles.models import Article, Byline
from articles.models.settings import CommentsState
from articles.publishing import TransitionNotAllowed
from articles.replying import link_reply
from articles.revisions import Edit, StaleBase
from newsroom.accounts.actor import actor
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.media.rights import may_add
from newsroom.site.converters import parse_id

MAIN = ("kicker", "headline", "deck", ("place", "agency"), "body")
LIST_ADDRESSES = ("articles_article_changelist", "articles_article_quick")
REVIEWED = ("open_review__submitted_by", "open_review__claimed_by")
SIDE = {"classes": ["nr-side"]}


@admin.register(Article)
class ArticleAdmin(
    KeepsTyped,
    AuditedByVerbs,
    ArticleColumns,
    TypedPages,
    QueueInList,
    TrashInList,
    TickedRows[Article],
):
    form = ArticleForm
    nav_position = 10
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ("title", "pill", "when", "section", "who", "talk", "quick")
    list_display_links = ("title",)
    list_filter = (StateFilter, MineFilter, "category", CommentsFilter)
    list_per_page = 50
    list_max_show_all = 200
    search_fields = ("headline", "kicker", "deck")
    search_help_text = ""
    show_full_result_count = False
    ordering = ("-changed_at", "-id")
    actions = article_actions.ACTIONS
    action_form = article_actions.MoveForm
    save_on_top = False

    # --- what is shown -------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = article_trash.reachable(super().get_queryset(request), request)
        if not request.user.has_perm("articles.view_article"):
            articles = articles & Article.objects.owned_by(actor(request))
        if _is_list(request):
            bylines = Prefetch("bylines", Byline.objects.select_related("author"))
            return (
                articles.defer("body", "folded")
                .select_related("category", "trashed_by", *REVIEWED)
                .prefetch_related(bylines)
            )
        return articles.select_related("category", "latest_revision", "short_link", *REVIEWED)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The filters of the list and no others: no guessing at other columns by address."""
        return lookup in ("state", "mine", "comments", "category__id__exact")

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        signature = ("category", "categories", "authors", "tags")
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        main = tuple("text" if name == "body" and reads_only else name for name in MAIN)
        fieldsets: list[Any] = [(None, {"fields": main})]
        if obj is not None and roles.may_set_comments(actor(request)):
            fieldsets.append((_("Comments"), {**SIDE, "fields": ("comments_state",)}))
        fieldsets.append((_("Category and byline"), {**SIDE, "fields": signature}))
        if obj is not None and roles.may_publish(actor(request)):
            fieldsets.append((_("Right of reply"), {**SIDE, "fields": ("reply_to",)}))
        photo = ["lead_photo", "photo_caption", "photo_alt"]
        if may_add(actor(request)) and (obj is None or article_review.may_write_here(request, obj)):
            photo[1:1] = ["photo_file", "photo_credit"]
        fieldsets.append((_("Lead photo"), {**SIDE, "fields": photo}))
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Article]]:
        form: type[ArticleForm] = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        form.photo_refusal = getattr(request, "photo_refusal", "")
        if obj is None or not roles.may_set_comments(actor(request)):
            form.base_fields.pop("comments_state", None)  # not shown, so not taken
        if obj is None or not roles.may_publish(actor(request)):
            form.base_fields.pop("reply_to", None)
        return form

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tabs = state_tabs(self.get_queryset(request), request)
        own = mine_link(request)
        page = {"state_tabs": tabs, "mine": own, "title": _("Articles"), **(extra_context or {})}
        self._open_row(request)
        return super().changelist_view(request, page)

    def _open_row(self, request: HttpRequest) -> None:
        """``?edit=ID`` opens the quick edit of a story; it is no filter of the list."""
        asked = request.GET.get("edit", "")
        if not asked:
            return
        query = request.GET.copy()
        query.pop("edit")
        request.GET = query  # type: ignore[assignment]
        stories = Article.objects.select_related("latest_revision")
        article = stories.filter(pk=parse_id(asked) or 0).first()
        if article is not None and roles.may_edit(actor(request), article):
            request.quick_form = quick_edit.form_for(request, article)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("Body text"))
    def text(self, article: Article) -> SafeString:
        """For those who read the story here without changing it."""
        content = Content.from_article(article)
        return Bodies(None, [content]).feed(content)

    # --- who may -------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None:
            return roles.may_view(actor(request), obj)
        return request.user.has_perm("articles.view_article") or roles.may_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return roles.may_write(request.user)
        return article_review.may_write_here(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Stories are withdrawn, not deleted."""
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return roles.may_publish(actor(request))

    def has_arrange_permission(self, request: HttpRequest) -> bool:
        return may_arrange(actor(request))

    def has_set_comments_permission(self, request: HttpRequest) -> bool:
        return roles.may_set_comments(actor(request))

    # --- the verbs -----------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A verb's refusal undoes everything and shows the form again, as it was typed."""
        extra_context = extra_context or {}
        take_upload(request)
        try:
            response = super().changeform_view(
                request, object_id, form_url, {**extra_context, **self._page(request, object_id)}
            )
            return article_preview.allow_frame(response)
        except StaleBase as stale:
            extra_context["conflict"] = article_merging.conflict(stale, request, self)
            refused, status = str(stale), 409
            post = request.POST.copy()
            post["base"] = str(stale.theirs.number)  # saving again is a decision
            request.POST = post  # type: ignore[assignment]
        except (TransitionNotAllowed, ContentRefused) as error:
            refused, status = str(error), 409
        except ValidationError as error:
            refused, status = "، ".join(error.messages), 400
        request.refusal = refused  # type: ignore[attr-defined]
        extra_context |= self._page(request, object_id)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = status
        return article_preview.allow_frame(response)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if context["may_edit"]:
            form = context["adminform"].form
            context["readiness"] = article_readiness.findings_of(form, context.get("article"))
        return super().render_change_form(request, context, *args, **kwargs)

    def _page(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        article = self.get_object(request, object_id) if object_id else None
        return article_pages.context(request, article)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        edit = Edit(Content.from_form(form.cleaned_data), form.cleaned_data["base"])
        if not change:
            obj.pk = publishing.create(edit.content, by=actor(request)).pk
            edit = Edit(edit.content, 1)
        if change or {"_publish", "_schedule", "_review"} & request.POST.keys():
            article_pages.run_verb(request, obj, edit)
        request.saved_content = edit.content  # type: ignore[attr-defined]
        if "reply_to" in request.POST and "reply_to" in form.changed_data:
            link_reply(obj, form.cleaned_data["reply_to"], by=actor(request))
        comments = form.cleaned_data.get("comments_state")  # empty: nothing was chosen
        if comments and "comments_state" in form.changed_data:
            set_comments(obj, CommentsState(comments), by=actor(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The verb has written the relations."""

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._done(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._done(request, obj)

    def _done(self, request: HttpRequest, article: Article) -> HttpResponse:
        article_notes.keep_typed(request, article)
        if "_trash" in request.POST:
            return article_trash.thrown(request, article)
        if "_withdraw" in request.POST:
            return HttpResponseRedirect(article_withdrawal.address(article))
        if further := article_due.next_page(request, article):
            return HttpResponseRedirect(further)
        address = reverse("admin:articles_article_change", args=[article.pk])
        if "_publish" in request.POST:
            address += "?published=1"
        else:
            self.message_user(request, article_pages.done_message(request), messages.SUCCESS)
        content: Content = request.saved_content  # type: ignore[attr-defined]
        article_readiness.report_left_out(request, article, content)
        return HttpResponseRedirect(address)

    # --- further addresses ---------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("undo-comments/", wrap(self.undo_comments), name="articles_article_undo_comments"),
            path("choices/", wrap(article_choices.choices), name="articles_article_choices"),
            path("<id:article_id>/quick/", wrap(self.quick_edit), name="articles_article_quick"),
            path("<id:article_id>/slug/", wrap(self.slug), name="articles_article_slug"),
        ]
        own += self.typed_urls()
        site = self.admin_site
        own += [*article_withdrawal.urls(site), *article_trash.urls(site)]
        own += [*article_history.urls(site), *article_withdraw_at.urls(site)]
        own += [*article_review.urls(site), *article_notes.urls(site)]
        return own + super().get_urls()

    def _viewable(self, request: HttpRequest, article_id: int) -> Article:
        article = article_pages.get_article(article_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def quick_edit(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Saves the open row; what is refused is shown in it again. The query is the list's."""
        article = self._viewable(request, article_id)
        if not article_review.may_write_here(request, article):
            raise PermissionDenied
        address = reverse("admin:articles_article_changelist")
        query = request.GET.urlencode()
        if request.method != "POST":
            return HttpResponseRedirect(f"{address}?edit={article_id}")
        form = quick_edit.form_for(request, article)
        if quick_edit.save(request, form):
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        request.quick_form = form  # type: ignore[attr-defined]
        response = self.changelist_view(request)
        response.status_code = 409 if form.is_refused else 400
        return response

    def undo_comments(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not roles.may_set_comments(actor(request)):
            raise PermissionDenied
        comments_undo.undo(request)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self._viewable(request, parse_id(object_id) or 0)
        return article_history.history(request, article, self.admin_site)

    def slug(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article = self._viewable(request, article_id)
        if not (roles.may_publish(actor(request)) and self.has_change_permission(request, article)):
            raise PermissionDenied
        return article_pages.change_slug(request, article, self.admin_site)


def _is_list(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in LIST_ADDRESSES
