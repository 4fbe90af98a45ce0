"""Photos that are not offered any more. Stories that show them go on showing them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.media.models import Photo
from newsroom.media.rights import may_change


@transaction.atomic
def archive(photo: Photo, *, by: User) -> Photo:
    photo = _opened(photo, by=by)
    if not photo.is_archived:
        photo.archived_at = timezone.now()
        photo.save(update_fields=["archived_at"])
        record("archive_photo", photo, by=by)
    return photo


@transaction.atomic
def restore(photo: Photo, *, by: User) -> Photo:
    photo = _opened(photo, by=by)
    if photo.is_archived:
        photo.archived_at = None
        photo.save(update_fields=["archived_at"])
        record("restore_photo", photo, by=by)
    return photo


def _opened(photo: Photo, *, by: User) -> Photo:
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if not may_change(by, photo):
        raise PermissionDenied
    return photo
