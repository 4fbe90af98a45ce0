from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.site.models import Page
from newsroom.site.pages import delete_page, save_page

UNSAFE = '<p onclick="x()">نص</p><script>alert(1)</script>'


@pytest.fixture
def about(chief: User) -> Page:
    return save_page(
        Page(title="من نحن", slug="about", body=f"<h2>كيف نعمل</h2>{UNSAFE}"), by=chief
    )


def test_page_is_public_and_clean(about: Page, client: Client) -> None:
    response = client.get("/pages/about/")
    html = response.content.decode()
    assert '<h1 class="art-title">من نحن</h1>' in html
    assert "<h2>كيف نعمل</h2>" in html
    assert "onclick" not in html
    assert "alert(1)" not in html
    assert '<link rel="canonical" href="http://testserver/pages/about/">' in html


def test_page_in_the_menu_is_marked(about: Page, client: Client) -> None:
    foot = client.get("/pages/about/").content.decode().partition('class="site-foot"')[2]
    assert '<a href="/pages/about/">من نحن</a>' in foot


def test_unknown_pages_are_not_found(client: Client, db: None) -> None:
    for slug in ("nothing", "%00", "a" * 400, "a/b"):
        assert client.get(f"/pages/{slug}/").status_code == 404


def test_page_takes_three_queries(
    about: Page, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        client.get("/pages/about/")


def test_address_comes_from_the_title_and_stays(chief: User) -> None:
    first = save_page(Page(title="ميثاق التحرير"), by=chief)
    second = save_page(Page(title="ميثاق التحرير"), by=chief)
    assert (first.slug, second.slug) == ("ميثاق-التحرير", "ميثاق-التحرير-2")
    first.title, first.slug = "ميثاق آخر", "other"
    assert save_page(first, by=chief).slug == "ميثاق-التحرير"


def test_verbs_need_the_permission(about: Page, editor: User, chief: User) -> None:
    for verb in (save_page, delete_page):
        with pytest.raises(PermissionDenied):
            verb(about, by=editor)
    with pytest.raises(PermissionDenied):
        save_page(Page(title="جديدة"), by=editor)
    delete_page(about, by=chief)
    assert not Page.objects.exists()
    assert list(Entry.objects.values_list("verb", flat=True)) == ["delete_page", "save_page"]


def test_admin_writes_through_the_verb(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    data = {"title": " اتصل  بنا ", "slug": "contact", "position": "0", "in_footer": "on"}
    response = client.post("/admin/site/page/add/", {**data, "body": f"سطر\n\n{UNSAFE}"})
    assert response.status_code == 302
    page = Page.objects.get()
    assert (page.title, page.slug) == ("اتصل بنا", "contact")
    assert page.body == "<p>سطر</p>\n<p>نص</p>"
    form = client.get(f"/admin/site/page/{page.pk}/change/").content.decode()
    assert ">\nسطر\n\nنص</textarea>" in form
    client.post(f"/admin/site/page/{page.pk}/change/", {**data, "slug": "x", "body": "سطر آخر"})
    page.refresh_from_db()
    assert (page.slug, page.body) == ("contact", "<p>سطر آخر</p>")
    client.post(f"/admin/site/page/{page.pk}/delete/", {"post": "yes"})
    assert not Page.objects.exists()


def test_title_without_a_letter_is_refused(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    response = client.post("/admin/site/page/add/", {"title": "\u200f", "position": "0"})
    assert response.status_code == 200
    assert not Page.objects.exists()


def test_three_pages_of_one_long_title_have_three_addresses(chief: User) -> None:
    slugs = [save_page(Page(title="عنوان" * 20), by=chief).slug for _number in range(3)]
    assert slugs == ["عنوان" * 20, "عنوان" * 19 + "عنو-2", "عنوان" * 19 + "عنو-3"]
