"""The editor of the story form, as people use it: keys, buttons, dialogs, clipboards, a phone.

Buttons are found by what they do, not by their words. The clipboards in ``clipboards/`` are written
as those programs write them.
"""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from articles.models import Article
from newsroom import richtext
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import EDITOR, Chromium, body_of, no_sideways_overflow, paste
from tests.newsroom.media.files import jpeg

pytestmark = pytest.mark.browser

CLIPBOARDS = Path(__file__).parent / "clipboards"
ADD = "/admin/articles/article/add/"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PASTE_FILE = """
(editor, { data, name, type }) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type }));
  const options = { clipboardData, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", options));
}
"""


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="إدارة الأحياء تفتح أبوابها")


def open_editor(page: Page, address: str = ADD) -> Locator:
    page.goto(address)
    editor = page.locator(EDITOR)
    editor.focus()
    page.keyboard.press("Control+End")
    return editor


def tool(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f"[data-tool={name}]").click()


def write(page: Page, *keys: str) -> None:
    """Words are typed, names of keys in brackets are pressed."""
    for key in keys:
        if key.startswith("["):
            page.keyboard.press(key.strip("[]"))
        else:
            page.keyboard.type(key)


def save(page: Page) -> str:
    """Answers the body as it is stored; opening it in the editor changed nothing of it."""
    typed = richtext.clean(body_of(page))
    page.locator("#id_headline").fill("عنوان من التجربة")
    page.locator("button[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("حُفظ المقال")
    stored = richtext.clean(body_of(page))
    assert stored == typed
    before = body_of(page)
    page.locator(EDITOR).focus()
    write(page, "[Control+End]", "س", "[Backspace]")
    assert body_of(page) == before
    return stored


def test_words_are_typed_and_corrected_at_the_edges_of_both_scripts(
    saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "أطلقت Apple هاتف iPhone", "[Home]", "1", "[End]", "2")
    assert body_of(page) == "1أطلقت Apple هاتف iPhone2"
    write(page, *["[Backspace]"] * 3, "[Home]", "[Delete]", *["[ArrowLeft]"] * 6, "(")
    assert body_of(page) == "أطلقت (Apple هاتف iPho"
    write(page, "[Control+z]", "[End]", "[Enter]", 'قال: "نعم" و "لا"', "[Enter]")
    tool(page, "ltr")
    write(page, 'the "Gulf Stream"')
    tool(page, "ltr")
    write(page, " تيار", "[Control+i]", " بحري")
    assert save(page).split("\n") == [
        "<p>أطلقت Apple هاتف iPho</p>",
        "<p>قال: «نعم» و «لا»</p>",
        '<p><bdi dir="ltr">the "Gulf Stream"</bdi> تيار بحري</p>',
    ]
    expect(page.locator(".nr-counts")).to_contain_text("13 كلمة")


def test_blocks_are_made_by_buttons_and_by_keys(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "عنوان", "[Control+Alt+Digit2]", "[Enter]", "أول")
    tool(page, "bulletList")
    write(page, "[Enter]", "[Tab]", "فرعي", "[Enter]", "[Enter]", "[Enter]", "منقول")
    tool(page, "blockquote", "source")
    write(page, "قائله", "[Enter]", "بارز")
    tool(page, "pullquote")
    write(page, "[Enter]", "[Enter]", "English")
    tool(page, "direction", "bold")
    write(page, " bold")
    tool(page, "rule", "table")
    write(page, "السنة", "[Tab]", "العدد", "[Tab]", "[Tab]", "2023")
    tool(page, "deleteColumn", "deleteRow", "columnAfter", "rowBefore", "headerRow", "headerRow")
    tool(page, "tableCaption")
    page.locator(".nr-ask input").fill("أرقام")
    page.keyboard.press("Enter")
    # An Arabic layout sends another letter with the key, here that of B.
    page.locator(EDITOR).dispatch_event(
        "keydown", {"key": "لا", "code": "KeyB", "ctrlKey": True, "bubbles": True}
    )
    expect(page.locator("[data-tool=bold]")).to_have_attribute("aria-pressed", "true")
    stored = save(page)
    assert stored.split("\n")[:6] == [
        "<h2>عنوان</h2>",
        "<ul><li><p>أول</p><ul><li><p>فرعي</p></li></ul></li></ul>",
        "<blockquote><p>منقول</p><cite>قائله</cite></blockquote>",
        '<aside class="pullquote"><p>بارز</p></aside>',
        '<p dir="ltr">English<strong> bold</strong></p>',
        "<hr>",
    ]
    assert stored.count("<tr>") == 3
    assert "<caption>أرقام</caption>" in stored


def test_links_boxes_and_embeds(story: Article, saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "انظر")
    tool(page, "link")
    page.locator(".nr-ask input").fill("ادارة احياء")
    page.locator(".nr-stories__one").click()
    inside = f'<p>انظر <a data-article="{story.pk}">{story.headline}</a></p>'
    write(page, "[Enter]", "خارج", "[Shift+Home]", "[Control+k]")
    ask = page.locator(".nr-ask")
    ask.locator("input").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(ask.get_by_role("alert")).not_to_be_empty()
    ask.locator("input").fill("example.org/a?b=1&c")
    page.keyboard.press("Enter")
    expect(ask).to_have_count(0)
    tool(page, "embed")
    ask.locator("input").fill("https://unknown.example/video")
    page.keyboard.press("Enter")
    expect(ask.get_by_role("alert")).not_to_be_empty()
    ask.locator("input").fill("https://youtu.be/dQw4w9WgXcQ?si=track")
    page.keyboard.press("Enter")
    expect(page.locator(".nr-box--embed")).to_contain_text(YOUTUBE)
    tool(page, "readAlso")
    page.locator(".nr-stories__one").first.click()
    expect(page.locator(".nr-box--readAlso")).to_contain_text(story.headline)
    paste(page, text=f"سطر\n{YOUTUBE}&t=10\nhttps://unknown.example/x")
    expect(page.locator(".nr-box--embed")).to_have_count(2)
    lines = save(page).split("\n")
    assert lines[:2] == [inside, '<p><a href="https://example.org/a?b=1&amp;c">خارج</a></p>']
    assert lines[2] == f'<figure class="embed" data-embed="{YOUTUBE}"></figure>'
    assert lines[3] == f'<aside class="read-also" data-article="{story.pk}"></aside>'
    assert lines[4:] == [
        "<p>سطر</p>",
        f'<figure class="embed" data-embed="{YOUTUBE}&amp;t=10"></figure>',
        '<p><a href="https://unknown.example/x">https://unknown.example/x</a></p>',
    ]


def test_who_writes_on_elsewhere_keeps_the_caret(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "أول", "[Enter]")
    held: list[Route] = []
    page.route(re.compile("address="), lambda route: held.append(route))
    with page.expect_request(re.compile("address=")):
        paste(page, text=YOUTUBE)
    write(page, "[Control+Home]", "ب")
    held[0].continue_()
    expect(page.locator(".nr-box--embed")).to_be_visible()
    write(page, "ت")
    assert body_of(page).startswith("بتأول")


def test_pasted_pictures_go_into_the_library_and_captions_into_the_story(
    saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    editor = open_editor(page)
    write(page, "قبلها")
    data = base64.b64encode(jpeg()).decode()
    editor.evaluate(PASTE_FILE, {"data": data, "name": "p.jpg", "type": "image/jpeg"})
    box = page.locator(".nr-box--photo")
    expect(box.locator("img")).to_be_visible()
    box.locator(".nr-box__caption").click()
    write(page, "تعليق لهذا المقال", "[Enter]", "بعدها")
    chromium.expect_status(400)
    editor.evaluate(PASTE_FILE, {"data": "AAAA", "name": "x.jpg", "type": "image/jpeg"})
    expect(page.locator(".nr-pictures .is-failed")).to_contain_text("x.jpg")
    tool(page, "photo")
    picker = page.locator("dialog[open]")
    picker.locator("[data-cards] input").first.check(force=True)
    picker.locator("[data-choose]").click()
    expect(box).to_have_count(2)
    stored = save(page)
    number = re.findall(r'data-photo="(\d+)"', stored)
    assert len(number) == 2
    figure = f'<figure class="photo" data-photo="{number[0]}">'
    caption = "<figcaption>تعليق لهذا المقال</figcaption>"
    first = f"<p>قبلها</p>\n{figure}{caption}</figure>\n<p>بعدها</p>"
    assert stored == f"{first}\n{figure}</figure>"
    box.last.locator(".nr-box__remove").click()
    expect(box).to_have_count(1)
    write(page, "[Control+z]")
    expect(box).to_have_count(2)


WORD = """<h2>خطة النقل الحضري</h2>
<p>أعلنت المدينة <strong>خطة جديدة</strong> للنقل، وقال مديرها: «نبدأ هذا الصيف».</p>
<p>وتشمل الخطة ثلاثة أمور:</p>
<ul><li><p>حافلات كهربائية</p><ul><li><p>في وسط المدينة أولًا</p></li></ul></li>\
<li><p>مسارات للدراجات</p></li></ul>
<p>والمواعيد:</p>
<ol><li><p>يونيو: الدراسة</p></li><li><p>شتنبر: الأشغال</p></li></ol>
<table><tbody><tr><td><p><strong>الخط</strong></p></td><td><p><strong>الكلفة</strong></p></td></tr>\
<tr><td><p>الأول</p></td><td><p>12</p></td></tr></tbody></table>
<p>والتفاصيل في <a href="https://example.org/plan">موقع المدينة</a>.</p>"""
GOOGLE_DOCS = """<h2>حصيلة الموسم</h2>
<p>بلغ الإنتاج <strong>رقمًا قياسيًا</strong> بحسب الوزارة.</p>
<ul><li><p>الحبوب</p><ul><li><p>القمح اللين</p></li></ul></li><li><p>الزيتون</p></li></ul>
<table><tbody><tr><td><p>السنة</p></td><td><p>القنطار</p></td></tr></tbody></table>
<p dir="ltr"><a href="https://example.org/report">The full report</a></p>"""
WHATSAPP = """<p><strong>عاجل</strong> انتهى الاجتماع قبل قليل</p>
<p>القرارات ثلاثة:</p>
<ul><li><p>فتح الشارع</p></li><li><p>تأجيل الأشغال</p></li></ul>
<p>وقال الرئيس: «لن نتأخر»</p>"""
TWO_PEOPLE = """<p><strong>كريم:</strong> هل صدر البلاغ؟</p>
<p>ننتظره</p>
<p><strong>+212 600-000000:</strong> نعم، أمس اليوم</p>"""
WEB = """<p>قالت الوزارة في بلاغ إن العمل «بدأ فعلًا».</p>
<p>وأضافت أن النتائج ستُعلن غدًا.</p>
<p>وختمت بالشكر.</p>
<h3>تفاصيل أخرى</h3>
<p>انظر <a href="https://example.org/a">هذا الرابط</a> وهذا.</p>
<blockquote><p>كلام منقول</p></blockquote>
<p>صورة من الأرشيف</p>"""


def clipboard(name: str) -> str:
    return (CLIPBOARDS / name).read_text(encoding="utf-8")


def test_clipboards_keep_their_structure_and_lose_their_styles(
    saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"html": clipboard("word.html")}, WORD),
        ({"html": clipboard("google_docs.html")}, GOOGLE_DOCS),
        ({"text": clipboard("whatsapp.txt")}, WHATSAPP),
        ({"html": clipboard("whatsapp.html"), "text": clipboard("whatsapp.txt")}, WHATSAPP),
        ({"text": clipboard("whatsapp_two_people.txt")}, TWO_PEOPLE),
        ({"html": clipboard("web.html")}, WEB),
    ]
    for pasted, wanted in cases:
        write(page, "[Control+a]", "[Delete]")
        tool(
            page, *(["bold"] if page.locator("[data-tool=bold][aria-pressed=true]").count() else [])
        )
        paste(page, **pasted)
        assert richtext.clean(body_of(page)) == wanted
    write(page, "[Control+z]")
    assert "الوزارة" not in body_of(page)


