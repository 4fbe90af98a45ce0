from typing import Any

import pytest

from newsroom.media.checks import check_formats


@pytest.mark.parametrize("formats", [["jpeg"], ["avif", "jpeg"], ["avif", "webp", "jpeg"]])
def test_formats(formats: list[str], settings: Any) -> None:
    settings.PHOTO_FORMATS = formats
    assert check_formats() == []


@pytest.mark.parametrize("formats", [[], ["avif"], ["jpeg", "avif"], ["heic", "jpeg"]])
def test_wrong_formats(formats: list[str], settings: Any) -> None:
    settings.PHOTO_FORMATS = formats
    assert [error.id for error in check_formats()] == ["newsroom.E002"]
