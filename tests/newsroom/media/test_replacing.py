from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django_tasks_db.models import DBTaskResult

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media import intake
from newsroom.media.decoding import PhotoRefused
from newsroom.media.describing import describe
from newsroom.media.discarding import discard
from newsroom.media.intake import add_photo, replace_file
from newsroom.media.models import Photo, PhotoKeys
from newsroom.media.renditions import make_renditions
from newsroom.media.tasks import remove_files
from newsroom.pagecache.models import PurgeEvent
from tests.newsroom.media import files
from tests.newsroom.media.conftest import files_below


def names_of(photo: Photo) -> set[str]:
    return {str(photo.file), *(str(one.file) for one in photo.renditions.all())}


def removals() -> list[Any]:
    path = "newsroom.media.tasks.remove_files"
    return list(DBTaskResult.objects.filter(task_path=path))


def test_the_same_photo_with_another_file(reporter: User) -> None:
    photo = files.photo(reporter, 900, 600, credit="سعيدة")
    describe(photo, by=reporter, focal_point=(20, 70))
    make_renditions(photo)
    before = names_of(photo)
    after = replace_file(photo, files.upload(files.jpeg(1300, 700)), by=reporter)
    assert after.pk == photo.pk
    assert (after.width, after.height, after.credit) == (1300, 700, "سعيدة")
    assert (after.focal_x, after.focal_y) == (20, 70)
    assert before.isdisjoint(names_of(after))
    assert len(names_of(after)) == 2
    make_renditions(after)
    assert before.isdisjoint(names_of(after))
    assert Entry.objects.filter(verb="replace_photo", by=reporter).count() == 1


def test_pages_are_purged(reporter: User) -> None:
    photo = files.photo(reporter)
    PurgeEvent.objects.all().delete()
    replace_file(photo, files.upload(files.jpeg()), by=reporter)
    keys = PhotoKeys.of(photo.pk)
    purged = set(PurgeEvent.objects.values_list("key", flat=True))
    assert purged == {keys.crop, keys.files, keys.social}


def test_old_files_go_later(reporter: User, media_root: Path) -> None:
    """A page that is open somewhere still asks for them."""
    photo = files.photo(reporter)
    old = names_of(photo)
    replace_file(photo, files.upload(files.jpeg()), by=reporter)
    assert all(default_storage.exists(name) for name in old)
    task = removals()[0]
    assert task.run_after > task.enqueued_at
    remove_files.func(*task.args_kwargs["args"])
    assert len(files_below(media_root)) == 2
    remove_files.func(*task.args_kwargs["args"])  # again, after a crash


@pytest.mark.parametrize("whose", ["its own", "another's"])
def test_a_file_that_is_there_is_refused(whose: str, reporter: User) -> None:
    own, other = files.jpeg(), files.jpeg()
    photo = add_photo(files.upload(own), by=reporter, caption="وقفة")
    add_photo(files.upload(other), by=reporter, caption="ميناء")
    sent = own if whose == "its own" else other
    with pytest.raises(PhotoRefused, match="already|نفسه" if whose == "its own" else "ميناء"):
        replace_file(photo, files.upload(sent), by=reporter)


def test_a_refused_file_changes_nothing(reporter: User, media_root: Path) -> None:
    photo = files.photo(reporter)
    before = names_of(photo)
    for data in (b"", b"<svg/>", files.jpeg(900, 600)[:3000]):
        with pytest.raises(PhotoRefused):
            replace_file(photo, files.upload(data), by=reporter)
    photo.refresh_from_db()
    assert names_of(photo) == before
    assert len(files_below(media_root)) == 2


def test_a_failure_leaves_the_old_file(
    reporter: User, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = files.photo(reporter)
    before = names_of(photo)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(intake, "record", fail)
    with pytest.raises(DatabaseError):
        replace_file(photo, files.upload(files.jpeg()), by=reporter)
    photo.refresh_from_db()
    assert names_of(photo) == before
    assert {str(path.relative_to(media_root)) for path in files_below(media_root)} == before
    assert removals() == []


def test_a_worker_with_the_old_file_makes_nothing(reporter: User) -> None:
    photo = files.photo(reporter, 900, 600)
    replace_file(photo, files.upload(files.jpeg(900, 600)), by=reporter)
    assert make_renditions(photo) == 0


def test_who_may(reporter: User, editor: User, moderator: User) -> None:
    photo = files.photo(editor)
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            replace_file(photo, files.upload(files.jpeg()), by=user)
        with pytest.raises(PermissionDenied):
            discard(photo, by=user)


def test_an_old_photo_is_not_discarded(reporter: User, settings: Any) -> None:
    photo = files.photo(reporter)
    Photo.objects.update(created_at="2020-01-01T00:00:00Z")
    with pytest.raises(PhotoRefused):
        discard(photo, by=reporter)
    assert Photo.objects.count() == 1
