import warnings

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image


class MediaConfig(AppConfig):
    name = "newsroom.media"
    label = "media"
    verbose_name = _("Photo library")

    def ready(self) -> None:
        from newsroom.media import checks  # noqa: F401
        from newsroom.work.names import name_task

        name_task("newsroom.media.tasks.render_photo", _("Sizes of a photo"))
        name_task("newsroom.media.tasks.remove_files", _("Removing replaced picture files"))
        name_task(
            "newsroom.media.moving.move_renditions", _("Public addresses of withdrawn pictures")
        )

        # A header that promises more pixels than this is refused before anything is decoded.
        Image.MAX_IMAGE_PIXELS = settings.PHOTO_MAX_PIXELS
        warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
