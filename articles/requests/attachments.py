"""Files that come with requests: what is taken, and where it lies.

They are what strangers sent: never opened here, and handed out only to be saved.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.requests.models import Attachment, Request
from newsroom.arabic.typography import clean_text, one_line
from newsroom.private_files import PrivateFiles

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 10
NAME_LENGTH = 120
_ZIP = b"PK\x03\x04"
# By the ending: how such a file begins; nothing where any beginning may do.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "webp": (b"RIFF",),
    "docx": (_ZIP,),
    "odt": (_ZIP,),
    "txt": (),
    "eml": (),
}
ACCEPT = ",".join(f".{ending}" for ending in BEGINNINGS)


def check(files: Sequence[UploadedFile], *, already: int = 0) -> None:
    """Raises ValidationError with a message for each file that is not taken."""
    refused = [message for one in files if (message := _refusal(one))]
    if already + len(files) > MAX_FILES:
        limit = {"limit": MAX_FILES}
        refused.append(
            ngettext(
                "A request has at most %(limit)s file.",
                "A request has at most %(limit)s files.",
                MAX_FILES,
            )
            % limit
        )
    if refused:
        raise ValidationError(refused)


@contextmanager
def stored(request: Request, files: Sequence[UploadedFile]) -> Iterator[None]:
    """Writes them; if anything inside the block fails, none stays."""
    storage, names = PrivateFiles(), list[str]()
    try:
        for one in files:
            token = secrets.token_hex(16)
            names.append(storage.save(f"requests/{token[:2]}/{token}", one))
            name, size = shown_name(one.name or ""), one.size or 0
            request.attachments.create(file=names[-1], name=name, size=size)
        yield
    except BaseException:
        for name in names:
            storage.delete(name)
        raise


def delete_files(attachments: Sequence[Attachment]) -> None:
    for one in attachments:
        one.file.storage.delete(str(one.file.name))


def shown_name(sent: str) -> str:
    """As it was sent, without what a file system or a header could take for something else."""
    name = one_line(clean_text(PurePath(sent.replace("\\", "/")).name))
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '"/\\')
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}{dot}{ending}" if dot else name[:NAME_LENGTH]


def _refusal(file: UploadedFile) -> str:
    name = shown_name(file.name or "")
    ending = name.rpartition(".")[2].lower()
    if ending not in BEGINNINGS:
        return _("“%(name)s”: this kind of file is not taken. Send a PDF, a picture or a text.") % {
            "name": name
        }
    if not file.size:
        return _("“%(name)s” is empty.") % {"name": name}
    if file.size > MAX_BYTES:
        limits = {"name": name, "limit": MAX_BYTES // (1024 * 1024)}
        return _("“%(name)s” is larger than %(limit)s MB.") % limits
    begins = BEGINNINGS[ending]
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if begins and not start.startswith(begins):
        return _("“%(name)s” is not what its name says: it may be damaged.") % {"name": name}
    return ""
