from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from articles.models import Category
from newsroom.accounts.models import User
from newsroom.audit.models import Entry as AuditEntry
from newsroom.site.menus import Entry, parse_menu, print_menu, save_menu
from newsroom.site.models import MenuItem, Page
from newsroom.site.pages import save_page
from tests import factories

MAIN, FOOTER = MenuItem.Menu.MAIN, MenuItem.Menu.FOOTER
SETTINGS = "/admin/site/sitesettings/1/change/"


def test_parse_and_print_are_opposites(chief: User) -> None:
    text = "سياسة | /category/سياسة/\nأرشيف | https://news.example/a?b=1&c=%26"
    entries = parse_menu(f"\n {text} \n\n")
    assert entries[0].address == "/category/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/"
    assert entries[1] == Entry("أرشيف", "https://news.example/a?b=1&c=%26")
    save_menu(MAIN, entries, by=chief)
    assert print_menu(MAIN) == text
    assert parse_menu(print_menu(MAIN)) == entries


@pytest.mark.parametrize(
    "line",
    [
        "سياسة",
        "سياسة |",
        "| /category/a/",
        "سياسة | category/a/",
        "سياسة | //evil.example/",
        "سياسة | /\\evil.example/",
        "سياسة | http://news.example/",
        "سياسة | javascript:alert(1)",
        "سياسة | https://",
        "سياسة | https://[x",
        "سياسة | /a b/",
        "س" * 61 + " | /a/",
        "سياسة | /" + "a" * 300,
    ],
)
def test_wrong_lines_are_refused_with_their_number(line: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_menu(f"رياضة | /category/sport/\n{line}")
    [message] = refused.value.messages
    assert "2" in message


def test_more_than_twenty_entries_are_refused() -> None:
    with pytest.raises(ValidationError):
        parse_menu("أ | /a/\n" * 21)


def test_save_needs_the_permission_and_leaves_an_audit_line(editor: User, chief: User) -> None:
    entries = [Entry("سياسة", "/category/politics/")]
    with pytest.raises(PermissionDenied):
        save_menu(MAIN, entries, by=editor)
    assert save_menu(MAIN, entries, by=chief)
    assert not save_menu(MAIN, entries, by=chief)
    [line] = AuditEntry.objects.filter(verb="save_menu")
    assert line.detail == {"changed": {"main_menu": ["", "سياسة | /category/politics/"]}}


def menu_of(html: str) -> str:
    return html.partition('class="mainnav"')[2].partition("</nav>")[0]


def foot_of(html: str) -> str:
    return html.partition('class="site-foot"')[2]


def test_sections_are_the_menu_until_the_settings_name_one(client: Client, chief: User) -> None:
    section = factories.category("سياسة", slug="politics")
    factories.category("برلمان", parent=section)
    page = client.get("/").content.decode()
    assert "سياسة" in menu_of(page)
    assert "برلمان" not in menu_of(page)
    assert Category.objects.default().name not in menu_of(page)
    save_menu(
        MAIN, [Entry("مختارات", "/tag/a/"), Entry("بالفرنسية", "https://fr.example/")], by=chief
    )
    page = client.get("/").content.decode()
    assert "سياسة" not in menu_of(page)
    assert '<a href="/tag/a/">مختارات</a>' in menu_of(page)
    assert '<a href="https://fr.example/" rel="noopener">' in menu_of(page)
    assert "سياسة" in foot_of(page)


def test_the_menu_marks_where_the_reader_is(client: Client, chief: User) -> None:
    section = factories.category("سياسة", slug="politics")
    child = factories.category("برلمان", parent=section, slug="parliament")
    other = factories.category("سياسات", slug="politics-2")
    save_menu(MAIN, [Entry("سياسة", "/category/politics/"), Entry("الكل", "/")], by=chief)
    for category, mark in ((section, 'aria-current="page"'), (child, 'aria-current="true"')):
        menu = menu_of(client.get(category.get_absolute_url()).content.decode())
        assert f'<a href="/category/politics/" {mark}>' in menu
        assert menu.count("aria-current") == 1
    assert "aria-current" not in menu_of(client.get(other.get_absolute_url()).content.decode())


def test_footer_has_its_entries_then_the_pages(client: Client, chief: User) -> None:
    save_menu(FOOTER, [Entry("أرشيف 2023", "/2023/")], by=chief)
    save_page(Page(title="اتصل بنا", position=1), by=chief)
    save_page(Page(title="من نحن", position=0), by=chief)
    save_page(Page(title="مسودة", in_footer=False), by=chief)
    foot = foot_of(client.get("/").content.decode())
    places = [foot.index(label) for label in ("أرشيف 2023", "من نحن", "اتصل بنا")]
    assert places == sorted(places)
    assert "مسودة" not in foot


@pytest.mark.parametrize("count", [3, 20])
def test_the_chrome_takes_two_queries(
    count: int, client: Client, chief: User, django_assert_num_queries: Any
) -> None:
    """The settings; menu, footer, pages and sections."""
    for number in range(count):
        factories.category()
        save_page(Page(title=f"صفحة {number}"), by=chief)
    save_menu(FOOTER, [Entry(f"أ {n}", f"/{n}/") for n in range(count)], by=chief)
    with django_assert_num_queries(2):
        assert client.get("/nothing/").status_code == 404


def test_the_settings_form_saves_the_menus(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    data = {"name": "المحبرة", "edition": "MA", "digits": "edition", "hijri_offset": "0"}
    menus = {"main_menu": "سياسة | /category/a/", "footer_menu": "من نحن | /pages/about/"}
    assert client.post(SETTINGS, {**data, **menus}).status_code == 302
    assert list(MenuItem.objects.values_list("menu", "label")) == [
        ("footer", "من نحن"),
        ("main", "سياسة"),
    ]
    assert "سياسة | /category/a/" in client.get(SETTINGS).content.decode()
    wrong = client.post(SETTINGS, {**data, "main_menu": "سياسة | evil"})
    assert wrong.status_code == 200
    assert "سياسة | evil" in wrong.content.decode()
    assert MenuItem.objects.count() == 2
