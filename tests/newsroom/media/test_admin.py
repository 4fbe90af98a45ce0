import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo
from tests.newsroom.media import files

LIST, ADD, CHOICES = "/admin/media/photo/", "/admin/media/photo/add/", "/admin/media/photo/choices/"
LogIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[Any]]


def change(photo: Photo) -> str:
    return f"/admin/media/photo/{photo.pk}/change/"


def typed(**values: Any) -> dict[str, Any]:
    return {"alt": "حشد", "caption": "", "credit": "و م ع", "focal_point": "9", **values}


# --- upload --------------------------------------------------------------------------------------


def test_several_files_share_one_credit(reporter: User, logged_in: LogIn) -> None:
    uploads = [files.upload(files.jpeg(), f"صورة {number}.jpg") for number in range(3)]
    response = logged_in(reporter).post(ADD, {"credit": "سعيدة، المحبرة", "files": uploads})
    assert response.status_code == 200
    assert [photo.credit for photo in Photo.objects.all()] == ["سعيدة، المحبرة"] * 3
    page = response.content.decode()
    for photo in Photo.objects.all():
        assert f'href="{change(photo)}"' in page
    assert page.count("nr-outcome") == page.count("data-outcome") + 1  # and the script's template


def test_a_refused_file_keeps_none_of_the_others_out(reporter: User, logged_in: LogIn) -> None:
    known = files.jpeg()
    add_photo(files.upload(known), by=reporter)
    sent = {
        "good.jpg": files.jpeg(),
        "known.jpg": known,
        "<script>.svg": b"<svg></svg>",
        "empty.jpg": b"",
        "cut.jpg": files.jpeg(900, 600)[:3000],
    }
    uploads = [files.upload(data, name) for name, data in sent.items()]
    response = logged_in(reporter).post(ADD, {"credit": "", "files": uploads})
    assert response.status_code == 200
    assert Photo.objects.count() == 2
    page = response.content.decode()
    assert page.count("nr-outcome--refused") == 3
    assert "<bdi>&lt;script&gt;.svg</bdi>" in page
    assert "<script>.svg" not in page


def test_when_all_is_refused_the_credit_is_still_there(reporter: User, logged_in: LogIn) -> None:
    sent = {"credit": "سعيدة", "files": [files.upload(b"x", "x.jpg")]}
    response = logged_in(reporter).post(ADD, sent)
    assert response.status_code == 400
    assert 'value="سعيدة"' in response.content.decode()


def test_no_file_at_all(reporter: User, logged_in: LogIn) -> None:
    response = logged_in(reporter).post(ADD, {"credit": "سعيدة"})
    assert response.status_code == 400
    assert "errornote" in response.content.decode()


def test_a_credit_that_is_too_long_takes_nothing(reporter: User, logged_in: LogIn) -> None:
    sent = {"credit": "و" * 121, "files": [files.upload(files.jpeg())]}
    for headers in ({}, {"X-Requested-With": "fetch"}):
        response = logged_in(reporter).post(ADD, sent, headers=headers)
        assert response.status_code == 400
        assert "errorlist" in response.content.decode()
        sent["files"] = [files.upload(files.jpeg())]
    assert not Photo.objects.exists()


def test_the_script_is_told_of_one_file(reporter: User, logged_in: LogIn) -> None:
    client = logged_in(reporter)
    for data, refused in ((files.jpeg(), False), (b"x", True)):
        sent = {"credit": "", "files": files.upload(data)}
        response = client.post(ADD, sent, headers={"X-Requested-With": "fetch"})
        assert response.status_code == 200
        fragment = response.content.decode()
        assert re.match(r'\s*<li class="nr-outcome', fragment)
        assert ("nr-outcome--refused" in fragment) is refused
        assert "<html" not in fragment


def test_file_inputs_speak_arabic(reporter: User, logged_in: LogIn) -> None:
    """Each is laid over a label of ours; JPEG stands first for Safari (decision 5)."""
    page = logged_in(reporter).get(ADD).content.decode()
    assert re.search(
        r'<label [^>]*nr-file[^>]*>\s*<span[^>]*>[^<]+</span>\s*<input type="file"', page
    )
    assert 'accept="image/jpeg,' in page
    assert "multiple" in page


