"""What the photo picker asks the server: cards, an upload in place, a description in place."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.media.decoding import ACCEPT, PhotoRefused
from newsroom.media.describing import describe
from newsroom.media.discarding import discard
from newsroom.media.forms import WordsForm, upload_limit
from newsroom.media.models import Photo
from newsroom.media.rights import may_add, may_change, require_choosable
from newsroom.media.uploading import take

PAGE_SIZE = 24
LAST_PAGE = 50


@require_safe
def picker(request: HttpRequest) -> HttpResponse:
    page = {
        "accept": ACCEPT,
        **upload_limit(),
        "may_add": may_add(actor(request)),
        "form": WordsForm(instance=Photo(), auto_id="picked_%s"),
    }
    return render(request, "admin/media/picker_dialog.html", page)


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Cards of the photos that a search finds, newest first, a page at a time."""
    typed = request.GET.get("page", "")
    number = min(int(typed), LAST_PAGE) if typed.isdecimal() and len(typed) < 4 else 1
    start = (max(1, number) - 1) * PAGE_SIZE
    photos = Photo.objects.choosable().with_renditions()
    found = list(photos.matching(request.GET.get("q", "")[:100])[start : start + PAGE_SIZE + 1])
    by = actor(request)
    page = {
        "cards": [(photo, json.dumps(as_json(photo, by=by))) for photo in found[:PAGE_SIZE]],
        "next": number + 1 if len(found) > PAGE_SIZE and number < LAST_PAGE else None,
    }
    return render(request, "admin/media/choices.html", page)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """One file. What is known already is answered, with ``known``; ``alike`` shows the same."""
    by = actor(request)
    if not may_add(by):
        raise PermissionDenied
    files = request.FILES.getlist("file")
    if not files:
        return _refused(_("Choose one photo at least."))
    outcome = take(files[:1], by=by, credit="")[0]
    if outcome.photo is None:
        return _refused(outcome.refusal)
    try:
        require_choosable([outcome.photo])  # it may have been known before
    except PhotoRefused as refused:
        return _refused(str(refused))
    answer = as_json(outcome.photo, by=by) | {"known": outcome.known}
    alike = outcome.alike if outcome.alike and _is_offered(outcome.alike) else None
    answer["alike"] = as_json(alike, by=by) if alike else None
    return JsonResponse({"photo": answer})


def _is_offered(photo: Photo) -> bool:
    return not photo.is_archived and not photo.is_expired()


@require_POST
def describe_in_place(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = get_object_or_404(Photo, pk=photo_id)
    by = actor(request)
    if not may_change(by, photo):
        raise PermissionDenied
    form = WordsForm(request.POST, instance=photo)
    if not form.is_valid():
        errors = {name: " ".join(map(str, found)) for name, found in form.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    describe(photo, by=by, **form.said)
    fresh = Photo.objects.with_renditions().get(pk=photo_id)
    return JsonResponse({"photo": as_json(fresh, by=by)})


@require_POST
def discard_upload(request: HttpRequest, photo_id: int) -> HttpResponse:
    """The answer to «this picture is already in the library»: the known one is used."""
    try:
        discard(get_object_or_404(Photo, pk=photo_id), by=actor(request))
    except PhotoRefused as refused:
        return _refused(str(refused))
    return JsonResponse({})


def as_json(photo: Photo, *, by: User) -> dict[str, Any]:
    """Costs a query without ``with_renditions``."""
    thumb, large = photo.thumb, next(reversed(photo.by_format.get("jpeg", [])), None)
    return {
        "id": photo.pk,
        "title": str(photo),
        "thumb": thumb.url if thumb else "",
        "large": large.url if large else "",
        **{name: getattr(photo, name) for name in ("width", "height", "alt", "caption", "credit")},
        **{name: getattr(photo, name) for name in ("focal_x", "focal_y", "focal_point")},
        "may_change": may_change(by, photo),
        "expires_soon": photo.expires_soon(),
    }


def _refused(reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=400)
