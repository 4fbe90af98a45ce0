"""Internal notes beside the story form. Without scripts they have a page of their own."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import roles
from articles.editing import notes
from articles.editing.models import Note
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.actor import actor


def context(article: Article) -> dict[str, Any]:
    """Two queries, one where nobody has written a note."""
    threads = notes.threads(article)
    open_ones = sum(note.resolved_at is None for note in threads)
    return {"threads": threads, "open_notes": open_ones}


def urls(site: AdminSite) -> list[URLPattern]:
    views = {
        "notes": ("notes/", page),
        "answer_note": ("notes/<id:note_id>/answer/", require_POST(answer)),
        "settle_note": ("notes/<id:note_id>/settle/", require_POST(settle)),
    }
    return [
        path(
            f"<id:article_id>/{where}",
            site.admin_view(partial(_of_story, view=view, site=site)),
            name=f"articles_article_{name}",
        )
        for name, (where, view) in views.items()
    ]


@never_cache
def _of_story(
    request: HttpRequest, article_id: int, view: Any, site: AdminSite, **kwargs: Any
) -> HttpResponse:
    article = get_object_or_404(Article, pk=article_id)
    roles.require(roles.may_view(actor(request), article))
    response: HttpResponse = view(request, article, site, **kwargs)
    return response


def page(request: HttpRequest, article: Article, site: AdminSite) -> HttpResponse:
    """The notes; a POST adds one."""
    if request.method != "POST":
        return _page(request, article, site)
    typed = request.POST.get("note", "")
    try:
        notes.add(article, typed, by=actor(request))
    except TransitionNotAllowed as refused:
        return _page(request, article, site, refusal=str(refused), typed=typed)
    return _shown(request, article)


def answer(request: HttpRequest, article: Article, site: AdminSite, note_id: int) -> HttpResponse:
    note, typed = _note(article, note_id), request.POST.get(f"answer_{note_id}", "")
    try:
        notes.answer(note, typed, by=actor(request))
    except TransitionNotAllowed as refused:
        return _page(
            request, article, site, refusal=str(refused), answered=note.pk, typed_answer=typed
        )
    return _shown(request, article)


def settle(request: HttpRequest, article: Article, site: AdminSite, note_id: int) -> HttpResponse:
    """``_note=resolve`` or ``_note=reopen``: pressed twice it changes nothing."""
    note = _note(article, note_id)
    verb = {"resolve": notes.resolve, "reopen": notes.reopen}.get(request.POST.get("_note", ""))
    if verb is None:
        raise SuspiciousOperation("A note is resolved or reopened.")
    verb(note, by=actor(request))
    return _shown(request, article)


def keep_typed(request: HttpRequest, article: Article) -> None:
    """A note that was typed but not yet added goes with whatever button sends the form."""
    typed = request.POST.get("note", "")
    if typed.strip():
        notes.add(article, typed, by=actor(request))


def _note(article: Article, note_id: int) -> Note:
    note = Note.objects.select_related("article", "parent").filter(pk=note_id, article=article)
    if not (found := note.first()):
        raise Http404
    return found


def _shown(request: HttpRequest, article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[article.pk]))


def _page(request: HttpRequest, article: Article, site: AdminSite, **typed: Any) -> HttpResponse:
    page = {
        **site.each_context(request),
        "title": _("Internal notes"),
        "article": article,
        "opts": Article._meta,
        **context(article),
        **typed,
    }
    status = 400 if typed else 200
    return render(request, "admin/articles/article/notes.html", page, status=status)
