"""The desk of the front page and the page «flash»: forms of plain buttons, one verb each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.admin.article_pages import quick_times
from articles.admin.front_forms import BreakingForm, FlashForm
from articles.frontpage import arrangement, breaking, placing
from articles.frontpage.flash import flash, may_flash
from articles.frontpage.models import SIZES, Arrangement, Breaking, Shape, Zone
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from articles.views.search import SearchForm, found_stories
from newsroom.accounts.actor import actor
from newsroom.arabic.matching import query_words
from newsroom.site.converters import parse_id

CANDIDATES = 12
STALE = timedelta(hours=24)
DESK = "admin:frontpage_desk"


@admin.register(Arrangement)
class FrontDesk(ModelAdmin[Arrangement]):
    """There is one front page: its list is the desk."""

    nav_position = 30
    nav_label = gettext_lazy("Front page")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(placing.PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return request.user.has_perm(placing.PERMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse(DESK))

    def get_urls(self) -> list[URLPattern]:
        wrap, site = self.admin_site.admin_view, self.admin_site
        return [
            path("", wrap(self.changelist_view), name="frontpage_arrangement_changelist"),
            path("desk/", wrap(partial(desk, site=site)), name="frontpage_desk"),
        ]


def pages(site: AdminSite) -> list[URLPattern]:
    return [path("flash/", site.admin_view(partial(flash_page, site=site)), name="flash")]


# --- the desk ----------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    if not placing.may_arrange(actor(request)):
        raise PermissionDenied
    line = BreakingForm(request.POST if "announce" in request.POST else None)
    if request.method == "POST":
        try:
            if _act(request, line):
                return HttpResponseRedirect(_back(request))
        except TransitionNotAllowed as refused:
            messages.warning(request, str(refused))
            if not line.is_bound:
                return HttpResponseRedirect(_back(request))
    context = {**site.each_context(request), **_shown(request), "line": line}
    status = 400 if request.method == "POST" else 200
    return render(request, "admin/frontpage/desk.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """To the desk as it was searched."""
    query = request.GET.urlencode()
    return reverse(DESK) + (f"?{query}" if query else "")


def _shown(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    front = arrangement.front_page(now)
    candidates, search = _candidates(request, front)
    return {
        "opts": Arrangement._meta,
        "title": _("Front page"),
        "now": now,
        "front": front,
        "shapes": Shape.choices,
        "zones": [_zone(zone, front, now) for zone in Zone],
        "breaking": Breaking.objects.active(now).select_related("article").first(),
        "candidates": candidates,
        "search": search,
        "pin_times": quick_times(now),
        "may_flash": may_flash(actor(request)),
    }


def _zone(zone: Zone, front: arrangement.FrontPage, now: datetime) -> dict[str, Any]:
    rows = [
        {
            "number": spot.place[1],
            "article": spot.article,
            "slot": spot.slot,
            "first": spot.place[1] == 1,
            "last": spot.place[1] == SIZES[zone],
            "stale": spot.article is not None and (spot.article.publish_at or now) < now - STALE,
        }
        for spot in front.spots
        if spot.place[0] == zone
    ]
    return {"zone": zone, "label": zone.label, "rows": rows}


def _candidates(
    request: HttpRequest, front: arrangement.FrontPage
) -> tuple[list[Article], SearchForm]:
    """Newest first, without those that an editor has placed already."""
    form = SearchForm(request.GET)
    words = query_words(form.cleaned_data["q"]) if form.is_valid() else []
    newest = Article.objects.published().for_listing().newest_first()
    stories = found_stories(words) if words else newest
    placed = [spot.slot.article_id for spot in front.spots if spot.slot]
    return list(stories.exclude(pk__in=placed)[:CANDIDATES]), form


# --- what the buttons do -----------------------------------------------------------------

Verb = Callable[[Article], bool]


def _act(request: HttpRequest, line: BreakingForm) -> bool:
    """Run the verb of the button that was pressed; False: the form has to be shown again."""
    post, by = request.POST, actor(request)
    if "announce" in post:
        if not line.is_valid():
            return False
        breaking.announce(by=by, **line.said())
        messages.success(request, _("The breaking news is on the page."))
        return True
    if "end_breaking" in post:
        _tell(request, breaking.end_breaking(by=by))
    elif "undo" in post:
        _tell(request, placing.undo(by=by))
    elif "shape" in post:
        _tell(request, placing.set_shape(_chosen_shape(post["shape"]), by=by))
    else:
        _act_on_story(request)
    return True


def _act_on_story(request: HttpRequest) -> None:
    post, by = request.POST, actor(request)
    verbs: dict[str, Verb] = {
        "make_lead": partial(placing.make_lead, by=by),
        "add": partial(placing.add, by=by),
        "keep": lambda article: placing.place(article, *_chosen_place(post), by=by),
        "remove": partial(placing.remove, by=by),
        "move_up": partial(placing.move_up, by=by),
        "move_down": partial(placing.move_down, by=by),
        "pin": lambda article: placing.pin(article, _chosen_end(post, article), by=by),
        "unpin": partial(placing.unpin, by=by),
    }
    pressed = next((name for name in verbs if name in post), None)
    if pressed is None:
        raise BadRequest
    _tell(request, verbs[pressed](_story(post[pressed])))


def _tell(request: HttpRequest, changed: bool) -> None:
    if changed:
        messages.success(request, _("The front page is changed."))
    else:
        messages.info(request, _("Nothing has changed."))


def _story(value: str) -> Article:
    article_id = parse_id(value)
    if article_id is None:
        raise BadRequest
    found = Article.objects.filter(pk=article_id).first()
    if found is None:
        raise Http404
    return found


def _chosen_shape(value: str) -> Shape:
    if value not in Shape.values:
        raise BadRequest
    return Shape(value)


def _chosen_place(post: Any) -> tuple[Zone, int]:
    """The button sends "id", and a hidden field of its row the place: "second 3"."""
    zone, _sep, number = post.get(f"place_{post['keep']}", "").partition(" ")
    if zone not in Zone.values or not (number.isascii() and number.isdigit() and len(number) < 3):
        raise BadRequest
    return Zone(zone), int(number)


def _chosen_end(post: Any, article: Article) -> datetime:
    """In the newsroom's zone. Near the end of the calendar a zone has no time for a moment."""
    try:
        end = datetime.fromisoformat(post.get(f"until_{article.pk}", ""))
        end = end if timezone.is_aware(end) else timezone.make_aware(end)
        return timezone.localtime(end.astimezone(UTC))
    except (ValueError, OverflowError):
        raise BadRequest from None


# --- flash -------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def flash_page(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    if not may_flash(actor(request)):
        raise PermissionDenied
    form = FlashForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        article = flash(said["headline"], line=said["line"], by=actor(request))
        address = reverse("admin:articles_article_change", args=[article.pk])
        messages.warning(request, _("Needs completing: text, picture and category."))
        return HttpResponseRedirect(f"{address}?published=1")
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": _("Flash"),
        "form": form,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "admin/frontpage/flash.html", context, status=status)
