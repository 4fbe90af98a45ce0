from functools import partial
from typing import Any

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

PRINTED = ("alt", "caption", "credit")
WORDS = (*PRINTED, "source", "licence")
FACTS = ("is_document", "licence_expires_at")
# The middle of each third, in per cent.
THIRDS = (17, 50, 83)


@transaction.atomic
def describe(photo: Photo, *, by: User, **said: Any) -> Photo:
    """Change what is said of a photo: any of ``WORDS`` and ``FACTS``; the others stay.

    ``focal_point`` is a ninth, see ``Photo.focal_point``, or two numbers in per cent.
    """
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if not may_change(by, photo):
        raise PermissionDenied
    keys = PhotoKeys.of(photo.pk)
    cleaned = {name: one_line(clean_text(said[name])) for name in WORDS if name in said}
    check_credit(photo, cleaned.get("credit", photo.credit))
    if any(getattr(photo, name) != cleaned.get(name, "") for name in PRINTED if name in cleaned):
        purge(keys.words)
    if said.get("is_document", photo.is_document) != photo.is_document:
        purge(keys.crop)
    for name, value in {**cleaned, **{name: said[name] for name in FACTS if name in said}}.items():
        setattr(photo, name, value)
    photo.fold()
    if _move_focal_point(photo, said.get("focal_point", photo.focal_point)):
        _crop_again(photo)
    photo.save()
    record("save_photo", photo, by=by)
    return photo


def _move_focal_point(photo: Photo, to: int | tuple[int, int]) -> bool:
    if to == photo.focal_point:
        return False
    if isinstance(to, int):
        row, column = divmod(to - 1, 3)
        to = THIRDS[column], THIRDS[row]
    before = (photo.focal_x, photo.focal_y)
    photo.focal_x, photo.focal_y = to
    return before != to


@transaction.atomic
def fill_in_credit(photo: Photo, credit: str, *, by: User) -> Photo:
    """Give a photo the credit it lacks; one that has a credit keeps it."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    credit = one_line(clean_text(credit))
    if photo.credit or not credit or not may_change(by, photo):
        return photo
    check_credit(photo, credit)
    photo.credit = credit
    photo.fold()
    photo.save(update_fields=["credit", "folded"])
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
