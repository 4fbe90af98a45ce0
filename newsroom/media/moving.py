"""Renditions whose public addresses must die: their files get new random names.

The old names answer 404 from then on, whoever serves the files. Nobody outside of the newsroom has
seen the new ones; pages that show the photo later, or elsewhere, print those.
"""

from collections.abc import Collection
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task

from newsroom.media.files import Write, written_together
from newsroom.media.models import Photo, PhotoKeys, Rendition
from newsroom.pagecache.purging import purge


def move_files(photos: Collection[int]) -> None:
    """Part of the transaction: at once after it, by the task if this process dies before that."""
    names = list(Rendition.objects.filter(photo__in=photos).values_list("file", flat=True))
    if names:
        move_renditions.enqueue(names)
        transaction.on_commit(partial(move, names), robust=True)


def move(names: Collection[str]) -> int:
    """Safe to run twice, and twice at once: a file that has moved is only removed again."""
    photos = Rendition.objects.filter(file__in=names).values_list("photo", flat=True)
    moved = sum(_move(pk, names) for pk in sorted(set(photos)))
    for name in names:
        default_storage.delete(name)
    return moved


def _move(photo_id: int, names: Collection[str]) -> int:
    with written_together() as write, transaction.atomic():
        Photo.objects.select_for_update().get(pk=photo_id)
        moved = [
            row
            for row in Rendition.objects.filter(photo=photo_id, file__in=names)
            if _is_copied(row, write)
        ]
        keys = PhotoKeys.of(photo_id)
        purge(keys.files, keys.social)
    return len(moved)


def _is_copied(row: Rendition, write: Write) -> bool:
    """Not where the file is missing: there is no address to leave then."""
    name = str(row.file)
    try:
        with default_storage.open(name) as file:
            row.file.name = write("renditions", name.rpartition(".")[2], file.read())
    except FileNotFoundError:
        return False
    row.save(update_fields=["file"])
    return True


@task()
def move_renditions(names: list[str]) -> int:
    """In case the process that withdrew them died at once."""
    return move(names)
