"""Who else has a story open, and whether somebody has saved it since: asked every few seconds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from articles import roles
from articles.editing import autosaves, presence
from articles.models import Article
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.site.converters import parse_id

EVERY_MS = 10_000


def get_article(article_id: int) -> Article:
    """Without its texts: this is asked every few seconds."""
    articles = Article.objects.select_related("latest_revision__created_by", "open_review")
    return get_object_or_404(
        articles.defer("body", "folded", "latest_revision__snapshot"), pk=article_id
    )


@never_cache
def beat(request: HttpRequest, article: Article) -> HttpResponse:
    """``base``: the revision that the form was opened with. ``_leave``: the form is closed.

    Two queries of its own: a line is written, those of the others are read.
    """
    user = actor(request)
    if "_leave" in request.POST:
        presence.leave(article, by=user)
        return HttpResponse(status=204)
    if roles.may_edit(user, article):
        presence.beat(article, by=user)
    others = presence.others(article, than=user)
    return JsonResponse({"others": said_of(others), "newer": _newer(request, article, user)})


def mark_rows(rows: list[Any], user: User) -> None:
    """For the list of stories: ``marks`` beside each headline. Two queries."""
    found = [row.pk for row in rows]
    present = presence.others_at(found, than=user)
    unsaved = autosaves.unsaved_at(found, of=user)
    for row in rows:
        said = [said_of(present.get(row.pk, []))]
        said += [_("unsaved text of yours")] if row.pk in unsaved else []
        row.marks = format_html_join(
            "", ' <span class="nr-pill nr-pill--review">{}</span>', ((one,) for one in said if one)
        )


def said_of(people: list[User]) -> str:
    """Who is editing, in words; empty where nobody is."""
    if not people:
        return ""
    comma = pgettext("between names", ",")
    names = f"{comma} ".join(person.get_short_name() for person in people)
    return _("Being edited now by: %(names)s") % {"names": names}


def _newer(request: HttpRequest, article: Article, user: User) -> dict[str, Any] | None:
    base = parse_id(request.POST.get("base", "")) or 0
    revision = presence.newer_revision(article, base)
    if revision is None or not base:
        return None
    name = revision.created_by.get_short_name() if revision.created_by else "—"
    said = _("A newer version was saved by %(name)s.") % {"name": name}
    if revision.created_by_id == user.pk:
        said = _("You saved a newer version in another window.")
    page = reverse("admin:articles_article_compare", args=[article.pk])
    return {
        "number": revision.number,
        "said": said,
        "compare": f"{page}?old={base}&new={revision.number}",
    }
