"""The history of a story: all its revisions, and the way back to each of them."""

from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import restoring, roles
from articles.admin.article_compare import compare_page
from articles.content import ContentRefused
from articles.due_rows import due_revision
from articles.models import Article, Revision
from articles.publishing import TransitionNotAllowed
from articles.revisions import StaleBase
from newsroom.accounts.actor import actor
from newsroom.audit.models import Entry
from newsroom.site.converters import parse_id

PER_PAGE = 50
ENTRIES = 100


class Line(NamedTuple):
    """A revision, and those that it is compared with; each pair has the older one first."""

    revision: Revision
    with_before: tuple[int, int] | None
    with_live: tuple[int, int] | None
    is_live: bool
    is_newest: bool
    is_due: bool


def urls(site: AdminSite) -> list[URLPattern]:
    views: dict[str, Any] = {
        "compare": ("compare", require_safe(compare)),
        "restore_revision": ("restore", require_POST(restore)),
    }
    return [
        path(
            f"<id:article_id>/{where}/",
            site.admin_view(partial(view, site=site)),
            name=f"articles_article_{name}",
        )
        for name, (where, view) in views.items()
    ]


def history(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """Five queries beside those of every page, however many revisions."""
    revisions = article.revisions.select_related("created_by").defer("snapshot")
    pages = Paginator(revisions, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    first = page.start_index() - 1 if pages.count else 0
    entries = Entry.objects.filter(
        target_type=Article._meta.label_lower, target_id=str(article.pk)
    ).select_related("by")
    latest = article.latest_revision
    context = {
        **site.each_context(request),
        "title": _("Revision history"),
        "article": article,
        "opts": Article._meta,
        # One more than is shown: the last line is compared with it.
        "lines": _lines(article, list(revisions[first : first + PER_PAGE + 1])),
        "page": page,
        "may_restore": roles.may_edit(actor(request), article),
        "base": latest.number if latest else 0,
        "entries": entries[:ENTRIES],
    }
    return render(request, "admin/articles/article/history.html", context)


def compare(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    return compare_page(request, _viewed(request, article_id), site)


def restore(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    article = _viewed(request, article_id)
    number, base = (parse_id(request.POST.get(name, "")) or 0 for name in ("revision", "base"))
    address = reverse("admin:articles_article_change", args=[article.pk])
    try:
        restored = restoring.restore(article, number, base=base, by=actor(request))
    except StaleBase as stale:
        wanted = article.revisions.filter(number=number).first()
        return compare_page(
            request, article, site, pair=(wanted, stale.theirs), refusal=str(stale), status=409
        )
    except (TransitionNotAllowed, ContentRefused) as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[article.pk]))
    messages.success(request, _("The older revision is restored as the newest one."))
    newest = restored.latest_revision
    over = base if newest is not None and newest.number == base + 1 else 0
    return HttpResponseRedirect(f"{address}?restored_over={over}")


def restored_over(request: HttpRequest, article: Article) -> Revision | None:
    """The newest revision before the restoration that has just been done: undoing goes there."""
    number = parse_id(request.GET.get("restored_over", ""))
    newest = article.latest_revision
    if number is None or newest is None or newest.kind != Revision.Kind.RESTORE:
        return None
    return (
        article.revisions.defer("snapshot").filter(number=number, number__lt=newest.number).last()
    )


def _viewed(request: HttpRequest, article_id: int) -> Article:
    stories = Article.objects.select_related(
        "latest_revision__created_by", "live_revision", "open_review__claimed_by"
    )
    article = get_object_or_404(stories, pk=article_id)
    roles.require(roles.may_view(actor(request), article))
    return article


def _lines(article: Article, revisions: list[Revision]) -> list[Line]:
    live, due = article.live_revision, due_revision(article)
    lines = []
    for place, revision in enumerate(revisions[:PER_PAGE]):
        before = revisions[place + 1].number if place + 1 < len(revisions) else None
        is_live = revision.pk == article.live_revision_id
        lines.append(
            Line(
                revision,
                with_before=(before, revision.number) if before else None,
                with_live=None if live is None or is_live else _pair(live, revision),
                is_live=is_live,
                is_newest=revision.pk == article.latest_revision_id,
                is_due=due is not None and due.revision_id == revision.pk,
            )
        )
    return lines


def _pair(one: Revision, other: Revision) -> tuple[int, int]:
    older, newer = sorted((one.number, other.number))
    return older, newer
