from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path, _own_media: None) -> Path:
    """Of this test alone, so that every file in it can be counted."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
