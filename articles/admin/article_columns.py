from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles import roles
from articles.admin import article_presence
from articles.comments.models import Comment
from articles.models import Article, Review
from articles.models.article import State
from articles.models.settings import CommentsState
from newsroom.accounts.actor import actor
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

PILLS = {
    State.DRAFT: "draft",
    State.SCHEDULED: "sched",
    State.PUBLISHED: "pub",
    State.WITHDRAWN: "arch",
    State.TRASHED: "arch",
}


def state_pill(article: Article) -> SafeString:
    state, review = article.state(), article.open_review
    if review is not None and state == State.DRAFT:
        return review_pill(review)
    return format_html('<span class="nr-pill nr-pill--{}">{}</span>', PILLS[state], state.label)


def review_pill(review: Review) -> SafeString:
    label = review.get_state_display()
    return format_html('<span class="nr-pill nr-pill--review">{}</span>', label)


class ArticleChangeList(ChangeList):
    """Gives the rows of a page one clock, their comment counts, who edits them, and which of them
    this person has unsaved text of (four queries).
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        may_review = roles.may_review(request.user)
        page = {"site": SiteSettings.load(), "now": timezone.now(), "may_review": may_review}
        clock = Context(page)
        rows = list(self.result_list)
        approved = dict(
            Comment.objects.approved()
            .filter(article__in=[row.pk for row in rows])
            .order_by()
            .values_list("article")
            .annotate(Count("id"))
        )
        for row in rows:
            row.clock, row.comment_count = clock, approved.get(row.pk, 0)
            row.quick_address = self._quick_address(request, row)
        article_presence.mark_rows(rows, actor(request))
        self.result_list = rows
        self._place_quick_form(request)
        self.count_phrase = arabic.count(clock, self.result_count, "articles")

    def _quick_address(self, request: HttpRequest, row: Article) -> str:
        """Empty where the link would lead to a refusal. A reporter's list is her own stories."""
        user = request.user
        if not roles.is_free_for(actor(request), row):
            return ""
        own = user.has_perm("articles.change_own_article") and row.status == Article.Status.DRAFT
        is_own_list = not user.has_perm("articles.view_article")
        if user.has_perm("articles.change_article") or own and is_own_list:
            return self.get_query_string({"edit": row.pk}) + f"#row-{row.pk}"
        return ""

    def _place_quick_form(self, request: HttpRequest) -> None:
        """The open form stands below its story, or above the list where the story is not in it."""
        self.quick_form = getattr(request, "quick_form", None)
        self.quick_query = self.get_query_string()
        self.quick_place = 0
        if self.quick_form is not None:
            rows = [row.pk for row in self.result_list]
            pk = self.quick_form.article.pk
            self.quick_place = rows.index(pk) + 1 if pk in rows else 0


class ArticleColumns:
    """The columns of the story list; they read what ``ArticleChangeList`` put on the rows."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    @admin.display(description=gettext_lazy("Headline"), ordering="headline")
    def title(self, article: Any) -> SafeString:
        return format_html('<bdi class="nr-headline">{}</bdi>{}', article.headline, article.marks)

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def pill(self, article: Article) -> SafeString:
        mark = state_pill(article)
        if article.open_review is not None and article.live_revision_id:
            return format_html("{} {}", mark, review_pill(article.open_review))
        if article.live_revision_id and article.has_unpublished_changes:
            return format_html(
                '{} <span class="nr-quiet">{}</span>', mark, _("unpublished changes")
            )
        return mark

    @admin.display(description=gettext_lazy("Time"), ordering="changed_at")
    def when(self, article: Any) -> SafeString:
        if article.publish_at is None:
            changed = arabic.short_when(article.clock, article.changed_at)
            return format_html(
                '<span class="nr-quiet">{}</span>', _("changed %(when)s") % {"when": changed}
            )
        return format_html(
            '<time datetime="{}">{}</time>',
            arabic.iso(article.publish_at),
            arabic.short_when(article.clock, article.publish_at),
        )

    @admin.display(description=gettext_lazy("Category"), ordering="category")
    def section(self, article: Article) -> str:
        return article.category.name

    @admin.display(description=gettext_lazy("Authors"))
    def who(self, article: Article) -> str:
        comma = pgettext("between names", ",")
        return f"{comma} ".join(line.author.name for line in article.bylines.all()) or "—"

    @admin.display(description=gettext_lazy("Comments"))
    def talk(self, article: Any) -> SafeString:
        state = CommentsState(article.comments_state)
        printed = arabic.number(article.clock, article.comment_count)
        label = arabic.count(article.clock, article.comment_count, "comments")
        return format_html(
            '<span class="nr-phone">{} </span>'
            '<span class="nr-talk nr-talk--{}" title="{}">{}{}</span>',
            _("Comments:"),
            state,
            label,
            printed,
            "" if state == CommentsState.OPEN else f" · {state.label}",
        )

    @admin.display(description=gettext_lazy("Quick edit"))
    def quick(self, article: Any) -> SafeString:
        if not article.quick_address:
            return SafeString("")
        return format_html(
            '<a class="nr-quick" id="row-{}" href="{}">{}'
            '<span class="visually-hidden">: {}</span></a>',
            article.pk,
            article.quick_address,
            _("Quick edit"),
            article.headline,
        )
