from django.core.files.storage import default_storage
from django_tasks import task

from newsroom.media.models import Photo
from newsroom.media.renditions import make_renditions


@task()
def render_photo(photo_id: int) -> int:
    """The rest of a photo's renditions. If it fails, pages go on showing the first one."""
    photo = Photo.objects.filter(pk=photo_id).first()
    return make_renditions(photo) if photo else 0


@task()
def remove_files(names: list[str]) -> int:
    """Files whose rows are gone. Names are never used again, so that late is safe."""
    for name in names:
        default_storage.delete(name)
    return len(names)
