import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

from newsroom.private_files import PrivateFiles


def test_nothing_leads_there_by_an_address(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    storage = PrivateFiles()
    name = storage.save("requests/ab/letter", ContentFile(b"x"))
    assert Path(storage.path(name)) == tmp_path / "private/requests/ab/letter"
    assert (tmp_path / "private").stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)
    with pytest.raises(SuspiciousFileOperation):
        storage.path("../x")


def test_nginx_serves_no_folder_that_holds_it() -> None:
    written = Path(configured.BASE_DIR, "deploy/nginx.conf").read_text()
    folders = re.findall(r"^\s*(?:alias|root) ([^;]+);", written, re.MULTILINE)
    assert "/srv/newsroom/data/media/$rendition" in folders
    private = Path("/srv/newsroom/data/private")
    for folder in folders:
        fixed = Path(folder.partition("$")[0])
        assert fixed not in (private, *private.parents), folder
