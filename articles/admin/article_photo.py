from django.http import HttpRequest

from newsroom.accounts.actor import actor
from newsroom.media.decoding import PhotoRefused
from newsroom.media.intake import add_photo


def take_upload(request: HttpRequest) -> None:
    """The file of the story form becomes a photo of the library, and the form's chosen one.

    Before the form and apart from its transaction: whatever is refused later, a browser could not
    fill in the file again.
    """
    upload = request.FILES.get("photo_file")
    if upload is None:
        return
    del request.FILES["photo_file"]
    post = request.POST.copy()
    try:
        photo = add_photo(upload, by=actor(request), credit=post.get("photo_credit", ""))
    except PhotoRefused as refused:
        request.photo_refusal = str(refused)  # type: ignore[attr-defined]
    else:
        post["lead_photo"], post["photo_credit"] = str(photo.pk), ""
        request.POST = post  # type: ignore[assignment]
