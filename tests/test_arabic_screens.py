"""Every screen of an Arabic site is Arabic: no stray Latin, no banned form, right to left.

The screens are crawled from the front page and from the admin's start page, link by link.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash, withdrawal
from articles.discussion import close_comments
from articles.models import Article
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from tests import factories
from tests.articles.test_publishing import edit
from tests.newsroom.media import files

# Names that have no Arabic spelling, file types and the like; each stands alone as a word.
ALLOWED_LATIN = {"RSS", "©"}

LATIN = re.compile(r"[A-Za-z]{2,}")
READ_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder", "data-add", "data-copied", "label"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "code", "svg", "template", "textarea"}

BANNED = {
    "singular after 3-10": r"(?<!\d)(?:(?:\d*0)?[3-9]|\d*10)"
    r" (?:ساعة|دقيقة|يوم|شهر|سنة|تعليق|مقال)\b",
    "plural after 11-99": r"(?<!\d)[1-9]?\d*(?:1[1-9]|[2-9]\d) (?:أشهر|أيام|سنوات|ساعات|دقائق"
    r"|أسابيع|تعليقات|مقالات|نتائج)\b",
    "no accusative after 11-99": r"(?<!\d)\d*(?:1[1-9]|[2-9]\d) (?:شهر|يوم|أسبوع|تعليق|مقال)"
    r"(?![\w\u064b-\u0652])",
    "1 and 2 in digits": r"(?<!\d)[012] (?:ساع|دقي|يوم|شهر|سن[ةت]|تعليق|مقال|نتيج)",
    "nominative after منذ": r"منذ \w+ان\b",
    "alef before tanween": "اً(?! التعليقات مغلقة)",
    "tanween left out": r"\b(?:شكرا|جدا|أيضا|مسبقا|غدا|حاليا)\b",
    "hamza too many": r"\b(?:إتصل|إشترك|إختر|إسم|بإسم|إستقبال|إنتقل|الإثنين|الإستعلام)\b",
    "hamza missing": r"\b(?:اضافة|الغاء|ارسال|انشاء|اغلاق|اعلان|الى|او)\b",
    "misspelling": r"جاري التحميل|لا شي محدد|الكتله|هيئه",
    "padding": r"\b(?:تم|تمت|سيتم) (?:ال)?\w+|بنجاح|قم ب|قمت ب|يرجى القيام|الخاصة بك",
    "calque": r"بواسطة|من قبل|حفظ كمسودة|احفظ كجديد",
    "wording of permissions": r"لا تملك صلاحية|ليس لديك إذن|غير مخول",
    "not our terms": r"الصورة البارزة|العنوان الفرعي|إلغاء النشر|سجل النشاط|الاسم اللطيف|تدوينة",
    "programmers' words": r"\b(?:كائن|مدخلة|راية|المثيل)\b",
    "Latin punctuation": r"[\u0621-\u064a]\s?[,;?]|[,;?]\s?[\u0621-\u064a]",
    "space before a colon": r"آخر تحديث :",
    "three dots": r"\.\.\.",
    "quotes": r"[\"“”]",
    "detached و": r"(?<!–) و (?!م ع)",
    "tatweel": r"\wـ+\w",
    "Django's months and days": r"إبريل|\bإثنين\b",
}


class Reader(HTMLParser):
    """Collects what people read, apart from what is isolated as left to right or as a name."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.read: list[str] = []
        self.links: list[str] = []
        self.root: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.root = found
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        skipped = tag in UNREAD or tag == "bdi" or found.get("dir") in ("ltr", "auto")
        inside = skipped or (bool(self.open) and self.open[-1][1])
        if not inside:
            self.read += [value for name, value in attrs if name in READ_ATTRIBUTES and value]
            if tag == "input" and found.get("type") in ("submit", "button"):
                self.read.append(found.get("value") or "")
        if tag not in VOID:
            self.open.append((tag, inside))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.read.append(" ".join(data.split()))


def faults(html: str) -> Iterator[str]:
    reader = Reader()
    reader.feed(html)
    if (reader.root.get("lang"), reader.root.get("dir")) != ("ar", "rtl"):
        yield f"html element: {reader.root}"
    for text in reader.read:
        for word in LATIN.findall(text):
            if word not in ALLOWED_LATIN:
                yield f"Latin «{word}» in: {text[:120]}"
        for rule, pattern in BANNED.items():
            if found := re.search(pattern, text):
                yield f"{rule} «{found[0]}» in: {text[:120]}"


def crawl(client: Client, *starts: str, within: str = "/", limit: int = 150) -> dict[str, str]:
    """The HTML of every page that is reached by links. Addresses are met once per shape."""
    waiting, pages, shapes = list(starts), dict[str, str](), set[str]()
    while waiting and len(pages) < limit:
        address = waiting.pop(0)
        shape = re.sub(r"[^/?&=]*\d[^/?&=]*|%[^/?&]*", "0", address)
        if shape in shapes:
            continue
        shapes.add(shape)
        response = client.get(address, follow=True)
        assert response.status_code < 500, address
        if "text/html" not in response.headers["Content-Type"]:
            continue
        pages[address] = response.content.decode()
        reader = Reader()
        reader.feed(pages[address])
        for link in reader.links:
            target = urldefrag(link)[0]
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or target.startswith("#") or not target:
                continue
            if target.startswith("?"):
                target = urlsplit(address).path + target
            if target.startswith(within) and "logout" not in target:
                waiting.append(target)
    return pages


