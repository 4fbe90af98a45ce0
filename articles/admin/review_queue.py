"""The story list while it shows what is in review: who has waited longest stands first."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.article_filters import IN_REVIEW, StateFilter
from articles.models import Article
from newsroom.site.templatetags import arabic

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Article]
else:
    _ModelAdmin = object

COLUMNS = ("title", "pill", "submitter", "waits_since", "section", "claimer")


def is_open(request: HttpRequest) -> bool:
    return request.GET.get(StateFilter.parameter_name) == IN_REVIEW


class QueueInList(_ModelAdmin):
    def get_list_display(self, request: HttpRequest) -> Any:
        return COLUMNS if is_open(request) else super().get_list_display(request)

    def get_ordering(self, request: HttpRequest) -> Any:
        if is_open(request):
            return ("open_review__submitted_at", "id")
        return super().get_ordering(request)

    @admin.display(description=gettext_lazy("Submitted by"), ordering="open_review__submitted_by")
    def submitter(self, article: Any) -> SafeString:
        return format_html("<bdi>{}</bdi>", article.open_review.submitted_by or "—")

    @admin.display(description=gettext_lazy("Waits since"), ordering="open_review__submitted_at")
    def waits_since(self, article: Any) -> SafeString:
        moment = article.open_review.submitted_at
        return format_html(
            '<time datetime="{}">{}</time>', arabic.iso(moment), arabic.ago(article.clock, moment)
        )

    @admin.display(description=gettext_lazy("Claimed by"), ordering="open_review__claimed_by")
    def claimer(self, article: Any) -> SafeString | str:
        """Who has it; where nobody has, a button: the list is a form, which it sends elsewhere."""
        review = article.open_review
        if review.is_claimed:
            return format_html("<bdi>{}</bdi>", review.claimed_by or "—")
        if not article.clock["may_review"]:
            return "—"
        return format_html(
            '<button type="submit" class="button" formaction="{}" name="_review" value="claim">{}'
            '<span class="visually-hidden">: {}</span></button>',
            reverse("admin:articles_article_review", args=[article.pk]),
            _("I take it"),
            article.headline,
        )
