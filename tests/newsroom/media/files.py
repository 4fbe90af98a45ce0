"""Files as people and attackers upload them, made here."""

import struct
import zlib
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo

_numbers = count(1)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(width: int = 300, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, a white corner at the top left. None is like another."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=BLUE)
    draw.rectangle((0, 0, width // 8, height // 8), fill="white")
    image.putpixel((width - 1, height - 1), (next(_numbers) % 250, 7, 7))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue() + b"%d" % next(_numbers) if kind == "JPEG" else out.getvalue()


def jpeg(width: int = 300, height: int = 200, **options: Any) -> bytes:
    return saved(picture(width, height), **options)


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def photo(by: User, width: int = 300, height: int = 200, **words: str) -> Photo:
    return add_photo(upload(jpeg(width, height)), by=by, **words)


def exif(orientation: int = 1) -> Image.Exif:
    """As a phone writes it: where, when, with what, by whom."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Make] = "SECRETCAMERA"
    data[ExifTags.Base.Artist] = "SECRETNAME"
    data[ExifTags.IFD.GPSInfo] = {1: "N", 2: (34.0, 1.0, 30.0), 3: "W", 4: (6.0, 50.0, 1.0)}
    return data


def empty_png(width: int, height: int) -> bytes:
    """A PNG that promises its size; the pixels are zeros, pressed to almost nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    press = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(press.compress(row) for _number in range(height)) + press.flush()
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
