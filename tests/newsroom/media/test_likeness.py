"""The same picture is recognised, other pictures are not."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter

from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from newsroom.media.likeness import ALIKE, distance, find_alike, phash
from tests.newsroom.media import files


def scene(number: int, width: int = 900, height: int = 600) -> Image.Image:
    """Every number another one: blurred shapes in other places and colours."""
    image = Image.new("RGB", (width, height), (190, 200, 210))
    draw = ImageDraw.Draw(image)
    for step in range(7):
        x, y = (number * 131 + step * 197) % width, (number * 89 + step * 151) % height
        colour = ((number * 53 + step * 71) % 255, (step * 37) % 255, (number * 29) % 255)
        draw.ellipse((x - 140, y - 110, x + 140, y + 110), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(2))


def encoded(image: Image.Image, kind: str = "JPEG", width: int = 0, **options: int) -> bytes:
    if width:
        height = round(width * image.height / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


COPIES = {
    "jpeg 40": encoded(scene(1), quality=40),
    "jpeg 95": encoded(scene(1), quality=95),
    "a third": encoded(scene(1), width=300, quality=60),
    "odd size": encoded(scene(1), width=457, quality=75),
    "enlarged": encoded(scene(1), width=2000, quality=80),
    "png": encoded(scene(1), "PNG"),
    "webp": encoded(scene(1), "WEBP", quality=50),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_recognised(kind: str, reporter: User) -> None:
    first = add_photo(files.upload(encoded(scene(1))), by=reporter)
    for number in (2, 3):
        add_photo(files.upload(encoded(scene(number))), by=reporter)
    copy = add_photo(files.upload(COPIES[kind]), by=reporter)
    assert copy != first
    assert find_alike(copy) == first


def test_other_pictures_are_not(reporter: User) -> None:
    photos = [add_photo(files.upload(encoded(scene(n))), by=reporter) for n in range(1, 13)]
    assert [find_alike(photo) for photo in photos] == [None] * 12


def test_a_part_of_a_picture_is_another_one(reporter: User) -> None:
    add_photo(files.upload(encoded(scene(1))), by=reporter)
    part = scene(1).crop((0, 0, 600, 600))
    assert find_alike(add_photo(files.upload(encoded(part)), by=reporter)) is None


def test_one_composition_in_other_colours_is_another_picture(reporter: User) -> None:
    red, green, blue = scene(1).split()
    add_photo(files.upload(encoded(scene(1))), by=reporter)
    other = Image.merge("RGB", (blue, green, red))
    assert find_alike(add_photo(files.upload(encoded(other)), by=reporter)) is None


@pytest.mark.parametrize("colour", ["white", "black", (90, 120, 200)])
def test_plain_surfaces(colour: str, reporter: User) -> None:
    """Of one colour they are alike, of two they are not."""
    one = Image.new("RGB", (300, 200), colour)
    add_photo(files.upload(encoded(Image.new("RGB", (300, 200), (200, 60, 60)))), by=reporter)
    photo = add_photo(files.upload(encoded(one)), by=reporter)
    assert find_alike(photo) is None
    again = add_photo(files.upload(encoded(one, width=600)), by=reporter)
    assert find_alike(again) == photo


def test_a_missing_file_is_no_reason_to_fail(reporter: User, media_root: object) -> None:
    first = add_photo(files.upload(encoded(scene(1))), by=reporter)
    first.renditions.get().file.delete()
    assert find_alike(add_photo(files.upload(COPIES["png"]), by=reporter)) is None


def test_hashes_fit_a_column_of_the_database() -> None:
    for number in range(20):
        assert -(2**63) <= phash(scene(number)) < 2**63
    assert distance(-1, 0) == 64
    assert distance(5, 5) == 0 <= ALIKE
