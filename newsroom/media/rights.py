from newsroom.accounts.models import User
from newsroom.media.models import Photo


def may_add(user: User) -> bool:
    return user.has_perm("media.add_photo")


def may_change(user: User, photo: Photo) -> bool:
    """All photos: editors. Those they uploaded: reporters, too."""
    if user.has_perm("media.change_photo"):
        return True
    return user.has_perm("media.change_own_photo") and photo.created_by_id == user.pk