@pytest.fixture
def newsroom_with_everything(editor: User, moderator: User) -> User:
    """Every state of a story and a comment, so that every phrase is on some screen."""
    now = timezone.now()
    section = factories.category("سياسة")
    factories.category("برلمان", parent=section)
    for hours in (0, 1, 2, 3, 11, 100, 24 * 40, 24 * 800):
        story = factories.published(by=editor, now=now - timedelta(hours=hours), category=section)
        for number in range(hours if hours < 12 else 2):
            story.comments.create(
                name="قارئ", text=f"رأي {number}", state="approved" if number else "pending"
            )
    publishing.update(story, by=editor, edit=edit(story), kind=UpdateKind.SUBSTANTIVE)
    close_comments(story, by=moderator)
    publishing.schedule(
        publishing.create(factories.content(), by=editor), now + timedelta(days=1), by=editor
    )
    withdrawal.withdraw(factories.published(by=editor), by=editor)
    publishing.create(factories.content(), by=editor)
    trash.trash(publishing.create(factories.content(), by=editor), by=editor)
    files.photo(editor)
    photo = files.photo(editor, credit="و م ع", alt="حشد", caption="وقفة")
    factories.published(by=editor, lead_photo=photo)
    return editor


def report(pages: dict[str, str]) -> list[str]:
    return [f"{address}: {fault}" for address, html in pages.items() for fault in faults(html)]


def test_public_pages_are_arabic(newsroom_with_everything: User, client: Client) -> None:
    pages = crawl(client, "/", "/nothing/", "/2023/")
    assert len(pages) > 9
    assert report(pages) == []


@pytest.mark.parametrize("role", ["reporter", "editor", "editor_in_chief", "administrator"])
def test_admin_pages_are_arabic(role: str, newsroom_with_everything: User) -> None:
    client = Client()
    user = factories.user(role, username="12345", name="زميلة")
    client.force_login(user)
    publishing.create(factories.content(), by=user)
    pages = crawl(client, "/admin/", "/admin/articles/article/?q=خبر", within="/admin/")
    withdraw = reverse("admin:articles_article_withdraw", args=[Article.objects.published()[0].pk])
    pages["withdraw"] = client.get(withdraw).content.decode()
    assert len(pages) > 4
    assert report(pages) == []


def test_log_in_and_password_pages_are_arabic(client: Client, editor: User) -> None:
    pages = {
        "login": client.get("/admin/login/").content.decode(),
        "failed": client.post("/admin/login/", {"username": "x", "password": "y"}).content.decode(),
    }
    client.force_login(editor)
    pages["password"] = client.get("/admin/password_change/").content.decode()
    wrong = {"old_password": "x", "new_password1": "1", "new_password2": "2"}
    pages["wrong"] = client.post("/admin/password_change/", wrong).content.decode()
    pages["out"] = client.post("/admin/logout/", follow=True).content.decode()
    assert report(pages) == []


def test_form_errors_and_messages_are_arabic(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    bad = {"headline": "", "tags": "و" * 500, "category": "x", "authors": ["x"], "_save": "1"}
    add = "/admin/articles/article/add/"
    pages = {
        "errors": client.post(add, bad).content.decode(),
        "bad time": client.post(
            add,
            {
                "headline": "خبر",
                "category": str(factories.category().pk),
                "at_0": "x",
                "at_1": "y",
                "_schedule": "at",
            },
        ).content.decode(),
        "saved": client.post(
            add,
            {"headline": "خبر", "category": str(factories.category().pk), "_save": "1"},
            follow=True,
        ).content.decode(),
    }
    assert "اكتب عنوان المقال" in pages["errors"] or "هذا الحقل مطلوب" in pages["errors"]
    assert report(pages) == []


def test_the_reader_sees_what_is_wrong() -> None:
    """The check itself: each rule finds its example, and right forms pass."""
    page = '<html lang="ar" dir="rtl"><p>%s</p></html>'
    wrong = [
        "منذ 11 شهر",
        "11 أشهر",
        "منذ 3 ساعة",
        "2 تعليقان",
        "منذ ساعتان",
        "أيضاً",
        "شكرا",
        "إسم",
        "اضافة",
        "تم الحفظ",
        "بنجاح",
        "نص, نص",
        "نشر و حفظ",
        "عـــاجل",
        "إبريل",
        "Save",
        "…...",
    ]
    for text in wrong:
        assert list(faults(page % text)), text
    right = [
        "منذ 11 شهرًا",
        "103 تعليقات",
        "100 تعليق",
        "11 تعليقًا",
        "منذ ساعتين",
        "عذراً التعليقات مغلقة",
        "الرباط – و م ع",
        '<bdi dir="ltr">Save</bdi>',
        "10 مقالات",
        "111 مقالًا",
        "14:05",
    ]
    for text in right:
        assert list(faults(page % text)) == [], text
