from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

from newsroom.accounts.models import User
from newsroom.media import renditions
from newsroom.media.describing import describe
from newsroom.media.encoding import encode
from newsroom.media.models import Photo, Rendition
from newsroom.media.renditions import make_renditions, social_box
from newsroom.media.tasks import render_photo
from tests.newsroom.media import files
from tests.newsroom.media.conftest import files_below

ALL = [320, 480, 640, 960, 1280, 1600]


def widths(photo: Photo, format_name: str, use: str = "page") -> list[int]:
    found = photo.renditions.filter(format=format_name, use=use)
    return sorted(found.values_list("width", flat=True))


def opened(rendition: Rendition) -> Image.Image:
    with rendition.file.open("rb") as file:
        image = Image.open(file)
        image.load()
        return image


def described(photo: Photo, by: User, **changes: Any) -> Photo:
    said = {"alt": photo.alt, "caption": photo.caption, "credit": photo.credit}
    shape = {"is_document": photo.is_document, "focal_point": photo.focal_point}
    return describe(photo, by=by, **{**said, **shape, **changes})


@pytest.mark.parametrize(
    ("size", "expected", "social"),
    [
        ((300, 200), [300], (300, 158)),
        ((700, 900), [320, 480, 640, 700], (700, 368)),
        ((2000, 1400), ALL, (1200, 630)),
        ((5000, 3000), ALL, (1200, 630)),
        ((320, 4000), [320], (320, 168)),
        ((1600, 30), ALL, (57, 30)),
    ],
)
def test_the_set_for_a_photo(
    size: tuple[int, int], expected: list[int], social: tuple[int, int], reporter: User
) -> None:
    """Never wider than the photo, always in its proportions."""
    photo = files.photo(reporter, *size)
    make_renditions(photo)
    assert widths(photo, "avif") == widths(photo, "jpeg") == expected
    for rendition in photo.renditions.all():
        assert opened(rendition).size == (rendition.width, rendition.height)
        if rendition.use == Rendition.Use.PAGE:
            assert abs(rendition.height - rendition.width * size[1] / size[0]) <= 0.5
    crop = photo.renditions.get(use="social")
    assert (crop.format, crop.width, crop.height) == ("jpeg", *social)


def test_only_what_is_missing_is_made(reporter: User, media_root: Path) -> None:
    photo = files.photo(reporter, 700, 400)
    assert make_renditions(photo) == 8  # the page's JPEG of 700 is there since the upload
    kept = {one.pk: one.file.name for one in photo.renditions.all()}
    photo.renditions.filter(format="avif", width=480).delete()
    assert make_renditions(photo) == 1
    assert make_renditions(photo) == 0
    again = {one.pk: one.file.name for one in photo.renditions.all()}
    assert len(set(kept.items()) & set(again.items())) == 8


def test_a_failure_leaves_what_was_made(
    reporter: User, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    photo = files.photo(reporter, 700, 400)

    def broken_at_640(image: Image.Image, format_name: str, **options: Any) -> bytes:
        if image.width == 640:
            raise MemoryError
        return encode(image, format_name, **options)

    monkeypatch.setattr(renditions, "encode", broken_at_640)
    with pytest.raises(MemoryError):
        render_photo.func(photo.pk)
    assert widths(photo, "jpeg") == [320, 480, 700]
    assert len(files_below(media_root)) == 1 + photo.renditions.count()

    monkeypatch.undo()
    render_photo.func(photo.pk)
    assert widths(photo, "jpeg") == widths(photo, "avif") == [320, 480, 640, 700]


def test_two_workers_at_once(
    reporter: User, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    photo = files.photo(reporter, 700, 400)
    monkeypatch.setattr(renditions, "_missing", lambda photo: renditions.planned(photo))
    assert make_renditions(photo) == 8
    assert make_renditions(photo) == 0
    assert len(files_below(media_root)) == 1 + 9


def test_the_task_of_a_photo_that_is_gone(db: None) -> None:
    assert render_photo.func(12345) == 0


def test_formats_are_a_setting(reporter: User, settings: Any) -> None:
    settings.PHOTO_FORMATS = ["webp", "jpeg"]
    photo = files.photo(reporter, 500, 300)
    make_renditions(photo)
    assert widths(photo, "webp") == widths(photo, "jpeg") == [320, 480, 500]
    assert widths(photo, "avif") == []


@pytest.mark.parametrize(
    ("point", "box"),
    [
        (1, (0, 0, 1200, 630)),
        (3, (0, 0, 1200, 630)),
        (5, (0, 285, 1200, 915)),
        (9, (0, 570, 1200, 1200)),
    ],
)
def test_upright_crop_keeps_the_focal_point(point: int, box: Any, reporter: User) -> None:
    photo = described(files.photo(reporter, 1200, 1200), reporter, focal_point=point)
    assert social_box(photo, (1200, 1200)) == box


def test_wide_crop_keeps_the_focal_point(reporter: User) -> None:
    photo = files.photo(reporter, 3000, 630)
    photo = described(photo, reporter, focal_point=4)
    assert social_box(photo, (3000, 630)) == (0, 0, 1200, 630)
    photo = described(photo, reporter, focal_point=6)
    assert social_box(photo, (3000, 630)) == (1800, 0, 3000, 630)


def test_a_new_focal_point_makes_a_new_crop_only(
    reporter: User, media_root: Path, django_capture_on_commit_callbacks: Any
) -> None:
    photo = files.photo(reporter, 3000, 630)
    make_renditions(photo)
    old = photo.renditions.get(use="social")
    before = len(files_below(media_root))
    with django_capture_on_commit_callbacks(execute=True):
        photo = described(photo, reporter, focal_point=4)
    assert not old.file.storage.exists(str(old.file))
    assert photo.social == photo.by_format["jpeg"][-1]
    assert render_photo.func(photo.pk) == 1
    fresh = photo.renditions.get(use="social")
    assert photo.social is not None
    assert photo.social.url == fresh.url != old.url
    red, _green, blue = opened(fresh).split()
    assert ImageStat.Stat(red).mean[0] > 2 * ImageStat.Stat(blue).mean[0]  # the red half
    assert len(files_below(media_root)) == before


def test_a_crop_of_an_old_focal_point_is_not_kept(reporter: User) -> None:
    stale = files.photo(reporter, 3000, 630)
    described(stale, reporter, focal_point=4)
    make_renditions(stale)
    assert not stale.renditions.filter(use="social").exists()
    assert widths(stale, "avif") == ALL