def test_a_long_paste_is_kept_and_told(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    paste(page, text="\n".join(f"فقرة رقم {n} من نص طويل نُسخ من مكان آخر" for n in range(10_000)))
    expect(page.locator(".nr-editor__notice")).not_to_be_empty()
    page.locator("#id_headline").fill("طويل")
    page.locator("button[name=_save]").click()
    expect(page.locator(".field-body .errorlist")).to_be_visible()
    expect(page.locator(f"{EDITOR} > p")).to_have_count(10_000)


BODIES = (
    factories.BODY,
    '<h2 dir="ltr">Title</h2>\n<hr>\n<h3>فرعي</h3>',
    '<ol start="3"><li dir="ltr"><p>x<br>y</p><ul><li><p>ب</p></li></ul></li></ol>',
    "<blockquote><ul><li><p>أ</p></li></ul><cite>قائله</cite></blockquote>",
    '<aside class="pullquote"><p>أ</p><p>ب</p><cite dir="ltr">me</cite></aside>',
    '<figure class="photo" data-photo="5"><figcaption>أ <a data-article="3">ب</a></figcaption>'
    "</figure>",
    '<figure class="embed" data-embed="https://x.com/a/status/1"></figure>\n<p>أ</p>',
    '<table><caption>ج &amp; د</caption><tbody><tr><th colspan="2"><p>أ</p></th></tr><tr><td>'
    "<p></p></td><td><ul><li><p>ب</p></li></ul></td></tr></tbody></table>",
    '<p><a href="https://x.org/?a=1&amp;b"><bdi dir="ltr"><strong>H<sub>2</sub>O</strong></bdi>'
    "</a> &lt;b&gt; &amp;amp; 5&nbsp;كم</p>",
)
THROUGH_THE_EDITOR = """
async (editor, texts) => {
  const { read, write } = await import("/static/js/editor/typed.js");
  const { schema } = editor.editor;
  return texts.map((text) => write(schema, read(schema, text)));
}
"""


def test_what_is_stored_comes_out_of_the_editor_as_it_was(saida: User, chromium: Chromium) -> None:
    assert [richtext.clean(body) for body in BODIES] == list(BODIES)
    page = chromium.log_in(saida)
    editor = open_editor(page)
    typed = [richtext.editable(body) for body in BODIES]
    assert editor.evaluate(THROUGH_THE_EDITOR, typed) == typed


def test_an_error_elsewhere_gives_the_typed_text_back(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "أ & ب < ج")
    tool(page, "pullquote")
    typed = body_of(page)
    page.locator("button[name=_save]").click()
    expect(page.locator(".errornote").first).to_be_visible()
    assert body_of(page) == typed
    expect(page.locator(f"{EDITOR} .pullquote")).to_have_text("أ & ب < ج")


def test_thumb_and_full_screen(story: Article, saida: User, chromium: Chromium) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = chromium.log_in(saida, **phone)
    open_editor(page, f"/admin/articles/article/{story.pk}/change/")
    no_sideways_overflow(page)
    bar = page.locator(".nr-toolbar").first
    boxes = [button.bounding_box() for button in bar.get_by_role("button").all()]
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    assert len({round(box["y"]) for box in boxes if box}) == 1
    page.locator("[data-tool=help]").tap()
    expect(page.locator(".nr-ask kbd").first).to_be_visible()
    no_sideways_overflow(page)
    page.keyboard.press("Escape")
    page.locator("[data-tool=table]").tap()
    expect(page.locator("[data-tool=rowAfter]")).to_be_visible()
    no_sideways_overflow(page)
    write(page, "[Control+z]")
    page.keyboard.press("Escape")
    write(page, "[Control+End]", *["[Enter]"] * 9)
    caret = "Math.ceil(getSelection().getRangeAt(0).startContainer.getBoundingClientRect().bottom)"
    bar_top = page.locator(".nr-verbs").bounding_box()["y"]  # type: ignore[index]
    assert page.evaluate(caret) <= bar_top
    page.locator("[data-tool=full]").tap()
    assert 0 < page.evaluate(caret) <= 844
    full = page.locator(".nr-editor--full").bounding_box()
    assert full
    assert (full["width"], full["height"]) == (390, 844)
    write(page, "[Control+End]", " زيادة")
    expect(page.locator(".nr-counts")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".nr-editor--full")).to_have_count(0)
    assert body_of(page).endswith("زيادة")


def test_toolbar_is_walked_by_arrow_keys(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    open_editor(page)
    write(page, "[Alt+F10]", "[ArrowLeft]")  # right to left: on to the next one
    expect(page.locator("[data-tool=redo]")).to_be_focused()
    write(page, "[Home]", "[ArrowRight]")
    expect(page.locator("[data-tool=full]")).to_be_focused()
    write(page, "[Escape]")
    expect(page.locator(EDITOR)).to_be_focused()


def test_without_script_the_text_area_takes_the_story(
    story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, java_script_enabled=False)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    body = page.locator("#id_body")
    expect(body).to_be_visible()
    body.fill(f'سطر أول\n<aside class="read-also" data-article="{story.pk}"></aside>\nسطر ثان')
    page.locator("button[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("حُفظ المقال")
    assert '<aside class="read-also"' in body.input_value()
