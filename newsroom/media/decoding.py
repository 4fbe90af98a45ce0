"""What somebody uploads → a picture that we trust."""

import logging
import re
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

logger = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# JPEG first: Safari turns an iPhone's HEIC into the first of these that it can write.
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif"

SRGB = ImageCms.createProfile("sRGB")
WHITE = (255, 255, 255, 255)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
HEIF = re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)
SVG = re.compile(rb"\A\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<svg", re.DOTALL | re.I)


class PhotoRefused(ValueError):
    """The file is not taken; the message says why, and what to do."""


def read_picture(data: bytes) -> Image.Image:
    """The picture upright, in sRGB, without metadata; of an animated one the first frame."""
    image = _open(data)
    try:
        image.load()
        return _clean(image)
    except Exception as error:
        # Whatever a decoder makes of hostile or cut bytes, the file is at fault.
        logger.info("A %s file cannot be decoded: %r", image.format, error)
        raise PhotoRefused(_damaged()) from error


def _open(data: bytes) -> Image.Image:
    """Reads the header only."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise PhotoRefused(_other_kind(data)) from error
    except Exception as error:
        logger.info("A file cannot be opened: %r", error)
        raise PhotoRefused(_damaged()) from error
    if image.width * image.height > settings.PHOTO_MAX_PIXELS:
        raise PhotoRefused(_too_many_pixels())
    if max(image.size) > 65_500:  # JPEG has no larger side
        raise PhotoRefused(_too_many_pixels())
    return image


def _clean(image: Image.Image) -> Image.Image:
    turned = UPRIGHT.get(_orientation(image))
    image = _in_srgb(image)
    if turned is not None:
        image = image.transpose(turned)
    image.info = {}
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception as error:
        # Cameras write broken EXIF; the picture itself is none the worse.
        logger.info("EXIF cannot be read: %r", error)
        return 1


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = _opaque(image)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
                return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError) as error:
            logger.info("A colour profile is left aside: %s", error)
    return image.convert("RGB")


def _opaque(image: Image.Image) -> Image.Image:
    """In a mode that a colour profile can speak of; what is transparent becomes white."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        base = Image.new("RGBA", image.size, WHITE)
        base.alpha_composite(image.convert("RGBA"))
        return base.convert("RGB")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _damaged() -> str:
    return _("The picture is damaged or did not arrive whole: upload it again.")


def _too_many_pixels() -> str:
    return _("The picture has more than %(limit)s megapixels: export it smaller.") % {
        "limit": settings.PHOTO_MAX_PIXELS // 1_000_000
    }


def _other_kind(data: bytes) -> str:
    if HEIF.match(data):
        return _(
            "HEIC photos cannot be shown by browsers: send it as JPEG. On an iPhone, choose the"
            " photo from the photo library, or set the camera's format to «Most compatible»."
        )
    if SVG.match(data[:4096]):
        return _("SVG drawings are not taken: export the drawing as PNG.")
    if data.startswith(b"%PDF"):
        return _("This is a PDF document: export the page as a picture.")
    if data[:3] in (b"\xff\xd8\xff", b"GIF") or data[:4] in (b"\x89PNG", b"RIFF"):
        return _damaged()
    return _("This file is not a picture that can be used: JPEG, PNG, WebP, AVIF and GIF can.")
