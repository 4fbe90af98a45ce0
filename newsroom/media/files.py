import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

Write = Callable[[str, str, bytes], str]


@contextmanager
def written_together() -> Iterator[Write]:
    """Gives ``write(folder, ending, content)``, which returns the new file's random name.

    Wrap it around the transaction of the rows that name the files: if anything fails, none stays.
    """
    names: list[str] = []

    def write(folder: str, ending: str, content: bytes) -> str:
        token = secrets.token_hex(16)
        names.append(f"{folder}/{token[:2]}/{token}.{ending}")
        return default_storage.save(names[-1], ContentFile(content))

    try:
        yield write
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise
