"""The newsroom's calendar: a month, a week or a day, and the page that moves a scheduled story."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import Context
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import calendar, roles
from articles.admin.calendar_form import CalendarForm
from articles.admin.fields import parse_time
from articles.calendar import Event, Kind, Sheet, Span
from articles.content import ContentRefused
from articles.models import Article
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from articles.rescheduling import reschedule
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

SHOWN = {Span.MONTH: 4, Span.WEEK: 15, Span.DAY: 2000}
"""Stories of a day; the others are behind a link to the day."""
WARNINGS_SHOWN = 8
WARNINGS_OPEN = 4
"""More of them would push the calendar off a phone: they wait behind their number."""
SALT = "articles.calendar.undo"
SECONDS = 600
TAG = "unmove:"


def pages(site: AdminSite) -> list[URLPattern]:
    wrap = site.admin_view
    return [
        path("calendar/", wrap(partial(show, site=site)), name="calendar"),
        path("calendar/undo/", wrap(undo), name="calendar_undo"),
        path(
            "calendar/<id:article_id>/move/", wrap(partial(move, site=site)), name="calendar_move"
        ),
    ]


# --- the calendar ------------------------------------------------------------------------


class Cell(NamedTuple):
    day: date
    is_today: bool
    is_outside: bool
    events: Sequence[Event]
    rest: int
    stories: int
    address: str


@never_cache
@require_safe
def show(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """At most eight queries, however many stories there are."""
    user, now = actor(request), timezone.now()
    sees_all = user.has_perm("articles.view_article")
    roles.require(sees_all or roles.may_write(user))
    form = CalendarForm(request.GET, today=timezone.localdate(now), by_author=sees_all)
    page = site.each_context(request) | {
        "opts": Article._meta,
        "title": _("Calendar"),
        "form": form,
        "now": now,
        "may_move": roles.may_publish(user) and user.has_perm("articles.change_article"),
    }
    page |= _sheet(page["site"], form, user, now)
    status = 200 if form.is_valid() else 400
    return render(request, "admin/calendar/calendar.html", page, status=status)


def _sheet(site: SiteSettings, form: CalendarForm, user: User, now: datetime) -> dict[str, Any]:
    sheet = Sheet(form.span, form.around, site.edition_data.first_weekday)
    sees_all = user.has_perm("articles.view_article")
    stories = Article.objects.all() if sees_all else Article.objects.owned_by(user)
    everything = calendar.events(stories, sheet, now, form.condition())
    found = [event for event in everything if event.is_wanted and event.kind in form.kinds]
    days = sheet.days()
    held = calendar.by_day(found, days)
    shown: dict[str, Any] = {
        "sheet": sheet,
        "span": sheet.span,
        "first": days[0],
        "last": days[-1],
        "cells": [_cell(day, held[day], sheet, form, now) for day in days],
        "weekdays": days[:7],
        "stories": len({event.article for event in found if sheet.holds(_day_of(event))}),
        "places": form.places(sheet, timezone.localdate(now)),
        "query": form.query(),
    }
    if sees_all:
        shown |= _warnings(everything, days, site, now)  # whatever is looked at
    clashing = {one.article for group in shown.get("clashes", ()) for one in group}
    return {**shown, "clashing": clashing}


def _cell(day: date, held: list[Event], sheet: Sheet, form: CalendarForm, now: datetime) -> Cell:
    shown = _first_of_all(held, SHOWN[sheet.span], now)
    return Cell(
        day=day,
        is_today=day == timezone.localdate(now),
        is_outside=not sheet.holds(day),
        events=shown,
        rest=len(held) - len(shown),
        stories=len({event.article for event in held}),
        address=form.query(view=Span.DAY, day=day),
    )


def _first_of_all(held: list[Event], most: int, now: datetime) -> list[Event]:
    """What is still to come before what has been, where there is no room for all."""
    past = sum(event.at <= now for event in held)
    start = min(past, max(0, len(held) - most))
    return held[start : start + most]


def _warnings(
    found: list[Event], days: list[date], site: SiteSettings, now: datetime
) -> dict[str, Any]:
    scheduled = [event for event in found if event.kind == Kind.SCHEDULED]
    clashes = calendar.clashes(scheduled)
    gaps = calendar.gaps(scheduled, days, now, site.edition_data)
    return {
        "clashes": clashes,
        "clashes_shown": clashes[:WARNINGS_SHOWN],
        "clashes_left": max(0, len(clashes) - WARNINGS_SHOWN),
        "gaps": gaps,
        "warnings": len(clashes) + len(gaps),
        "warnings_open": len(clashes) + len(gaps) <= WARNINGS_OPEN,
    }


def _day_of(event: Event) -> date:
    return timezone.localdate(event.at)


# --- moving a story ----------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    """The query is that of the calendar, to which this page leads back."""
    user = actor(request)
    roles.require(roles.may_publish(user))
    article = Article.objects.defer("body", "folded").filter(pk=article_id).first()
    if article is None:
        raise Http404
    roles.require(roles.may_change(user, article))
    back, error, status = _back(request), "", 200
    if request.method == "POST":
        error, status = _moved(request, article)
        if not error:
            return HttpResponseRedirect(back)
    return render(
        request,
        "admin/calendar/move.html",
        {
            **site.each_context(request),
            "opts": Article._meta,
            "title": _("Change the time"),
            "article": article,
            "is_scheduled": article.state() == State.SCHEDULED,
            "typed": request.POST or _proposed(request, article),
            "error": error,
            "back": back,
        },
        status=status,
    )


def _moved(request: HttpRequest, article: Article) -> tuple[str, int]:
    """The refusal and its status; empty where the story stands at its new time."""
    post = request.POST
    try:
        at = parse_time(post.get("at_0", ""), post.get("at_1", ""))
        before = _moment(post.get("was", ""))
        reschedule(article, at, by=actor(request), expected=before)
    except ValidationError as refused:
        return "، ".join(refused.messages), 400
    except (TransitionNotAllowed, ContentRefused) as refused:
        return str(refused), 409
    said = {"headline": article.headline, "time": _printed(request, at)}
    text = _("«%(headline)s» will be published: %(time)s") % said
    messages.success(request, text, _undo_tag(request, article, before, at))
    return "", 200


def _proposed(request: HttpRequest, article: Article) -> dict[str, str]:
    """The time it has; of another day where it was dragged to one."""
    if article.publish_at is None:
        return {}
    at = timezone.localtime(article.publish_at)
    day = request.GET.get("to") or f"{at:%d/%m/%Y}"
    return {"at_0": day, "at_1": f"{at:%H:%M}", "was": article.publish_at.isoformat()}


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise ValidationError(_("Open the form again: something is missing in it."))
    return moment


def _printed(request: HttpRequest, at: datetime) -> str:
    context = Context({"site": SiteSettings.load(), "now": timezone.now()})
    return str(arabic.short_when(context, at))


def _back(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("to", None)
    return reverse("admin:calendar") + (f"?{query.urlencode()}" if query else "")


# --- undo --------------------------------------------------------------------------------


def _undo_tag(request: HttpRequest, article: Article, before: datetime, at: datetime) -> str:
    """``extra_tags`` of the message; the message list draws the button from it."""
    data = {
        "by": actor(request).pk,
        "article": article.pk,
        "before": before.isoformat(),
        "at": at.isoformat(),
        "back": _back(request),
    }
    return TAG + signing.dumps(data, salt=SALT, compress=True)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Back to its former time, but for a story that somebody has moved again since."""
    roles.require(roles.may_publish(actor(request)))
    try:
        data = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        messages.warning(request, _("Undo was possible for ten minutes only."))
        return HttpResponseRedirect(reverse("admin:calendar"))
    if data["by"] != actor(request).pk:
        raise PermissionDenied
    article = Article.objects.defer("body", "folded").filter(pk=data["article"]).first()
    if article is None:
        raise Http404
    before, at = (datetime.fromisoformat(data[name]) for name in ("before", "at"))
    try:
        reschedule(article, before, by=actor(request), expected=at)
    except (TransitionNotAllowed, ContentRefused) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The article is back at its former time."))
    return HttpResponseRedirect(data["back"])
