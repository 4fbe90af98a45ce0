"""The library page, and the list of licences that end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.actor import actor
from newsroom.media.models import EXPIRES_SOON, Photo, PhotoQuerySet
from newsroom.media.rights import may_add
from newsroom.media.uses import Use, find_uses, unused

PAGE_SIZE = 48
CREDITS = 40
LICENCES = 100
DAYS = {"1": 1, "7": 7, "30": 30, "365": 365}
SHOWN: dict[str, Any] = {
    "no-credit": _("No credit"),
    "no-alt": _("No alt text"),
    "unused": _("Unused"),
    "expiring": _("Licence ends soon"),
    "expired": _("Licence over"),
    "archived": _("Archived"),
}


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search the photos"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Search: a word, a photographer, a place")}
        ),
    )
    credit = forms.CharField(label=_("photo credit"), required=False, max_length=120)
    days = forms.ChoiceField(
        label=_("uploaded"),
        required=False,
        choices=[
            ("", _("At any time")),
            ("1", _("In the last day")),
            ("7", _("In the last week")),
            ("30", _("In the last month")),
            ("365", _("In the last year")),
        ],
    )
    show = forms.ChoiceField(
        required=False, choices=[("", ""), *SHOWN.items()], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit"].widget = forms.Select(choices=_credits(self.data.get("credit", "")))

    def photos(self) -> PhotoQuerySet:
        self.is_valid()
        wanted = self.cleaned_data
        shown = wanted.get("show", "")
        photos = _shown(shown)
        if wanted.get("credit"):
            photos = photos.filter(credit=wanted["credit"])
        if wanted.get("days"):
            since = timezone.now() - timedelta(days=DAYS[wanted["days"]])
            photos = photos.filter(created_at__gte=since)
        return photos.matching(wanted.get("q", ""))


def library(request: HttpRequest, site: AdminSite) -> HttpResponse:
    form = FilterForm(request.GET)
    paginator = Paginator(form.photos().with_renditions(), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **site.each_context(request),
        "opts": Photo._meta,
        "title": _("Photo library"),
        "form": form,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "query": query.urlencode(),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "chips": _chips(request, form),
        "may_add": may_add(actor(request)),
    }
    return render(request, "admin/media/photo/change_list.html", context)


def licences(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Photos whose licence is over or ends soon, with the stories that show them."""
    now = timezone.now()
    ending = Photo.objects.filter(licence_expires_at__lte=now + EXPIRES_SOON)
    photos = list(ending.with_renditions().order_by("licence_expires_at")[:LICENCES])
    uses = find_uses([photo.pk for photo in photos], actor(request))
    of_photo: dict[int, list[Use]] = {photo.pk: [] for photo in photos}
    for use in uses.seen:
        of_photo[use.photo].append(use)
    context = {
        **site.each_context(request),
        "opts": Photo._meta,
        "title": _("Licences that end"),
        "rows": [(photo, photo.is_expired(now), of_photo[photo.pk]) for photo in photos],
        "hidden": uses.hidden,
    }
    return render(request, "admin/media/photo/licences.html", context)


def _shown(kind: str) -> PhotoQuerySet:
    if kind == "archived":
        return Photo.objects.filter(archived_at__isnull=False)
    photos = Photo.objects.filter(archived_at=None)
    kinds: dict[str, Callable[[], PhotoQuerySet]] = {
        "no-credit": lambda: photos.filter(credit=""),
        "no-alt": lambda: photos.filter(alt=""),
        "unused": lambda: unused(photos),
        "expiring": photos.expiring,
        "expired": photos.expired,
    }
    return kinds.get(kind, photos.all)()


def _chips(request: HttpRequest, form: FilterForm) -> list[dict[str, Any]]:
    counts = _counts(timezone.now())
    active = form.cleaned_data.get("show", "")
    chips = []
    for kind, label in SHOWN.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["show"] = "" if kind == active else kind
        chips.append(
            {
                "label": label,
                "count": counts.get(kind),
                "pressed": kind == active,
                "query": query.urlencode(),
            }
        )
    return chips


def _counts(now: datetime) -> dict[str, int]:
    """Of what somebody has to do something about."""
    here = Q(archived_at=None)
    ends = Q(licence_expires_at__gt=now, licence_expires_at__lte=now + EXPIRES_SOON)
    found = Photo.objects.aggregate(
        no_credit=Count("pk", filter=here & Q(credit="")),
        no_alt=Count("pk", filter=here & Q(alt="")),
        expiring=Count("pk", filter=here & ends),
        expired=Count("pk", filter=here & Q(licence_expires_at__lte=now)),
    )
    return {name.replace("_", "-"): number for name, number in found.items()}


def _credits(chosen: str) -> list[tuple[str, Any]]:
    """The most frequent ones; the chosen one is among them."""
    counted = Photo.objects.exclude(credit="").order_by().values("credit").annotate(n=Count("pk"))
    names = list(
        counted.order_by(F("n").desc(), "credit").values_list("credit", flat=True)[:CREDITS]
    )
    if chosen and chosen not in names:
        names.append(chosen)
    return [("", _("All credits")), *((name, name) for name in names)]
