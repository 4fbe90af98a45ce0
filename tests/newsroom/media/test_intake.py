import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageCms

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.decoding import PhotoRefused
from newsroom.media.intake import add_photo, find_known
from newsroom.media.models import Photo, Rendition
from newsroom.media.renditions import make_renditions
from tests.newsroom.media import files
from tests.newsroom.media.conftest import files_below


def original(photo: Photo) -> Image.Image:
    with photo.file.open("rb") as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
        return image


def is_near(colour: Any, expected: tuple[int, int, int], within: int = 12) -> bool:
    return all(abs(one - two) <= within for one, two in zip(colour, expected, strict=True))


# --- what is refused -----------------------------------------------------------------------------

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
REFUSED = {
    "empty": (b"", "فارغ|empty"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "svg, xml": (b'<?xml version="1.0"?>\n<!-- x -->\n<svg onload="alert(1)"/>', "SVG"),
    "pdf": (b"%PDF-1.7\n%...", "PDF"),
    "heic": (HEIC, "HEIC"),
    "text": ("خبر".encode(), "AVIF"),
    "html": (b"<html><script>alert(1)</script>", "AVIF"),
    "tiff": (files.saved(files.picture(), "TIFF"), "AVIF"),
    "bmp": (files.saved(files.picture(), "BMP"), "AVIF"),
    "zip": (b"PK\x03\x04" + b"\0" * 100, "AVIF"),
    "half a jpeg": (files.jpeg(900, 600)[:3000], "damaged|تالفة"),
    "half a png": (files.saved(Image.effect_noise((300, 300), 90), "PNG")[:9000], "damaged|تالفة"),
    "half a webp": (files.saved(files.picture(), "WEBP")[:200], "damaged|تالفة"),
    "a gif's first bytes": (files.saved(files.picture(mode="P"), "GIF")[:12], "damaged|تالفة"),
    "a jpeg's first bytes": (b"\xff\xd8\xff\xe0", "damaged|تالفة"),
    "bomb": (files.empty_png(20_000, 20_000), "50"),
    "bomb, less than twice": (files.empty_png(8_000, 8_000), "50"),
    "too long for a jpeg": (files.empty_png(70_000, 4), "50"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_files_leave_nothing(kind: str, reporter: User, media_root: Path) -> None:
    data, message = REFUSED[kind]
    with pytest.raises(PhotoRefused, match=message):
        add_photo(ContentFile(data), by=reporter)
    assert not Photo.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert files_below(media_root) == []


def test_the_bomb_is_small() -> None:
    assert len(files.empty_png(20_000, 20_000)) < 100_000


def test_too_many_bytes(reporter: User, settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    with pytest.raises(PhotoRefused, match="1"):
        add_photo(ContentFile(b"x" * (1024 * 1024 + 1)), by=reporter)


def test_a_word_that_is_too_long(reporter: User) -> None:
    with pytest.raises(PhotoRefused, match="120"):
        add_photo(files.upload(files.jpeg()), by=reporter, credit="و" * 121)


def test_a_failing_disk_leaves_neither_file_nor_row(
    reporter: User, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = default_storage.save

    def full_at_the_second(name: str, content: Any) -> str:
        if name.startswith("renditions"):
            raise OSError("no space left")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", full_at_the_second)
    with pytest.raises(OSError, match="no space"):
        add_photo(files.upload(files.jpeg()), by=reporter)
    assert files_below(media_root) == []
    assert not Photo.objects.exists()


# --- what is taken -------------------------------------------------------------------------------


def animated(kind: str) -> bytes:
    frames = [files.picture(), Image.new("RGB", (300, 200), "green")]
    return files.saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


TAKEN = {
    "jpeg": files.jpeg(),
    "progressive jpeg": files.jpeg(progressive=True),
    "grey jpeg": files.saved(files.picture(mode="L")),
    "cmyk jpeg": files.saved(files.picture(mode="CMYK")),
    "png": files.saved(files.picture(), "PNG"),
    "palette png": files.saved(files.picture(mode="P"), "PNG"),
    "one-bit png": files.empty_png(300, 200),
    "webp": files.saved(files.picture(), "WEBP"),
    "avif": files.saved(files.picture(), "AVIF"),
    "gif": files.saved(files.picture(mode="P"), "GIF"),
    "animated gif": animated("GIF"),
    "animated png": animated("PNG"),
    "animated webp": animated("WEBP"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_taken_files(kind: str, reporter: User, media_root: Path) -> None:
    photo = add_photo(ContentFile(TAKEN[kind]), by=reporter)
    image = original(photo)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (300, 200))
    assert (photo.width, photo.height) == (300, 200)
    if kind not in ("one-bit png", "grey jpeg"):
        assert is_near(image.getpixel((100, 100)), files.RED, within=40)
        assert is_near(image.getpixel((250, 100)), files.BLUE, within=40)
    assert len(files_below(media_root)) == 2


def test_transparency_becomes_white(reporter: User) -> None:
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    photo = add_photo(ContentFile(files.saved(image, "PNG")), by=reporter)
    assert is_near(original(photo).getpixel((50, 50)), (255, 255, 255))


def test_sixteen_bits_of_grey_keep_their_light(reporter: User) -> None:
    image = Image.new("I;16", (200, 200), 32_768)
    photo = add_photo(ContentFile(files.saved(image, "PNG")), by=reporter)
    assert is_near(original(photo).getpixel((50, 50)), (128, 128, 128))


def test_a_colour_profile_is_applied(reporter: User) -> None:
    """In this profile white is 5000 K warm: the same numbers give other sRGB numbers."""
    warm = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000))
    lab = ImageCms.profileToProfile(
        files.picture(), ImageCms.createProfile("sRGB"), warm, outputMode="LAB"
    )
    assert lab is not None
    for profile in (warm.tobytes(), b"nonsense", b""):
        data = files.saved(files.picture(), "PNG", icc_profile=profile)
        image = original(add_photo(ContentFile(data), by=reporter))
        assert is_near(image.getpixel((100, 100)), files.RED, within=25)  # unusable: left aside


def test_grey_gamma_profile_is_applied(reporter: User) -> None:
    """The linear profile says: 128 is much lighter than 128 in sRGB."""
    data = files.saved(
        Image.new("RGB", (200, 200), (128, 128, 128)), "PNG", icc_profile=linear_profile()
    )
    light = original(add_photo(ContentFile(data), by=reporter)).getpixel((50, 50))
    assert is_near(light, (188, 188, 188))


def linear_profile() -> bytes:
    """sRGB's own profile with a gamma of 1: each curve replaced by the identity."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(profile[128:132], "big")):
        entry = 132 + 12 * number
        tag, offset = profile[entry : entry + 4], profile[entry + 4 : entry + 8]
        start = int.from_bytes(offset, "big")
        if bytes(tag) in (b"rTRC", b"gTRC", b"bTRC"):
            profile[start : start + 12] = b"curv\0\0\0\0\0\0\0\0"
        if tag == b"desc":
            at = profile.find("sRGB".encode("utf-16-be"), start)
            profile[at : at + 8] = "LINR".encode("utf-16-be")
    return bytes(profile)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_original_is_upright(orientation: int, reporter: User) -> None:
    """Whatever way the camera was held, the white corner is at the top left again."""
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = files.picture() if turned is None else files.picture().transpose(turned)
    data = files.saved(image, exif=files.exif(orientation))
    photo = add_photo(ContentFile(data), by=reporter)
    upright = original(photo)
    assert upright.size == (photo.width, photo.height) == (300, 200)
    assert is_near(upright.getpixel((10, 10)), (255, 255, 255), within=30)
    assert is_near(upright.getpixel((100, 100)), files.RED, within=30)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_is_no_reason_to_refuse(reporter: User) -> None:
    data = files.saved(files.picture(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xee" * 60)
    assert add_photo(ContentFile(data), by=reporter).width == 300


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_of_the_metadata_stays(kind: str, reporter: User, media_root: Path) -> None:
    extra: dict[str, Any] = {"xmp": b"<x:xmpmeta>SECRETXMP</x:xmpmeta>"} if kind != "PNG" else {}
    if kind == "JPEG":
        extra["comment"] = b"SECRETCOMMENT"
    data = files.saved(files.picture(), kind, exif=files.exif(), **extra)
    assert b"SECRETCAMERA" in data
    make_renditions(add_photo(ContentFile(data), by=reporter))
    assert len(files_below(media_root)) == 4
    for path in files_below(media_root):
        content = path.read_bytes()
        assert not re.search(rb"SECRET|Exif\0|xmpmeta|ICC_PROFILE|Photoshop", content), path
        with Image.open(path) as image:
            assert dict(image.getexif()) == {}


@pytest.mark.parametrize(
    "name",
    ["صورة الخبر.jpg", "../../etc/passwd", "a.php", "<img src=x>.svg", "x" * 300 + ".jpg", ".jpg"],
)
def test_the_name_of_the_file_is_nowhere(name: str, reporter: User, media_root: Path) -> None:
    upload = ContentFile(files.jpeg(), name=name)
    photo = add_photo(upload, by=reporter)
    assert re.fullmatch(r"originals/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", str(photo.file))
    assert all(path.is_relative_to(media_root) for path in files_below(media_root))


def test_words_are_cleaned_and_kept(reporter: User) -> None:
    photo = files.photo(reporter, credit=" و م ع\u202e\n", alt="حشد\tفي ساحة", caption="وقفة")
    assert (photo.credit, photo.alt, photo.caption) == ("و م ع", "حشد في ساحة", "وقفة")
    assert unicodedata.is_normalized("NFC", photo.alt)


def test_the_same_file_is_the_same_photo(reporter: User, editor: User, media_root: Path) -> None:
    data = files.jpeg()
    assert find_known(files.upload(data)) is None
    first = add_photo(files.upload(data), by=reporter, credit="الأول")
    again = add_photo(files.upload(data, "other.png"), by=editor, credit="الثاني")
    assert first == again == find_known(files.upload(data))
    assert again.credit == "الأول"
    assert len(files_below(media_root)) == 2
    assert Entry.objects.filter(verb="add_photo").count() == 1


def test_somebody_uploads_the_same_file_at_the_same_moment(
    reporter: User, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = files.jpeg()
    first = add_photo(files.upload(data), by=reporter)
    monkeypatch.setattr(
        "newsroom.media.intake._known", lambda digest: None
    )  # what this one saw a moment ago
    assert add_photo(files.upload(data), by=reporter) == first
    assert len(files_below(media_root)) == 2


def test_a_page_has_a_picture_at_once_and_the_task_is_written(reporter: User) -> None:
    photo = files.photo(reporter, 2000, 1000)
    rendition = Rendition.objects.get()
    assert (rendition.format, rendition.width, rendition.height) == ("jpeg", 1280, 640)
    task = DBTaskResult.objects.get()
    assert task.task_path == "newsroom.media.tasks.render_photo"
    assert task.args_kwargs == {"args": [photo.pk], "kwargs": {}}


@pytest.mark.parametrize("role", ["moderator", None])
def test_who_may_not_add(role: str | None, request: pytest.FixtureRequest, db: None) -> None:
    user = request.getfixturevalue(role) if role else User.objects.create(username="stranger")
    with pytest.raises(PermissionDenied):
        add_photo(files.upload(files.jpeg()), by=user)
