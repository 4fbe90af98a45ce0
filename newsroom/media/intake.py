from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.media.decoding import PhotoRefused, read_picture
from newsroom.media.encoding import (
    ENCODERS,
    FIRST_WIDTH,
    ORIGINAL,
    encode,
    height_at,
    resized,
    widths_for,
)
from newsroom.media.files import written_together
from newsroom.media.models import Photo
from newsroom.media.tasks import render_photo


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
    image = read_picture(data)
    width = max(step for step in widths_for(image.width) if step <= FIRST_WIDTH)
    size = (width, height_at(width, of=image.size))
    photo = Photo(sha256=digest, width=image.width, height=image.height, created_by=by, **texts)
    original, first = encode(image, "jpeg", **ORIGINAL), encode(resized(image, *size), "jpeg")
    try:
        return _keep(photo, original, first, size, by=by)
    except IntegrityError:  # somebody else has just uploaded the same file
        return Photo.objects.get(sha256=digest)


def _keep(photo: Photo, original: bytes, first: bytes, size: tuple[int, int], *, by: User) -> Photo:
    with written_together() as write, transaction.atomic():
        photo.file = write("originals", "jpg", original)
        photo.save()
        photo.renditions.create(
            format="jpeg",
            width=size[0],
            height=size[1],
            file=write("renditions", ENCODERS["jpeg"].ending, first),
        )
        render_photo.enqueue(photo.pk)
        record("add_photo", photo, by=by)
    return photo


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
