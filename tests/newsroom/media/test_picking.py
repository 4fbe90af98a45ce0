"""What the photo picker asks: cards, an upload in place, a description in place."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.archiving import archive
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo
from tests.newsroom.media import files
from tests.newsroom.media.test_intake import REFUSED, TAKEN
from tests.newsroom.media.test_likeness import encoded, scene

BASE = "/admin/media/photo/"
LogIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[Any]]
NAMES = {
    "markup": "<img src=x onerror=alert(1)>.jpg",
    "bidi": "\u202egpj.exe\u2066.jpg",
    "long": "ص" * 300 + ".jpg",
    "path": "../../../etc/passwd",
    "nothing": ".jpg",
    "wrong ending": "photo.exe",
    "quotes": "\"';--.jpg",
}


def told(page: str) -> list[dict[str, Any]]:
    return [json.loads(unescape(one)) for one in re.findall(r'data-photo="([^"]*)"', page)]


def sent(client: Client, data: bytes, name: str = "photo.jpg") -> tuple[int, dict[str, Any]]:
    response = client.post(f"{BASE}upload/", {"file": files.upload(data, name)})
    return response.status_code, response.json()


# --- cards ---------------------------------------------------------------------------------------


def test_cards_tell_what_the_script_needs(reporter: User, logged_in: LogIn) -> None:
    photo = files.photo(reporter, alt='حشد "في" <ساحة>', caption="وقفة", credit="سعيدة")
    card = told(logged_in(reporter).get(f"{BASE}choices/").content.decode())[0]
    thumb = Photo.objects.with_renditions().get(pk=photo.pk).thumb
    assert thumb
    assert card == {
        "id": photo.pk,
        "title": "وقفة",
        "thumb": thumb.url,
        "large": thumb.url,
        "width": 300,
        "height": 200,
        "alt": 'حشد "في" <ساحة>',
        "caption": "وقفة",
        "credit": "سعيدة",
        "focal_x": 50,
        "focal_y": 50,
        "focal_point": 5,
        "may_change": True,
        "expires_soon": False,
    }


@pytest.mark.parametrize("query", ["المدينه", "مدينة", "الْمَدِينَة", "مدينـــة", "وكاله المغرب"])
def test_search_however_it_is_spelled(query: str, reporter: User, logged_in: LogIn) -> None:
    files.photo(reporter, alt="حشد في المدينة القديمة", credit="وكالة المغرب العربي")
    files.photo(reporter, caption="ميناء")
    page = logged_in(reporter).get(f"{BASE}choices/", {"q": query}).content.decode()
    assert [card["alt"] for card in told(page)] == ["حشد في المدينة القديمة"]


def test_only_what_is_on_offer(reporter: User, logged_in: LogIn) -> None:
    archive(files.photo(reporter), by=reporter)
    over = files.photo(reporter)
    Photo.objects.filter(pk=over.pk).update(licence_expires_at=timezone.now())
    shown = files.photo(reporter)
    page = logged_in(reporter).get(f"{BASE}choices/").content.decode()
    assert [card["id"] for card in told(page)] == [shown.pk]


def test_a_page_at_a_time(reporter: User, logged_in: LogIn) -> None:
    photos = [files.photo(reporter) for _number in range(26)]
    client = logged_in(reporter)
    first = client.get(f"{BASE}choices/").content.decode()
    second = client.get(f"{BASE}choices/?page=2").content.decode()
    newest = [photo.pk for photo in reversed(photos)]
    assert [card["id"] for card in told(first) + told(second)] == newest
    assert 'data-more="2"' in first
    assert "data-more" not in second
    for odd in ("x", "-1", "0", "٢", "9" * 30):
        assert client.get(f"{BASE}choices/", {"page": odd}).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_cards_cost_the_same(
    count: int, reporter: User, logged_in: LogIn, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        files.photo(reporter)
    client = logged_in(reporter)
    client.get(f"{BASE}choices/")
    with django_assert_num_queries(6):
        client.get(f"{BASE}choices/")


# --- upload in place -----------------------------------------------------------------------------


def test_an_uploaded_photo_is_answered(reporter: User, logged_in: LogIn) -> None:
    status, answer = sent(logged_in(reporter), files.jpeg())
    photo = Photo.objects.get()
    assert (status, answer["photo"]["id"]) == (200, photo.pk)
    assert (answer["photo"]["known"], answer["photo"]["alike"]) == (False, None)
    assert photo.created_by == reporter


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_files_say_why_in_arabic(kind: str, reporter: User, logged_in: LogIn) -> None:
    with translation.override("ar"):
        status, answer = sent(logged_in(reporter), REFUSED[kind][0])
    assert status == 400
    assert re.search("[\u0621-\u064a]{3}", answer["error"])
    assert not Photo.objects.exists()


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize("name", ["photo.txt", "photo.svg"])
def test_the_content_decides_not_the_name(
    kind: str, name: str, reporter: User, logged_in: LogIn
) -> None:
    status, answer = sent(logged_in(reporter), TAKEN[kind], name)
    assert (status, answer["photo"]["width"]) == (200, 300)


def test_too_many_bytes(reporter: User, logged_in: LogIn) -> None:
    with translation.override("ar"):
        status, answer = sent(logged_in(reporter), files.jpeg() + b"\0" * 30 * 1024 * 1024)
    assert status == 400
    assert "30" in answer["error"]


@pytest.mark.parametrize("kind", NAMES)
def test_hostile_names(kind: str, reporter: User, logged_in: LogIn) -> None:
    status, answer = sent(logged_in(reporter), files.jpeg(), NAMES[kind])
    assert status == 200
    assert answer["photo"]["title"] == str(Photo.objects.get())
    assert NAMES[kind].removesuffix(".jpg")[:9] not in answer["photo"]["title"] or kind == "nothing"


def test_the_same_file_and_the_same_picture(reporter: User, logged_in: LogIn) -> None:
    client = logged_in(reporter)
    first = add_photo(files.upload(encoded(scene(1))), by=reporter)
    _status, answer = sent(client, encoded(scene(1)))
    assert (answer["photo"]["id"], answer["photo"]["known"]) == (first.pk, True)
    _status, answer = sent(client, encoded(scene(1), "PNG"))
    assert answer["photo"]["id"] != first.pk
    assert (answer["photo"]["known"], answer["photo"]["alike"]["id"]) == (False, first.pk)
    archive(first, by=reporter)  # nobody is led to what cannot be chosen
    _status, answer = sent(client, encoded(scene(1), "WEBP"))
    assert answer["photo"]["alike"] is None or answer["photo"]["alike"]["id"] != first.pk


def test_the_known_one_is_used(reporter: User, logged_in: LogIn) -> None:
    client = logged_in(reporter)
    first = add_photo(files.upload(encoded(scene(1))), by=reporter)
    _status, answer = sent(client, encoded(scene(1), "PNG"))
    response = client.post(f"{BASE}{answer['photo']['id']}/discard/")
    assert response.status_code == 200
    assert list(Photo.objects.all()) == [first]
    assert Entry.objects.filter(verb="discard_photo").count() == 1


def test_a_known_file_that_is_archived(reporter: User, logged_in: LogIn) -> None:
    data = files.jpeg()
    photo = add_photo(files.upload(data), by=reporter, caption="وقفة")
    archive(photo, by=reporter)
    status, answer = sent(logged_in(reporter), data)
    assert status == 400
    assert "«وقفة»" in answer["error"]


def test_no_file(reporter: User, logged_in: LogIn) -> None:
    response = logged_in(reporter).post(f"{BASE}upload/", {"file": "text"})
    assert response.status_code == 400
    assert response.json()["error"]


# --- description in place ------------------------------------------------------------------------


def words(**values: Any) -> dict[str, Any]:
    return {"alt": "حشد", "caption": "وقفة", "credit": "سعيدة", "focal_point": "1", **values}


def test_description(reporter: User, logged_in: LogIn) -> None:
    photo = files.photo(reporter)
    typed = words(focal_x="20", focal_y="7")
    response = logged_in(reporter).post(f"{BASE}{photo.pk}/describe/", typed)
    assert response.status_code == 200
    photo.refresh_from_db()
    assert (photo.alt, photo.caption, photo.credit) == ("حشد", "وقفة", "سعيدة")
    assert (photo.focal_x, photo.focal_y) == (20, 7)
    assert response.json()["photo"]["alt"] == "حشد"


@pytest.mark.parametrize(
    "odd",
    [{"focal_x": "90", "focal_y": "90"}, {"focal_x": "101", "focal_y": "-1"}, {"focal_x": "x"}],
)
def test_a_point_that_does_not_fit_its_ninth(
    odd: dict[str, str], reporter: User, logged_in: LogIn
) -> None:
    photo = files.photo(reporter)
    logged_in(reporter).post(f"{BASE}{photo.pk}/describe/", words(**odd))
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (17, 17)


@pytest.mark.parametrize(
    "wrong", [{"alt": "ن" * 251}, {"credit": "ن" * 121}, {"credit": ""}, {"alt": "\0"}]
)
def test_what_is_refused_names_its_field(
    wrong: dict[str, str], reporter: User, logged_in: LogIn
) -> None:
    photo = files.photo(reporter, credit="و م ع")
    response = logged_in(reporter).post(f"{BASE}{photo.pk}/describe/", words(**wrong))
    assert response.status_code == 400
    assert list(response.json()["errors"]) == list(wrong)
    photo.refresh_from_db()
    assert (photo.alt, photo.credit) == ("", "و م ع")


# --- who may -------------------------------------------------------------------------------------


def test_others_photos(reporter: User, editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor)
    client = logged_in(reporter)
    assert told(client.get(f"{BASE}choices/").content.decode())[0]["may_change"] is False
    assert client.post(f"{BASE}{photo.pk}/describe/", words()).status_code == 403
    assert client.post(f"{BASE}{photo.pk}/discard/").status_code == 403


def test_moderators_and_strangers(moderator: User, editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor)
    for client, status in ((logged_in(moderator), 403), (Client(), 302)):
        for address in ("picker/", "choices/", "licences/"):
            assert client.get(f"{BASE}{address}").status_code == status
        for address in ("upload/", *(f"{photo.pk}/{verb}/" for verb in ("describe", "discard"))):
            assert client.post(f"{BASE}{address}", words()).status_code == status
    assert Photo.objects.count() == 1


def test_every_post_needs_its_token(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    photo = files.photo(editor)
    for address in (
        "upload/",
        *(
            f"{photo.pk}/{verb}/"
            for verb in ("describe", "discard", "replace", "archive", "settle")
        ),
    ):
        assert client.post(f"{BASE}{address}", words()).status_code == 403


def test_methods(editor: User, logged_in: LogIn) -> None:
    client, photo = logged_in(editor), files.photo(editor)
    for address in ("upload/", *(f"{photo.pk}/{verb}/" for verb in ("describe", "archive"))):
        assert client.get(f"{BASE}{address}").status_code == 405
    assert client.post(f"{BASE}choices/").status_code == 405