# --- library -------------------------------------------------------------------------------------


def test_library_marks_what_is_missing(editor: User, logged_in: LogIn) -> None:
    with translation.override("ar"):
        photo = files.photo(editor)
        whole = files.photo(editor, credit="و م ع", alt="حشد في ساحة")
        page = logged_in(editor).get(LIST).content.decode()
        assert page.count("nr-pill--review") == 1
        assert page.index(change(whole)) < page.index(change(photo))
        found = logged_in(editor).get(f"{LIST}?show=no-credit").content.decode()
        assert change(photo) in found
        assert change(whole) not in found
        searched = logged_in(editor).get(f"{LIST}?q=ساحة").content.decode()
        assert change(whole) in searched
        assert change(photo) not in searched
        assert "صورتان" in page


@pytest.mark.parametrize("count", [3, 30])
def test_library_queries(
    count: int, editor: User, logged_in: LogIn, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        files.photo(editor)
    client = logged_in(editor)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


def test_choices_of_the_picker(reporter: User, logged_in: LogIn) -> None:
    files.photo(reporter, alt="حشد في ساحة", credit="سعيدة")
    files.photo(reporter, caption="ميناء")
    client = logged_in(reporter)
    assert client.get(f"{CHOICES}?q=ساحة سعيدة").content.decode().count("<li data-photo") == 1
    assert client.get(f"{CHOICES}?q=ساحة ميناء").content.decode().count("<li data-photo") == 0
    assert client.get(CHOICES).content.decode().count("<li data-photo") == 2


# --- description ---------------------------------------------------------------------------------


def test_description_and_focal_point(reporter: User, logged_in: LogIn) -> None:
    photo = files.photo(reporter)
    client = logged_in(reporter)
    page = client.get(change(photo)).content.decode()
    assert len(re.findall(r'type="radio" name="focal_point"', page)) == 9
    assert re.search(r'value="5" checked', page)
    response = client.post(change(photo), typed())
    assert response.status_code == 302
    photo.refresh_from_db()
    assert (photo.alt, photo.credit, photo.focal_point) == ("حشد", "و م ع", 9)
    assert re.search(r'value="9" checked', client.get(change(photo)).content.decode())


@pytest.mark.parametrize("wrong", [{"focal_point": "10"}, {"focal_point": "x"}, {"credit": ""}])
def test_wrong_description_is_shown_again(
    wrong: dict[str, str], editor: User, logged_in: LogIn
) -> None:
    photo = files.photo(editor, credit="و م ع")
    response = logged_in(editor).post(change(photo), typed(alt="كلمات", **wrong))
    assert response.status_code == 200
    assert re.search(r"<textarea[^>]*>\s*كلمات</textarea>", response.content.decode())
    photo.refresh_from_db()
    assert photo.alt == ""


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may_look", "may_change_others"),
    [
        ("reporter", True, False),
        ("editor", True, True),
        ("chief", True, True),
        ("administrator", True, True),
        ("moderator", False, False),
    ],
)
def test_every_address(
    role: str,
    may_look: bool,
    may_change_others: bool,
    request: pytest.FixtureRequest,
    logged_in: LogIn,
) -> None:
    user = request.getfixturevalue(role)
    photo = files.photo(request.getfixturevalue("administrator"))
    client = logged_in(user)
    for address in (LIST, ADD, CHOICES, change(photo)):
        assert client.get(address).status_code == (200 if may_look else 403), address
    sent = {"credit": "", "files": [files.upload(files.jpeg())]}
    assert client.post(ADD, sent).status_code == (200 if may_look else 403)
    assert client.post(change(photo), typed()).status_code == (302 if may_change_others else 403)
    photo.refresh_from_db()
    assert photo.credit == ("و م ع" if may_change_others else "")
    assert client.post(f"/admin/media/photo/{photo.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_stranger_is_led_to_the_log_in(client: Client, editor: User) -> None:
    photo = files.photo(editor)
    for address in (LIST, ADD, CHOICES, change(photo)):
        assert client.get(address).status_code == 302, address
        assert client.post(address, typed()).status_code == 302, address
    assert Photo.objects.count() == 1
