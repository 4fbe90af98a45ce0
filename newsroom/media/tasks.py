from django_tasks import task

from newsroom.media.models import Photo
from newsroom.media.renditions import make_renditions


@task()
def render_photo(photo_id: int) -> int:
    """The rest of a photo's renditions. If it fails, pages go on showing the first one."""
    photo = Photo.objects.filter(pk=photo_id).first()
    return make_renditions(photo) if photo else 0
