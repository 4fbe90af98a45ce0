from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.media.decoding import PhotoRefused, read_picture
from newsroom.media.discarding import files_of, remove_later
from newsroom.media.encoding import (
    ENCODERS,
    FIRST_WIDTH,
    ORIGINAL,
    encode,
    height_at,
    resized,
    widths_for,
)
from newsroom.media.files import Write, written_together
from newsroom.media.likeness import phash
from newsroom.media.models import Photo, PhotoKeys
from newsroom.media.rights import may_change
from newsroom.media.tasks import render_photo
from newsroom.pagecache.purging import purge


class Taken(NamedTuple):
    """A received file, decoded and written anew."""

    size: tuple[int, int]
    phash: int
    original: bytes
    first: bytes
    first_size: tuple[int, int]


def find_known(upload: File) -> Photo | None:
    """The photo that was made of the very same file."""
    return _known(_digest(_received(upload)))


def add_photo(
    upload: File, *, by: User, credit: str = "", alt: str = "", caption: str = ""
) -> Photo:
    """Take an uploaded file into the library; the same file again is the photo that is there.

    Raises PhotoRefused. Its files outlive a transaction around this call that is rolled back.
    """
    if not by.has_perm("media.add_photo"):
        raise PermissionDenied
    data = _received(upload)
    digest = _digest(data)
    known = _known(digest)
    if known is not None:
        return known
    texts = _words(credit=credit, alt=alt, caption=caption)
    taken = _read(data)
    photo = Photo(sha256=digest, created_by=by, **texts)
    try:
        return _keep(photo, taken, by=by)
    except IntegrityError:  # somebody else has just uploaded the same file
        return Photo.objects.get(sha256=digest)


def replace_file(photo: Photo, upload: File, *, by: User) -> Photo:
    """The same photo with another file: its stories show that one from now on.

    Raises PhotoRefused, also for a file that is in the library already.
    """
    if not may_change(by, photo):
        raise PermissionDenied
    data = _received(upload)
    known = _known(_digest(data))
    if known is not None:
        raise PhotoRefused(_already_there(known, photo))
    taken = _read(data)
    try:
        return _put_in_place(photo, taken, _digest(data), by=by)
    except IntegrityError:
        raise PhotoRefused(_already_there(Photo.objects.get(sha256=_digest(data)), photo)) from None


def _already_there(known: Photo, photo: Photo) -> str:
    if known.pk == photo.pk:
        return _("This is the file that the photo has already.")
    return _("This file is in the library already, as the photo «%(photo)s».") % {"photo": known}


def _read(data: bytes) -> Taken:
    image = read_picture(data)
    width = max(step for step in widths_for(image.width) if step <= FIRST_WIDTH)
    size = (width, height_at(width, of=image.size))
    original, first = encode(image, "jpeg", **ORIGINAL), encode(resized(image, *size), "jpeg")
    return Taken(image.size, phash(image), original, first, size)


def _keep(photo: Photo, taken: Taken, *, by: User) -> Photo:
    with written_together() as write, transaction.atomic():
        _write(photo, taken, write)
        record("add_photo", photo, by=by)
    return photo


def _put_in_place(photo: Photo, taken: Taken, digest: str, *, by: User) -> Photo:
    with written_together() as write, transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        remove_later(files_of(photo))
        photo.renditions.all().delete()
        photo.sha256 = digest
        _write(photo, taken, write)
        keys = PhotoKeys.of(photo.pk)
        purge(keys.crop, keys.files, keys.social)
        record("replace_photo", photo, by=by)
    return photo


def _write(photo: Photo, taken: Taken, write: Write) -> None:
    photo.file = write("originals", "jpg", taken.original)
    photo.width, photo.height = taken.size
    photo.phash = taken.phash
    photo.fold()
    photo.save()
    photo.renditions.create(
        format="jpeg",
        width=taken.first_size[0],
        height=taken.first_size[1],
        file=write("renditions", ENCODERS["jpeg"].ending, taken.first),
    )
    render_photo.enqueue(photo.pk)


def _words(**texts: str) -> dict[str, str]:
    """Cleaned. Raises PhotoRefused for one that is too long."""
    cleaned = {name: one_line(clean_text(text)) for name, text in texts.items()}
    for field in Photo._meta.concrete_fields:
        text = cleaned.get(field.name, "")
        if text and len(text) > (field.max_length or 0):
            raise PhotoRefused(
                _("«%(field)s» has %(count)s letters; %(limit)s are the limit.")
                % {"field": field.verbose_name, "count": len(text), "limit": field.max_length}
            )
    return cleaned


def _received(upload: File) -> bytes:
    limit = settings.PHOTO_MAX_BYTES
    upload.seek(0)
    data: Any = upload.read(limit + 1)
    if not data:
        raise PhotoRefused(_("The file is empty: upload it again."))
    if len(data) > limit:
        raise PhotoRefused(
            _("The file has more than %(limit)s MB: export it smaller.")
            % {"limit": limit // (1024 * 1024)}
        )
    return bytes(data)


def _known(digest: str) -> Photo | None:
    return Photo.objects.filter(sha256=digest).first()


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
