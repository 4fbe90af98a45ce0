from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from newsroom.accounts.actor import actor
from newsroom.media.decoding import PhotoRefused
from newsroom.media.describing import fill_in_credit
from newsroom.media.intake import add_photo
from newsroom.media.likeness import find_alike
from newsroom.media.models import Photo
from newsroom.site.converters import parse_id


def take_upload(request: HttpRequest) -> None:
    """The file of the story form becomes a photo of the library, and the form's chosen one.

    Before the form and apart from its transaction: whatever is refused later, a browser could not
    fill in the file again.
    """
    upload = request.FILES.get("photo_file")
    if upload is None:
        _credit_chosen(request)
        return
    del request.FILES["photo_file"]
    post = request.POST.copy()
    try:
        credit = post.get("photo_credit", "")
        photo = add_photo(upload, by=actor(request), credit=credit)
        fill_in_credit(photo, credit, by=actor(request))  # known before, without one
        _tell_alike(request, photo)
    except PhotoRefused as refused:
        request.photo_refusal = str(refused)  # type: ignore[attr-defined]
    else:
        post["lead_photo"], post["photo_credit"] = str(photo.pk), ""
        request.POST = post  # type: ignore[assignment]


def _tell_alike(request: HttpRequest, photo: Photo) -> None:
    known = find_alike(photo)
    if known is not None:
        text = _("The uploaded picture was in the library already, as the photo «%(photo)s».")
        messages.warning(request, text % {"photo": known})


def _credit_chosen(request: HttpRequest) -> None:
    """A credit typed for the chosen photo: uploaded a moment ago, it came back without one."""
    credit, chosen = request.POST.get("photo_credit", ""), request.POST.get("lead_photo", "")
    number = parse_id(chosen)
    photo = Photo.objects.filter(pk=number).first() if credit and number is not None else None
    if photo is None or photo.credit:
        return
    try:
        fill_in_credit(photo, credit, by=actor(request))
    except PhotoRefused as refused:
        request.photo_refusal = str(refused)  # type: ignore[attr-defined]
        return
    post = request.POST.copy()
    post["photo_credit"] = ""
    request.POST = post  # type: ignore[assignment]
