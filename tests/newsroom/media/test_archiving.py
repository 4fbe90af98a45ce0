from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.archiving import archive, restore
from newsroom.media.decoding import PhotoRefused
from newsroom.media.models import Photo
from newsroom.media.rights import require_choosable
from tests.newsroom.media import files


def test_there_and_back(reporter: User) -> None:
    photo = archive(files.photo(reporter, caption="وقفة"), by=reporter)
    assert not Photo.objects.choosable().exists()
    with pytest.raises(PhotoRefused, match="«وقفة»"):
        require_choosable([photo])
    archive(photo, by=reporter)
    restore(photo, by=reporter)
    restore(photo, by=reporter)
    assert Photo.objects.choosable().get() == photo
    verbs = Entry.objects.filter(verb__in=["archive_photo", "restore_photo"])
    assert verbs.count() == 2


def test_the_end_of_a_licence(reporter: User) -> None:
    now = timezone.now()
    photo = files.photo(reporter, caption="وقفة")
    photo.licence_expires_at = now + timedelta(days=3)
    photo.save()
    assert photo.expires_soon(now)
    assert not photo.is_expired(now)
    assert not photo.expires_soon(now - timedelta(days=28))
    assert Photo.objects.choosable(now).exists()
    later = now + timedelta(days=3)
    assert photo.is_expired(later)
    assert not Photo.objects.choosable(later).exists()
    with pytest.raises(PhotoRefused, match="«وقفة»"):
        require_choosable([photo], at=later)


def test_who_may(reporter: User, editor: User) -> None:
    photo = files.photo(editor)
    for verb in (archive, restore):
        with pytest.raises(PermissionDenied):
            verb(photo, by=reporter)
