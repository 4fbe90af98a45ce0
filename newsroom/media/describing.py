from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.media.decoding import PhotoRefused
from newsroom.media.models import Photo, PhotoKeys, Rendition
from newsroom.media.rights import may_change
from newsroom.media.tasks import render_photo
from newsroom.pagecache.purging import purge

# The middle of each third, in per cent.
THIRDS = (17, 50, 83)


@transaction.atomic
def describe(
    photo: Photo,
    *,
    by: User,
    alt: str,
    caption: str,
    credit: str,
    is_document: bool,
    focal_point: int,
) -> Photo:
    """Change what is said of a photo. ``focal_point`` is a ninth, see ``Photo.focal_point``."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if not may_change(by, photo):
        raise PermissionDenied
    words = {"alt": alt, "caption": caption, "credit": credit}
    cleaned = {name: one_line(clean_text(text)) for name, text in words.items()}
    check_credit(photo, cleaned["credit"])
    keys = PhotoKeys.of(photo.pk)
    if any(getattr(photo, name) != text for name, text in cleaned.items()):
        purge(keys.words)
    for name, text in cleaned.items():
        setattr(photo, name, text)
    if photo.is_document != is_document:
        purge(keys.crop)
    photo.is_document = is_document
    if focal_point != photo.focal_point:
        row, column = divmod(focal_point - 1, 3)
        photo.focal_x, photo.focal_y = THIRDS[column], THIRDS[row]
        _crop_again(photo)
    photo.save()
    record("save_photo", photo, by=by)
    return photo


@transaction.atomic
def fill_in_credit(photo: Photo, credit: str, *, by: User) -> Photo:
    """Give a photo the credit it lacks; one that has a credit keeps it."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    credit = one_line(clean_text(credit))
    if photo.credit or not credit or not may_change(by, photo):
        return photo
    check_credit(photo, credit)
    photo.credit = credit
    photo.save(update_fields=["credit"])
    purge(PhotoKeys.of(photo.pk).words)
    record("save_photo", photo, by=by)
    return photo


def check_credit(photo: Photo, credit: str) -> None:
    """Stories may have been published with it. Raises PhotoRefused."""
    if photo.credit and not credit:
        raise PhotoRefused(_("A credit can be corrected, but not taken away."))


def _crop_again(photo: Photo) -> None:
    keys = PhotoKeys.of(photo.pk)
    purge(keys.crop, keys.social)
    for rendition in photo.renditions.filter(use=Rendition.Use.SOCIAL):
        rendition.delete()
        transaction.on_commit(partial(default_storage.delete, str(rendition.file)))
    render_photo.enqueue(photo.pk)
