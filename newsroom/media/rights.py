from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.media.decoding import PhotoRefused
from newsroom.media.models import Photo


def may_add(user: User) -> bool:
    return user.has_perm("media.add_photo")


def may_change(user: User, photo: Photo) -> bool:
    """All photos: editors. Those they uploaded: reporters, too."""
    if user.has_perm("media.change_photo"):
        return True
    return user.has_perm("media.change_own_photo") and photo.created_by_id == user.pk


def require_choosable(photos: Collection[Photo], *, at: datetime | None = None) -> None:
    """Of photos that a story is to show from now on. Raises PhotoRefused, which names the photo."""
    for photo in photos:
        if photo.is_archived:
            raise PhotoRefused(
                _("The photo «%(photo)s» is archived: choose another one, or restore it.")
                % {"photo": photo}
            )
    require_licence(photos, at=at)


def require_licence(photos: Iterable[Photo], *, at: datetime | None = None) -> None:
    """Raises PhotoRefused for one whose licence is over at ``at``."""
    for photo in photos:
        if photo.is_expired(at):
            raise PhotoRefused(
                _("The licence of the photo «%(photo)s» is over: choose another one.")
                % {"photo": photo}
            )
