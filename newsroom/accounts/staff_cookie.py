"""The cookie by which public pages know colleagues: they see pages as they are at this moment.

It opens no door: whoever holds it gets the public pages, only not from the page cache.
"""

import re

from django.core.signing import BadSignature, TimestampSigner

STAFF_COOKIE = "newsroom_staff"
MAX_AGE = 14 * 24 * 3600
_VALUE = re.compile(rf"(?:^|;\s*){STAFF_COOKIE}=\"?([A-Za-z0-9:_-]+)")


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="newsroom.accounts.staff_cookie")


def staff_cookie(user_id: int) -> str:
    return _signer().sign(str(user_id))


def is_staff(cookie_header: str) -> bool:
    found = _VALUE.search(cookie_header)
    if found is None:
        return False
    try:
        _signer().unsign(found[1], max_age=MAX_AGE)
    except BadSignature:
        return False
    return True
