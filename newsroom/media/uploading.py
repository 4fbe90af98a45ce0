"""The page on which photos are uploaded, several at once."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.media.decoding import ACCEPT, PhotoRefused
from newsroom.media.forms import UploadForm
from newsroom.media.intake import add_photo, find_known
from newsroom.media.likeness import find_alike
from newsroom.media.models import Photo


class Outcome(NamedTuple):
    """What became of a file: a photo, which may have been there before, or a refusal."""

    name: str
    photo: Photo | None = None
    known: bool = False
    alike: Photo | None = None
    """Another one that shows the same picture."""
    refusal: str = ""


def upload_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """A plain form. The script sends the same form with one file and asks for its outcome only."""
    form = UploadForm(request.POST or None)
    files = request.FILES.getlist("files")
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = take(files, by=actor(request), credit=form.cleaned_data["credit"])
    page: dict[str, Any] = {"outcomes": outcomes}
    if request.headers.get("X-Requested-With") == "fetch" and form.is_valid():
        return render(request, "admin/media/photo/outcomes.html", page)
    page |= {
        **site.each_context(request),
        "opts": Photo._meta,
        "title": _("Upload photos"),
        "form": form,
        "accept": ACCEPT,
        "nothing_chosen": request.method == "POST" and form.is_valid() and not files,
        "limit": settings.PHOTO_MAX_BYTES // (1024 * 1024),
    }
    status = 400 if request.method == "POST" and not any(one.photo for one in outcomes) else 200
    return render(request, "admin/media/photo/upload.html", page, status=status)


def take(files: Iterable[UploadedFile], *, by: User, credit: str) -> list[Outcome]:
    """Each file for itself: one that is refused keeps none of the others out."""
    return [_take(file, by=by, credit=credit) for file in files]


def _take(file: UploadedFile, *, by: User, credit: str) -> Outcome:
    name = file.name or ""
    try:
        known = find_known(file)
        photo = known or add_photo(file, by=by, credit=credit)
    except PhotoRefused as refused:
        return Outcome(name, refusal=str(refused))
    fresh = Photo.objects.with_renditions().get(pk=photo.pk)
    alike = find_alike(fresh) if known is None else None
    return Outcome(name, photo=fresh, known=known is not None, alike=alike)
