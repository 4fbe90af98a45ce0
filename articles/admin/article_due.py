"""What the story form offers at a set time for a story that is public: a change, a withdrawal."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing
from articles.admin.fields import pressed_time
from articles.due_revisions import cancel_update, move_update, obstacle, schedule_update
from articles.due_rows import due_revision
from articles.due_withdrawals import cancel_withdrawal, require_schedulable
from articles.models import Article, DueRevision
from articles.models.article import State
from articles.publishing import UpdateKind
from articles.revisions import Edit, latest_content
from newsroom.accounts.actor import actor
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

FIELDS = "due"
"""Begins the names of the fields for day and hour."""


def _schedule(request: HttpRequest, article: Article, edit: Edit) -> None:
    at = pressed_time(request.POST, "_update_at", FIELDS)
    schedule_update(article, at, by=actor(request), edit=edit, **update_values(request.POST))


def _move(request: HttpRequest, article: Article, edit: Edit) -> None:
    at = pressed_time(request.POST, "_move_update", FIELDS)
    _keep_typed(request, article, edit)
    move_update(article, at, by=actor(request))


def _cancel(request: HttpRequest, article: Article, edit: Edit) -> None:
    _keep_typed(request, article, edit)
    cancel_update(article, by=actor(request))


def _ask_withdrawal(request: HttpRequest, article: Article, edit: Edit) -> None:
    """Why it will be withdrawn is asked on a page of its own."""
    _keep_typed(request, article, edit)
    require_schedulable(article, by=actor(request))


def _cancel_withdrawal(request: HttpRequest, article: Article, edit: Edit) -> None:
    _keep_typed(request, article, edit)
    cancel_withdrawal(article, by=actor(request))


# By the name of the button: the verb, and what is said when it is done.
BUTTONS: dict[str, tuple[Callable[[HttpRequest, Article, Edit], None], str | Promise]] = {
    "_update_at": (_schedule, gettext_lazy("Readers will see this change at its time.")),
    "_move_update": (_move, gettext_lazy("The scheduled change has another time.")),
    "_cancel_update": (
        _cancel,
        gettext_lazy("The scheduled change is cancelled; its text stays in the history."),
    ),
    "_withdraw_at": (_ask_withdrawal, ""),
    "_cancel_withdrawal": (
        _cancel_withdrawal,
        gettext_lazy("The article will not be withdrawn by itself."),
    ),
}


def pressed(request: HttpRequest) -> str:
    """The button of this part that sent the form."""
    return next((name for name in BUTTONS if name in request.POST), "")


def run(request: HttpRequest, article: Article, edit: Edit) -> None:
    verb, _done = BUTTONS[pressed(request)]
    verb(request, article, edit)


def done_message(request: HttpRequest) -> str:
    _verb, done = BUTTONS[pressed(request)]
    return str(done)


def next_page(request: HttpRequest, article: Article) -> str:
    """Where the form leads after the button, if not back to itself."""
    if pressed(request) == "_withdraw_at":
        return reverse("admin:articles_article_withdraw_at", args=[article.pk])
    return ""


def update_values(post: QueryDict) -> dict[str, Any]:
    """Of an update, by hand or at a time. Raises ValidationError."""
    kind = post.get("kind", UpdateKind.MINOR)
    if kind not in UpdateKind.values:
        raise ValidationError(_("Choose the kind of update."))
    return {
        "kind": UpdateKind(kind),
        "correction": post.get("correction", ""),
        "wrong": post.get("wrong", "") if kind == UpdateKind.CORRECTION else "",
        "at_top": post.get("at_top") == "1",
    }


def context(article: Article, now: datetime) -> dict[str, Any]:
    """One query for a story that is public, two more for what was refused or ends."""
    state = article.state(now)
    shown: dict[str, Any] = {}
    if article.withdraw_at is not None and article.withdraw_at > now:
        shown["due_withdrawal"] = getattr(article, "due_withdrawal", None)
    if state != State.PUBLISHED:
        return shown
    due = due_revision(article)
    if due is not None:
        shown |= {"due": due, "due_kind": UpdateKind(due.kind).label}
        shown["due_obstacle"] = obstacle(due, now) if due.refused_at else ""
    return shown


def tell_cancelled(request: HttpRequest, waiting: DueRevision | None) -> None:
    """After an update by hand: ``waiting`` is what was scheduled before."""
    if waiting is not None and due_revision(waiting.article) is None:
        clock = Context({"site": SiteSettings.load(), "now": timezone.now()})
        when = arabic.short_when(clock, waiting.at)
        messages.warning(
            request,
            _(
                "The change that was scheduled (%(when)s) is cancelled: it was older than this"
                " one. Its text stays in the history."
            )
            % {"when": when},
        )


def _keep_typed(request: HttpRequest, article: Article, edit: Edit) -> None:
    stored = Article.objects.select_related("latest_revision").get(pk=article.pk)
    if edit.content != latest_content(stored):
        publishing.save(article, edit, by=actor(request))
