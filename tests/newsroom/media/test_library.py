"""The library page: search, filters, paging; the photo's page; the list of licences."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.media.archiving import archive
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo
from tests.newsroom.media import files
from tests.newsroom.media.test_likeness import encoded, scene

LIST = "/admin/media/photo/"
LogIn = Callable[[User], Client]


@pytest.fixture
def photos(editor: User) -> dict[str, Photo]:
    now = timezone.now()
    made = {
        "whole": files.photo(editor, credit="و م ع", alt="حشد", caption="المدينة القديمة"),
        "no-credit": files.photo(editor, alt="ميناء"),
        "no-alt": files.photo(editor, credit="سعيدة"),
        "old": files.photo(editor, credit="سعيدة", alt="أرشيف"),
        "archived": archive(files.photo(editor, credit="س", alt="س"), by=editor),
        "expired": files.photo(editor, credit="أ ف ب", alt="جبل"),
        "expiring": files.photo(editor, credit="أ ف ب", alt="بحر"),
    }
    for name, values in {
        "old": {"created_at": now - timedelta(days=100)},
        "expired": {"licence_expires_at": now - timedelta(days=1)},
        "expiring": {"licence_expires_at": now + timedelta(days=5)},
    }.items():
        Photo.objects.filter(pk=made[name].pk).update(**values)
    return made


def shown(page: str) -> set[int]:
    return {int(pk) for pk in re.findall(r'href="/admin/media/photo/(\d+)/change/"', page)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"whole", "no-credit", "no-alt", "old", "expired", "expiring"}),
        ({"q": "المدينه"}, {"whole"}),
        ({"q": "سعيده ارشيف"}, {"old"}),
        ({"credit": "سعيدة"}, {"no-alt", "old"}),
        ({"credit": "سعيدة", "days": "30"}, {"no-alt"}),
        ({"show": "no-credit"}, {"no-credit"}),
        ({"show": "no-alt"}, {"no-alt"}),
        ({"show": "archived"}, {"archived"}),
        ({"show": "expired"}, {"expired"}),
        ({"show": "expiring"}, {"expiring"}),
        ({"show": "unused"}, {"whole", "no-credit", "no-alt", "old", "expired", "expiring"}),
        (
            {"show": "odd", "days": "x"},
            {"whole", "no-credit", "no-alt", "old", "expired", "expiring"},
        ),
        ({"q": "لا وجود"}, set()),
        ({"credit": "لا وجود"}, set()),
    ],
)
def test_filters(
    query: dict[str, str],
    found: set[str],
    photos: dict[str, Photo],
    editor: User,
    logged_in: LogIn,
) -> None:
    response = logged_in(editor).get(LIST, query)
    assert response.status_code == 200
    page = response.content.decode()
    assert shown(page) == {photos[name].pk for name in found}
    assert ("nr-empty" in page) is (not found)


@pytest.mark.parametrize("odd", ["page=x", "page=-1", "page=99999", "q=%00", f"q={'x' * 300}"])
def test_odd_queries(odd: str, photos: dict[str, Photo], editor: User, logged_in: LogIn) -> None:
    assert logged_in(editor).get(f"{LIST}?{odd}").status_code == 200


def test_paging_keeps_the_filters(editor: User, logged_in: LogIn) -> None:
    for _number in range(50):
        files.photo(editor, credit="سعيدة")
    client = logged_in(editor)
    first = client.get(LIST, {"credit": "سعيدة"}).content.decode()
    assert len(shown(first)) == 48
    address = re.search(r'href="\?([^"]*page=2)"', first)
    assert address
    second = client.get(f"{LIST}?{address[1].replace('&amp;', '&')}").content.decode()
    assert len(shown(second)) == 2
    assert shown(first).isdisjoint(shown(second))


def test_what_is_said_is_kept_and_found(editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor)
    client = logged_in(editor)
    typed = {"focal_point": "5", "source": "أرشيف الوكالة", "licence": "استعمال واحد"}
    typed |= {"licence_expires_at": "٢٥/١١/٢٠٣٠", "focal_x": "44", "focal_y": "60"}
    assert client.post(f"{LIST}{photo.pk}/change/", typed).status_code == 302
    photo.refresh_from_db()
    assert (photo.source, photo.licence) == ("أرشيف الوكالة", "استعمال واحد")
    assert photo.licence_expires_at is not None
    assert timezone.localtime(photo.licence_expires_at).isoformat()[:16] == "2030-11-26T00:00"
    assert (photo.focal_x, photo.focal_y) == (44, 60)
    page = client.get(f"{LIST}{photo.pk}/change/").content.decode()
    assert 'value="25/11/2030"' in page
    assert shown(client.get(LIST, {"q": "ارشيف"}).content.decode()) == {photo.pk}


@pytest.mark.parametrize("day", ["غدا", "31/02/2030", "25/11/99999", "0/0/0"])
def test_a_day_that_is_none(day: str, editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor)
    typed = {"focal_point": "5", "alt": "حشد", "licence_expires_at": day}
    response = logged_in(editor).post(f"{LIST}{photo.pk}/change/", typed)
    assert response.status_code == 200
    assert day in response.content.decode()
    photo.refresh_from_db()
    assert photo.alt == ""


def test_archive_and_replace_from_the_page(editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor)
    client = logged_in(editor)
    for verb, archived in (("archive", True), ("odd", True), ("restore", False)):
        assert client.post(f"{LIST}{photo.pk}/archive/", {"verb": verb}).status_code == 302
        photo.refresh_from_db()
        assert photo.is_archived is archived
    before = str(photo.file)
    sent = {"file": files.upload(files.jpeg())}
    assert client.post(f"{LIST}{photo.pk}/replace/", sent).status_code == 302
    photo.refresh_from_db()
    assert str(photo.file) != before
    for data in ({}, {"file": files.upload(b"<svg/>")}):
        page = client.post(f"{LIST}{photo.pk}/replace/", data, follow=True).content.decode()
        assert '<li class="error">' in page


def test_upload_without_the_script_asks_about_a_known_picture(
    editor: User, logged_in: LogIn
) -> None:
    client = logged_in(editor)
    known = add_photo(files.upload(encoded(scene(1))), by=editor, caption="وقفة")
    for answer, left in (("known", [known.pk]), ("both", None)):
        sent = {"credit": "", "files": files.upload(encoded(scene(1), width=500))}
        page = client.post(f"{LIST}add/", sent).content.decode()
        new = Photo.objects.exclude(pk=known.pk).get()
        assert f'action="{LIST}{new.pk}/settle/"' in page
        assert "وقفة" in page
        data = {"known": known.pk} if answer == "known" else {}
        response = client.post(f"{LIST}{new.pk}/settle/", data)
        assert response.status_code == 302
        rest = set(Photo.objects.values_list("pk", flat=True))
        assert rest == set(left or [known.pk, new.pk])


def test_a_day_of_the_licence_list(
    photos: dict[str, Photo], editor: User, logged_in: LogIn, django_assert_num_queries: Any
) -> None:
    client = logged_in(editor)
    page = client.get(f"{LIST}licences/").content.decode()
    assert shown(page) == {photos["expired"].pk, photos["expiring"].pk}
    with django_assert_num_queries(9):
        client.get(f"{LIST}licences/")


def test_the_last_day_is_told_as_it_was_typed(editor: User, logged_in: LogIn) -> None:
    over = timezone.make_aware(datetime(2024, 1, 2))
    photo = files.photo(editor, alt="جبل", credit="أ ف ب")
    Photo.objects.filter(pk=photo.pk).update(licence_expires_at=over)
    page = logged_in(editor).get(f"{LIST}licences/").content.decode()
    assert '<time datetime="2024-01-01">1 يناير 2024</time>' in page
