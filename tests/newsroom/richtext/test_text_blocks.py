import pytest

from newsroom.richtext.text_blocks import as_typed, text_blocks, typed_blocks


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("", []),
        ("<p>نص <strong>غليظ</strong> &amp; رابط</p>\n<h2>عنوان</h2>", ["نص غليظ & رابط", "عنوان"]),
        ("<p>سطر<br>آخر</p><hr><p>نص</p>", ["سطر\ufffcآخر", "نص"]),
        ("<ul><li>أول</li><li>ثانٍ<ul><li>داخل</li></ul></li></ul>", ["أول", "ثانٍ", "داخل"]),
        ("<ol><li><p>أول</p><p>تتمة</p></li></ol>", ["أول", "تتمة"]),
        ("<blockquote><p>قول</p><cite>قائل</cite></blockquote>", ["قول", "قائل"]),
        ('<aside class="pullquote"><p>قول</p></aside>', ["قول"]),
        ('<aside class="read-also" data-article="12"></aside>', []),
        ('<figure class="photo" data-photo="5"></figure>', []),
        (
            '<figure class="photo" data-photo="5"><figcaption>تعليق</figcaption></figure>',
            ["تعليق"],
        ),
        (
            "<table><caption>جدول</caption><tbody><tr><th>أ</th><td></td></tr></tbody></table>",
            ["جدول", "أ", ""],
        ),
    ],
)
def test_text_blocks(body: str, texts: list[str]) -> None:
    assert text_blocks(body) == texts


def test_places_count_as_javascript_does() -> None:
    assert as_typed("😀ا").places == [0, 2, 3]
    assert as_typed("😀ا").end_of(1) == 2


def test_lines_of_a_plain_text_area_are_read_without_their_markup() -> None:
    typed = "أول\n<p>قال <b>نعم</b>&nbsp;ثم</p>"
    first, second = typed_blocks(typed)
    assert first.text == "أول"
    assert second.text == "قال نعم\xa0ثم"
    assert [typed[place] for place in second.places[:-1]] == list("قال نعم&ثم")
    assert typed[second.places[4] : second.end_of(7)] == "نعم"
    assert second.places[-1] == len(typed)
