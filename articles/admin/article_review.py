"""The review in the story form: what its buttons do, what is told beside them, and the queue."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import publishing, reviews, roles, workflow
from articles.models import Article, Review
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from articles.revisions import Edit, latest_content
from newsroom.accounts.actor import actor
from newsroom.site.converters import parse_id

BUTTON = "_review"
"""Names the buttons of the form; the value is the step."""


class Pressed(NamedTuple):
    run: Callable[[Article, HttpRequest], object]
    done: str | Promise
    comes_first: bool = False
    """Before what was typed is saved: without it saving is refused."""
    stands_alone: bool = False
    """Also of a form that shows the story without letting one write."""


def _note(request: HttpRequest) -> str:
    return request.POST.get("review_note", "")


STEPS: dict[str, Pressed] = {
    "submit": Pressed(
        lambda article, request: workflow.submit(article, by=actor(request), note=_note(request)),
        _("The article is submitted for review."),
    ),
    "claim": Pressed(
        lambda article, request: workflow.claim(article, by=actor(request)),
        _("The review is yours: colleagues see your name."),
        comes_first=True,
        stands_alone=True,
    ),
    "take_over": Pressed(
        lambda article, request: workflow.take_over(
            article, of=parse_id(request.POST.get("claimed_by", "")), by=actor(request)
        ),
        _("The review is yours: colleagues see your name."),
        comes_first=True,
        stands_alone=True,
    ),
    "release": Pressed(
        lambda article, request: workflow.release(article, by=actor(request)),
        _("The article waits for an editor again."),
        stands_alone=True,
    ),
    "approve": Pressed(
        lambda article, request: workflow.approve(article, by=actor(request)),
        _("The article is approved."),
    ),
    "send_back": Pressed(
        lambda article, request: workflow.send_back(
            article, by=actor(request), note=_note(request)
        ),
        _("The article is returned to its author."),
    ),
    "take_back": Pressed(
        lambda article, request: workflow.take_back(article, by=actor(request)),
        _("The article is yours again: it waits for no editor."),
        comes_first=True,
        stands_alone=True,
    ),
}


def pressed(request: HttpRequest) -> Pressed | None:
    """The step of the button that sent the form."""
    name = request.POST.get(BUTTON)
    if name is None:
        return None
    if name not in STEPS:
        raise SuspiciousOperation("There is no such step of a review.")
    return STEPS[name]


def run(request: HttpRequest, article: Article, edit: Edit, step: Pressed) -> None:
    """With what was typed: it is kept whatever the step."""
    if step.comes_first:
        step.run(article, request)
    if edit.content != latest_content(_fresh(article)):
        publishing.save(article, edit, by=actor(request))
    if not step.comes_first:
        step.run(article, request)


def _fresh(article: Article) -> Article:
    return Article.objects.select_related("latest_revision").get(pk=article.pk)


def may_write_here(request: HttpRequest, article: Article) -> bool:
    """A review that began while somebody wrote is told by the verb, beside what was typed."""
    if request.method == "POST":
        return roles.may_change(actor(request), article)
    return roles.may_edit(actor(request), article)


def context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """One query at most where no review is open."""
    user, review = actor(request), article.open_review
    shown: dict[str, Any] = {"review": review, "review_note": request.POST.get("review_note", "")}
    if review is None:
        if article.state() not in (State.DRAFT, State.PUBLISHED):
            return shown
        standing = reviews.standing(article)
        return shown | {
            "standing": standing,
            "standing_is_current": standing is not None and _is_current(article, standing),
            "may_submit": roles.may_change(user, article),
        }
    may_review, is_mine = roles.may_review(user), review.claimed_by_id == user.pk
    return shown | {
        "may_claim": may_review and not review.is_claimed,
        "may_release": review.is_claimed and is_mine,
        "may_take_over": may_review and review.is_claimed and not is_mine,
        "may_decide": may_review and roles.is_free_for(user, article),
        "may_take_back": not review.is_claimed and workflow.may_take_back(user, article),
    }


def _is_current(article: Article, review: Review) -> bool:
    """Nobody has saved since it was approved or returned."""
    latest = article.latest_revision
    return (
        latest is not None
        and review.closed_at is not None
        and (latest.created_at <= review.closed_at)
    )


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(require_POST(act))
    return [path("<id:article_id>/review/", view, name="articles_article_review")]


def act(request: HttpRequest, article_id: int) -> HttpResponse:
    """The steps for those who see the form without being able to write, and for the queue."""
    article = get_object_or_404(Article.objects.select_related("open_review"), pk=article_id)
    roles.require(roles.may_view(actor(request), article))
    step = pressed(request)
    if step is None or not step.stands_alone:
        raise SuspiciousOperation("This step belongs to the form of the story.")
    try:
        step.run(article, request)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, str(step.done))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
