import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

LEAST_FREE = 200 * 1024 * 1024  # bytes
LEAST_SHARE = 0.02


class Space(NamedTuple):
    free: int
    """Bytes that this process may still write."""
    size: int

    @property
    def is_low(self) -> bool:
        return self.free < LEAST_FREE or self.free < LEAST_SHARE * self.size


def spaces() -> dict[str, Space]:
    """Of "media" and, where it is a file here, of the "database"."""
    folders = {"media": Path(settings.MEDIA_ROOT)}
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if database["ENGINE"].endswith("sqlite3") and "memory" not in name:
        folders["database"] = Path(name).parent
    return {name: _space(folder) for name, folder in folders.items()}


def _space(folder: Path) -> Space:
    while not folder.exists() and folder != folder.parent:  # made with the first photo
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Space(usage.free, usage.total)
