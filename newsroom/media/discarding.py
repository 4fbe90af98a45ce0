"""Files and photos that nobody needs any more."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.media.decoding import PhotoRefused
from newsroom.media.models import Photo
from newsroom.media.rights import may_change
from newsroom.media.tasks import remove_files
from newsroom.media.uses import unused

REGRETTED_WITHIN = timedelta(hours=1)
KEPT_FOR = timedelta(hours=1)
"""Pages that are open somewhere still ask for the files."""


@transaction.atomic
def discard(photo: Photo, *, by: User) -> None:
    """Take back an upload of a moment ago that nothing uses. Raises PhotoRefused."""
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if not may_change(by, photo):
        raise PermissionDenied
    if timezone.now() - photo.created_at > REGRETTED_WITHIN or is_used(photo):
        raise PhotoRefused(_("The photo is in use, or older than an hour: archive it instead."))
    remove_later(files_of(photo))
    record("discard_photo", photo, by=by)
    photo.delete()


def is_used(photo: Photo) -> bool:
    return not unused(Photo.objects.filter(pk=photo.pk)).exists()


def files_of(photo: Photo) -> list[str]:
    return [str(photo.file), *(str(one.file) for one in photo.renditions.all())]


def remove_later(names: list[str]) -> None:
    """Part of the transaction: when it is undone, the files stay."""
    remove_files.using(run_after=timezone.now() + KEPT_FOR).enqueue(names)
