import pytest
from django.utils.safestring import SafeString

from newsroom.richtext import clean, editable, plain_text, render

TABLE = "<table><caption>أسعار «الخضر»</caption><tbody><tr><td>طماطم</td></tr></tbody></table>"
BODY = f"""<p>مقدمة <strong>مهمة</strong> &amp; قصيرة</p>
<h2>عنوان</h2>
<p dir="ltr">Rabat</p>
<ul><li>بند</li><li><p>بند في فقرة</p></li></ul>
{TABLE}
<hr>
<p>خاتمة</p>"""


def test_body_is_safe_to_print() -> None:
    assert isinstance(render(clean("<p>نص</p>")), SafeString)
    assert render("") == ""


def test_text_without_tables_and_links_is_printed_as_stored() -> None:
    body = clean("<h2>عنوان</h2><p>نص &amp; نص</p><blockquote><p>قول</p></blockquote>")
    assert render(body) == body


def test_lone_paragraph_of_an_item_or_a_cell_is_its_text() -> None:
    items = "<ul><li>أول<ul><li>داخل</li></ul></li><li><p>ثان</p><p>ثالث</p></li></ul>"
    assert render(clean(items)) == items
    shown = render(clean("<table><tr><td>أ</td><td></td></tr></table>"))
    assert "<tr><td>أ</td><td></td></tr>" in shown


def test_cells_of_the_head_are_heads_of_columns_and_others_of_rows() -> None:
    rows = "<tr><th>المدينة</th><th>الثمن</th></tr><tr><th>فاس</th><td>12</td></tr>"
    shown = render(clean(f"<table>{rows}</table>"))
    assert (
        '<thead><tr><th scope="col">المدينة</th><th scope="col">الثمن</th></tr></thead>'
        '<tbody><tr><th scope="row">فاس</th><td>12</td></tr></tbody>'
    ) in shown


def test_table_stands_in_a_named_region_that_scrolls() -> None:
    assert render(clean(TABLE)) == (
        '<div class="table-wrap" tabindex="0" role="region" aria-label="أسعار «الخضر»">'
        f"{TABLE}</div>"
    )


def test_name_of_the_region_is_text() -> None:
    caption = '<caption>"أ" &amp; <strong>ب</strong> &lt;ج&gt; <a href="/x">د</a></caption>'
    shown = render(clean(f"<table>{caption}<tr><td>1</td></tr></table>"))
    assert 'aria-label="&quot;أ&quot; &amp; ب &lt;ج&gt; د">' in shown


def test_table_without_caption_scrolls_without_a_name() -> None:
    shown = render(clean("<table><tr><td>1</td></tr></table>"))
    assert shown.startswith('<div class="table-wrap" tabindex="0"><table>')
    assert shown.endswith("</table></div>")
    assert "aria-label" not in shown


def test_two_tables_stand_in_two_regions() -> None:
    shown = render(clean(f"{TABLE}<p>بينهما</p>{TABLE}"))
    assert shown.count('<div class="table-wrap"') == shown.count("</table></div>") == 2
    assert "</table></div>\n<p>بينهما</p>\n<div" in shown


def test_table_in_a_table_keeps_the_page_whole() -> None:
    inner = "<table><tbody><tr><td>داخل</td></tr></tbody></table>"
    outer = f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>"
    shown = render(clean(outer))
    assert shown.endswith("</div>")
    assert shown.count("<div") == shown.count("</div>")


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ('<a href="https://ok.example/?a=1&amp;b=2">رابط</a>',
         '<a href="https://ok.example/?a=1&amp;b=2" rel="noopener">رابط</a>'),
        ('<a href="http://ok.example">رابط</a>',
         '<a href="http://ok.example" rel="noopener">رابط</a>'),
        ('<a href="/2023/11/14/1-x/">رابط</a>', '<a href="/2023/11/14/1-x/">رابط</a>'),
        ('<a href="mailto:a@ok.example">بريد</a>', '<a href="mailto:a@ok.example">بريد</a>'),
        ("<a>رابط</a>", "رابط"),
    ],
)  # fmt: skip
def test_links_to_other_sites_get_rel(link: str, shown: str) -> None:
    assert render(clean(f"<p>{link}</p>")) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://ok.example" data-article="0">رابط</a>',
        '<a data-article="x" href="https://ok.example">رابط</a>',
        '<a href="HTTPS://ok.example">رابط</a>',
        '<a href="//ok.example">رابط</a>',
    ],
)
def test_unusual_links_to_other_sites_get_rel_too(link: str) -> None:
    assert 'rel="noopener"' in render(clean(f"<p>{link}</p>"))


def test_text_that_looks_like_a_link_stays_text() -> None:
    body = clean('<p>&lt;a href="https://ok.example"&gt;</p>')
    assert render(body) == body


def test_plain_text_has_one_line_for_each_block() -> None:
    assert plain_text(clean(BODY)) == (
        "مقدمة مهمة & قصيرة\nعنوان\nRabat\nبند\nبند في فقرة\nأسعار «الخضر»\nطماطم\nخاتمة"
    )
    assert plain_text("<p>أول<br>ثان</p>") == "أول\nثان"
    assert plain_text("<p>1 &lt; 2 &amp; &quot;3&quot;</p>") == '1 < 2 & "3"'
    assert plain_text("") == ""


def test_typed_text_has_one_line_for_each_paragraph() -> None:
    assert editable("<p>أول</p>\n<p>ثان <strong>مهم</strong></p>") == (
        "أول\n\nثان <strong>مهم</strong>"
    )
    assert editable("<p>قبل</p>\n<h2>عنوان</h2>\n<p>بعد</p>") == "قبل\n\n<h2>عنوان</h2>\nبعد"
    assert editable('<p dir="ltr">Rabat</p>') == '<p dir="ltr">Rabat</p>'
    assert editable("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        BODY,
        "سطر أول\nسطر ثان",
        "<p> حواف </p>",
        "<p>سطر<br>بعده</p>",
        "<blockquote>\n<p>قول</p>\n<p>قول آخر</p>\n</blockquote>",
        "<ul>\n<li>\n<p>بند</p>\n</li>\n</ul>",
        "<table>\n<tr>\n<td><p>خلية</p></td>\n</tr>\n</table>",
        "&lt;p&gt;علامات&lt;/p&gt;",
        "AT&T",
        "<p dir=ltr>Rabat</p><p>الرباط</p>",
        "نص <h2>عنوان</h2> نص",
        "<figure data-photo=5><figcaption>شرح</figcaption></figure>نص",
        "<figure data-embed='https://youtu.be/dQw4w9WgXcQ'></figure>",
        "<aside class=read-also data-article=7></aside><a data-article=7>خبر</a>",
        "<aside class=pullquote>قول<cite>قائل</cite></aside>",
        "<ul><li>أ<ol start=4><li>ب</li></ol></li></ul>",
        "<table><caption>أ</caption><tr><th>ب</th><td></td></tr></table>",
        "سطر فيه <bdi dir=ltr>GPT-5</bdi>",
    ],
)
def test_typed_text_is_stored_as_the_same_body(typed: str) -> None:
    body = clean(typed)
    assert clean(editable(body)) == body
    assert clean(editable(body).replace("\n", "\r\n")) == body  # as browsers send it
