from pathlib import Path

import pytest
from django.test import Client

from newsroom.accounts.models import User
from newsroom.media.renditions import make_renditions
from tests.newsroom.media import files

TYPES = {"avif": "image/avif", "jpeg": "image/jpeg"}


def test_renditions_are_served_for_ever(reporter: User, client: Client) -> None:
    photo = files.photo(reporter)
    make_renditions(photo)
    for rendition in photo.renditions.all():
        response = client.get(rendition.url)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == TYPES[rendition.format]
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Content-Length"] == str(rendition.file.size)
        assert "Set-Cookie" not in response.headers
        assert "Vary" not in response.headers
        with rendition.file.open("rb") as file:
            assert response.content == file.read()
        assert client.head(rendition.url).status_code == 200
        assert client.post(rendition.url).status_code == 405


def test_nothing_else_is_served(reporter: User, client: Client, media_root: Path) -> None:
    photo = files.photo(reporter)
    name = str(photo.renditions.get().file)
    (media_root / "renditions" / "secret.jpg").write_bytes(b"x")
    (media_root / "outside.jpg").write_bytes(b"x")
    for address in (
        photo.file.url,
        "/media/",
        "/media/renditions/",
        f"/media/{name[:13]}",
        f"/media/{name}/",
        f"/media/{name}%0a",
        f"/media/{name.upper()}",
        f"/media/{name}.gz",
        "/media/renditions/secret.jpg",
        "/media/renditions/../outside.jpg",
        "/media/renditions/..%2foutside.jpg",
        "/media/renditions/ab/..%2f..%2f..%2foutside.jpg",
        "/media/renditions/ab/%00.jpg",
        f"/media/renditions/ab/{'0' * 32}.jpg",
        f"/media/renditions/ab/{'0' * 32}.php",
        "/media//etc/passwd",
        "/media/%2e%2e/%2e%2e/etc/passwd",
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_originals_are_not_served_to_staff_either(
    role: str, request: pytest.FixtureRequest, client: Client
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)
    assert client.get(files.photo(user).file.url).status_code == 404
