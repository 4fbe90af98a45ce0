from django.urls import path, register_converter

from newsroom.media.views import rendition


class RenditionName:
    """No name but those that ``files.written_together`` gives: nothing else can be asked for."""

    regex = r"renditions/[0-9a-f]{2}/[0-9a-f]{32}\.(?:avif|webp|jpg)"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(RenditionName, "rendition")

app_name = "media"
urlpatterns = [path("<rendition:name>", rendition, name="rendition")]
