"""Files that only the newsroom sees. They have no address: a view that asks for the permission
hands them out.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="newsroom.private_files.PrivateFiles")
class PrivateFiles(FileSystemStorage):
    """Below ``PRIVATE_ROOT``, readable by nobody but the user that Newsroom runs as."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Path:
        return Path(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(self.base_location.resolve())

    def url(self, name: str | None) -> Any:
        raise ValueError("A private file has no address.")
