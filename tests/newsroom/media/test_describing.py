from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.decoding import PhotoRefused
from newsroom.media.describing import describe
from tests import factories
from tests.newsroom.media import files

SAID: dict[str, Any] = {
    "alt": "حشد",
    "caption": "وقفة أمام المقر",
    "credit": "و م ع",
    "is_document": True,
    "focal_point": 3,
}


def test_describe(reporter: User) -> None:
    photo = describe(files.photo(reporter), by=reporter, **{**SAID, "alt": " حشد\n"})
    photo.refresh_from_db()
    assert (photo.alt, photo.caption, photo.credit) == ("حشد", "وقفة أمام المقر", "و م ع")
    assert (photo.is_document, photo.focal_point) == (True, 3)
    assert (photo.focal_x, photo.focal_y) == (83, 17)
    assert Entry.objects.filter(verb="save_photo", by=reporter).count() == 1


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        ("reporter", True, False),
        ("editor", True, True),
        ("editor_in_chief", True, True),
        ("administrator", True, True),
    ],
)
def test_who_may_describe(role: str, own: bool, others: bool, db: None) -> None:
    user = factories.user(role)
    somebody = factories.user("reporter")
    for photo, allowed in ((files.photo(user), own), (files.photo(somebody), others)):
        if allowed:
            describe(photo, by=user, **SAID)
        else:
            with pytest.raises(PermissionDenied):
                describe(photo, by=user, **SAID)


def test_moderators_describe_nothing(reporter: User, moderator: User) -> None:
    with pytest.raises(PermissionDenied):
        describe(files.photo(reporter), by=moderator, **SAID)


def test_a_credit_cannot_be_taken_away(editor: User) -> None:
    photo = describe(files.photo(editor, credit="خطأ"), by=editor, **SAID)
    with pytest.raises(PhotoRefused):
        describe(photo, by=editor, **{**SAID, "credit": " "})
    photo.refresh_from_db()
    assert photo.credit == "و م ع"
