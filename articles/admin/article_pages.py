"""What the story form shows around its fields, and the pages beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing, roles
from articles.admin import article_due, article_history, article_notes, article_review
from articles.admin.article_columns import state_pill
from articles.admin.article_preview import links_context
from articles.admin.fields import pressed_time
from articles.admin.share_texts import share_texts
from articles.due_rows import due_revision
from articles.frontpage.placing import make_lead, may_arrange
from articles.models import Article
from articles.models.article import State
from articles.publishing import UpdateKind
from articles.requests.handling import may_see
from articles.revisions import Edit, latest_content
from articles.trash import trash
from articles.withdrawal import require_withdrawable
from newsroom.accounts.actor import actor
from newsroom.site.addresses import absolute, without_scheme

# Verbs that do nothing to the text: what was typed is kept as a draft first. Withdrawing asks why,
# on a page of its own.
BESIDE: dict[str, Callable[..., object]] = {
    "_withdraw": lambda article, *, by: require_withdrawable(article, by=by),
    "_unschedule": publishing.unschedule,
    "_lead": make_lead,
    "_trash": trash,
}


def get_article(article_id: int) -> Article:
    found = (
        Article.objects.select_related(
            *("category__parent__parent", "latest_revision__created_by"),
            *("open_review__submitted_by", "open_review__claimed_by"),
        )
        .filter(pk=article_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def context(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    now = timezone.now()
    state = article.state(now) if article else State.DRAFT
    shown: dict[str, Any] = {
        "state": state,
        "may_publish": roles.may_publish(actor(request)),
        "may_arrange": may_arrange(actor(request)),
        "may_read_withdrawals": roles.may_read_withdrawals(actor(request)),
        "may_edit": article is None or article_review.may_write_here(request, article),
        "may_submit": article is None,
        "quick_times": quick_times(now),
        "update_kinds": UpdateKind.choices,
        "posted": request.POST or _preset(request),
    }
    if article is not None:
        shown |= {
            "article": article,
            "state_pill": state_pill(article),
            "unpublished_changes": bool(article.live_revision_id)
            and article.has_unpublished_changes,
            **links_context(article),
            **article_review.context(request, article),
            **article_notes.context(article),
            **article_due.context(article, now),
            "restored_over": article_history.restored_over(request, article),
            "revisions": article.revisions.select_related("created_by")[:5],
            "links": links(request, article) if article.was_public(now) else None,
            **_corrections(request, article, now),
            "short_link": _short_link(request, article),
            "just_published": request.GET.get("published") == "1" and state == State.PUBLISHED,
        }
        if shown["just_published"]:
            best = shown["short_link"] or shown["links"]
            shown["share_texts"] = share_texts(article, best["address"])
    return shown


def _preset(request: HttpRequest) -> QueryDict:
    """What a link to the form chooses beforehand."""
    chosen = QueryDict(mutable=True)
    chosen["kind"] = request.GET.get("kind", "")
    return chosen


def _corrections(request: HttpRequest, article: Article, now: datetime) -> dict[str, Any]:
    """Notes, where they can be mended, and requests from outside: a query each."""
    shown: dict[str, Any] = {"may_see_requests": may_see(actor(request))}
    if shown["may_see_requests"]:
        shown["open_requests"] = article.requests.open().order_by("received_on", "pk")
    if article.was_public(now) and actor(request).has_perm("articles.change_correction"):
        shown["corrections"] = article.corrections.all()
    return shown


def links(request: HttpRequest, article: Article) -> dict[str, str]:
    address = absolute(request, article.get_absolute_url())
    shown = without_scheme(absolute(request, f"/{article.address_day:%Y/%m/%d}/{article.pk}-…"))
    return {"address": address, "shown": shown}


def _short_link(request: HttpRequest, article: Article) -> dict[str, str] | None:
    link = getattr(article, "short_link", None)
    if link is None:
        return None
    address = absolute(request, link.get_absolute_url())
    return {"address": address, "shown": without_scheme(address)}


def quick_times(now: datetime) -> list[datetime]:
    """This evening, tomorrow morning and noon: those that are still to come."""
    today = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    tomorrow = today + timedelta(days=1)
    offered = [
        today.replace(hour=18),
        today.replace(hour=20, minute=30),
        tomorrow.replace(hour=7),
        tomorrow.replace(hour=12),
    ]
    return [timezone.make_aware(time.replace(tzinfo=None)) for time in offered if time > now]


def run_verb(request: HttpRequest, article: Article, edit: Edit) -> None:
    """The verb of the button that sent the form. What was typed is kept whatever the verb."""
    post, user = request.POST, actor(request)
    if "_publish" in post:
        publishing.publish(article, by=user, edit=edit)
    elif "_schedule" in post:
        publishing.schedule(article, pressed_time(post, "_schedule", "at"), by=user, edit=edit)
    elif "_update" in post:
        waiting = due_revision(article)
        publishing.update(article, by=user, edit=edit, **article_due.update_values(post))
        article_due.tell_cancelled(request, waiting)
    elif article_due.pressed(request):
        article_due.run(request, article, edit)
    elif step := article_review.pressed(request):
        article_review.run(request, article, edit, step)
    elif beside := next((verb for name, verb in BESIDE.items() if name in post), None):
        if edit.content != latest_content(get_article(article.pk)):
            publishing.save(article, edit, by=user)
        beside(article, by=user)
    else:
        publishing.save(article, edit, by=user)


def done_message(request: HttpRequest) -> str:
    post = request.POST
    if step := article_review.pressed(request):
        return str(step.done)
    if article_due.pressed(request):
        return article_due.done_message(request)
    if "_schedule" in post:
        return _("The article is scheduled.")
    if "_update" in post:
        return _("The published article is updated.")
    if "_lead" in post:
        return _("The article leads the front page.")
    if "_unschedule" in post:
        return _("The schedule is cancelled; the article is a draft again.")
    return _("The article is saved.")


def change_slug(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    typed, error, status = request.POST.get("slug", article.slug).strip(), "", 200
    if request.method == "POST":
        try:
            publishing.change_slug(article, typed, by=actor(request))
        except ValidationError as refused:
            error, status = "، ".join(refused.messages), 400
        else:
            messages.success(request, _("The address is changed; the old one leads to it."))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    page = {
        **site.each_context(request),
        "title": _("Name in the address"),
        "article": article,
        "opts": Article._meta,
        "typed": typed,
        "error": error,
    }
    return render(request, "admin/articles/article/slug.html", page, status=status)
