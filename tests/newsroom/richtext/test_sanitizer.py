import random

import pytest

from newsroom.richtext import allowed, clean, editable
from tests.hostile import HOSTILE
from tests.newsroom.richtext.grammar import assert_allowed

PIECES = [
    *(f"<{tag}>" for tag in sorted(allowed.TAGS)),
    *(f"</{tag}>" for tag in sorted(allowed.TAGS)),
    *("<div>", "</div>", "<b>", "</b>", "<h1>", "</h1>", "<svg>", "</svg>", "<math>", "<style>"),
    *("<script>", "</script>", "<iframe>", "<form>", "<textarea>", "<select>", "<template>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<![if x]>", "<!", "<?", "<", ">", '"', "'", "="),
    *("<a href='javascript:x'>", "<a href=/x>", "<p dir=ltr onclick=x>", "<li dir=rtl>", "<a b='"),
    *("<figure class=photo data-photo=5>", "<figure data-embed='https://youtu.be/dQw4w9WgXcQ'>"),
    *("<figure data-embed='https://other.example/x'>", "<aside class='read-also' data-article=3>"),
    *("<aside class=pullquote>", "<a data-article=7>", "<bdi dir=ltr>", "<ol start=7>", "<dl><dt>"),
    *("<td colspan=3>", "<pre>", "</pre>", "<form>", "<section>", "\u0338", "&#824;"),
    *("<a href='/2023/11/14/12-x/'>", "<a href=https://x.example/a>", "<a href='//x.example'>"),
    *("&", "&amp;", "&lt;", "&#8238;", "&#0;", "&nbsp;", "&rlm", "&Tab;", "&#x2067;", "&#13;"),
    *("\x00", "\u202e", "\u2066", "\u2069", "\r\n", "\n", " ", "\u00a0", "\u2028", "\v", "\ud800"),
    *("كلمة", "word", "12", "AT&T", "1 < 2", "e\u0301", "\u0958"),
]


@pytest.mark.parametrize("fragment", HOSTILE)
def test_hostile_fragment_leaves_nothing_that_runs(fragment: str) -> None:
    for text in (fragment, f"<p>قبل {fragment} بعد</p>", f"<ul><li>{fragment}", fragment.upper()):
        cleaned = clean(text)
        assert_allowed(cleaned)
        assert clean(cleaned) == cleaned
        assert clean(editable(cleaned)) == cleaned


def _own_story(address: str) -> int | None:
    return 12 if address.startswith("/2023/") else None


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_harmless_and_stays_as_it_was_cleaned(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))
        cleaned = clean(text, own_story=_own_story)
        assert_allowed(cleaned)
        assert clean(cleaned, own_story=_own_story) == cleaned
        assert clean(editable(cleaned)) == cleaned


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        # Plain lines.
        ("سطر", "<p>سطر</p>"),
        ("سطر أول\nسطر ثان", "<p>سطر أول</p>\n<p>سطر ثان</p>"),
        ("أول\r\n\r\n  ثان  \r\n", "<p>أول</p>\n<p>ثان</p>"),
        ("أول\u2029ثان\vثالث", "<p>أول</p>\n<p>ثان</p>\n<p>ثالث</p>"),
        ("", ""),
        (" \n\u200f\n&nbsp;\n", ""),
        ("<p></p><p> </p><p><br></p><p>&nbsp;</p>", ""),
        ("قبل<h2>عنوان</h2>بعد", "<p>قبل</p>\n<h2>عنوان</h2>\n<p>بعد</p>"),
        ("نص <strong>مهم\nجدا</strong>", "<p>نص <strong>مهم جدا</strong></p>"),
        ("<p>سطر\nملفوف</p>", "<p>سطر ملفوف</p>"),
        ("<div>أول</div>\n<div>ثان</div>", "<p>أول</p>\n<p>ثان</p>"),
        ("أول<hr>ثان", "<p>أول</p>\n<hr>\n<p>ثان</p>"),
        # Signs that mean nothing.
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("AT&T وR&D", "<p>AT&amp;T وR&amp;D</p>"),
        ("<3 و<كلمة>", "<p>&lt;3 و&lt;كلمة&gt;</p>"),
        ("«علامات» \"و\" 'أخرى'", "<p>«علامات» \"و\" 'أخرى'</p>"),
        ("&eacute;&copy;&#1576;", "<p>é©ب</p>"),
        ("&lt;p&gt;", "<p>&lt;p&gt;</p>"),
        ("&amp;amp;", "<p>&amp;amp;</p>"),
        # Characters.
        ("قبل&#8238;بعد\u202e", "<p>قبلبعد</p>"),
        ("<p>&#x2067;مفتوح</p>", "<p>مفتوح</p>"),
        ("<p>&#x2066;GPT&#x2069; مغلق</p>", "<p>\u2066GPT\u2069 مغلق</p>"),
        ("می\u200cخواهم", "<p>می\u200cخواهم</p>"),
        ("كلمة\x00 أخرى", "<p>كلمة أخرى</p>"),
        # Old elements.
        ("<p><b>مهم</b></p>", "<p><strong>مهم</strong></p>"),
        ("<B>مهم</B>", "<p><strong>مهم</strong></p>"),
        ("<h1>عنوان</h1>", "<h2>عنوان</h2>"),
        ("<h1 dir=rtl class=x>عنوان</h1>", '<h2 dir="rtl">عنوان</h2>'),
        ("<h4>أ</h4><h5>ب</h5><h6>ج</h6>", "<h3>أ</h3>\n<h3>ب</h3>\n<h3>ج</h3>"),
        ("<p><i>مائل</i> <u>مسطر</u> <span>عادي</span></p>", "<p>مائل مسطر عادي</p>"),
        ("<center><font color=red>نص</font></center>", "<p>نص</p>"),
        # What Word leaves.
        ("<!--[if mso]><p>قديم</p><![endif]--><p>نص</p>", "<p>نص</p>"),
        ("<![if !supportLists]>•<![endif]>بند", "<p>•بند</p>"),
        ("<p class=MsoNormal style='mso-bidi:x'>نص<o:p></o:p></p>", "<p>نص</p>"),
        # What is kept.
        ("<p dir=ltr>Rabat</p>", '<p dir="ltr">Rabat</p>'),
        ("<p dir=auto>نص</p>", "<p>نص</p>"),
        ("<ol start=3><li>بند</li></ol>", '<ol start="3"><li><p>بند</p></li></ol>'),
        ("<aside class='pullquote x'>قول</aside>",
         '<aside class="pullquote"><p>قول</p></aside>'),
        ("<aside class=x>قول</aside>", "<p>قول</p>"),
        ("<p title=x lang=en id=x>نص</p>", "<p>نص</p>"),
        ("<figure class=photo data-photo=12></figure>",
         '<figure class="photo" data-photo="12"></figure>'),
        ("<p><a href='https://ok.example/?a=1&b=2'>رابط</a></p>",
         '<p><a href="https://ok.example/?a=1&amp;b=2">رابط</a></p>'),
        ("<p><a href='mailto:a@ok.example'>بريد</a> <a href=tel:+212>هاتف</a></p>",
         '<p><a href="mailto:a@ok.example">بريد</a> <a href="tel:+212">هاتف</a></p>'),
        ("<p><a href='/2023/11/14/1-x/'>داخلي</a></p>",
         '<p><a href="/2023/11/14/1-x/">داخلي</a></p>'),
        ("<p><a href=javascript:alert(1)>رابط</a></p>", "<p>رابط</p>"),
        ("<table><tr><th scope=col>أ</th></tr></table>",
         "<table><tbody><tr><th><p>أ</p></th></tr></tbody></table>"),
        ("<blockquote><p>قول</p><cite>قائل</cite></blockquote>",
         "<blockquote><p>قول</p><cite>قائل</cite></blockquote>"),
        # What stands where it may not.
        ("<ul><li>أ</li><ul><li>ب</li></ul></ul>",
         "<ul><li><p>أ</p><ul><li><p>ب</p></li></ul></li></ul>"),
        ("<ul><li><ul><li>أ</li></ul></li></ul>", "<ul><li><p>أ</p></li></ul>"),
        ("<ul>نص<li>أ</li></ul>", "<ul><li><p>نص</p></li><li><p>أ</p></li></ul>"),
        ("<li>أ</li>", "<p>أ</p>"),
        ("<ul><li><h2>أ</h2><hr></li></ul>", "<ul><li><p>أ</p></li></ul>"),
        ("<h2><div>أ</div></h2>", "<h2>أ</h2>"),
        ("<blockquote>أ<h2>ب</h2><cite>ج</cite></blockquote>",
         "<blockquote><p>أ</p><p>ب</p><cite>ج</cite></blockquote>"),
        ("<blockquote><cite>أ</cite>ب</blockquote>", "<blockquote><p>أ</p><p>ب</p></blockquote>"),
        ("<p>أ <cite>ب</cite></p>", "<p>أ ب</p>"),
        ("<ul><li>أ<figure data-photo=5></figure>ب</li></ul>ج",
         '<ul><li><p>أ</p><p>ب</p></li></ul>\n<figure class="photo" data-photo="5"></figure>\n'
         "<p>ج</p>"),
        ("<p>أ<figure data-photo=5>ب<figcaption>ج</figcaption></figure>د",
         '<p>أ</p>\n<figure class="photo" data-photo="5"><figcaption>ب<br>ج</figcaption></figure>\n'
         "<p>د</p>"),
        ("<figure data-photo=5><figure data-photo=6></figure></figure>",
         '<figure class="photo" data-photo="5"></figure>\n'
         '<figure class="photo" data-photo="6"></figure>'),
        ("<figure><p>أ</p></figure><figcaption>ب</figcaption>", "<p>أ</p>\n<p>ب</p>"),
        ("<table><tr><td><table><tr><td>أ</td><td>ب</td></tr></table></td></tr></table>",
         "<table><tbody><tr><td><p>أ</p><p>ب</p></td></tr></tbody></table>"),
        ("<table><thead><tr><th>أ</th></tr></thead><tr><td></td></tr><caption>ج</caption></table>",
         "<table><caption>ج</caption><tbody><tr><th><p>أ</p></th></tr><tr><td><p></p></td></tr>"
         "</tbody></table>"),
        ("<div>أ</div><div>ب</div>", "<p>أ</p>\n<p>ب</p>"),
        # Marks.
        ("<p><strong>أ</strong><b>ب</b></p>", "<p><strong>أب</strong></p>"),
        ("<p><strong><a href=/x>أ</a>ب</strong></p>",
         '<p><a href="/x"><strong>أ</strong></a><strong>ب</strong></p>'),
        ("<p><bdi dir=ltr>GPT</bdi> <bdi>أ</bdi></p>", '<p><bdi dir="ltr">GPT</bdi> أ</p>'),
        ("<p><em>أ</em> <i>ب</i></p>", "<p>أ ب</p>"),
        # References.
        ("<a href='/2023/x' data-article=012>أ</a>", '<p><a data-article="12">أ</a></p>'),
        ("<figure class=embed data-embed='https://youtu.be/dQw4w9WgXcQ?si=x'></figure>",
         '<figure class="embed" data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>'),
        ("<figure data-embed='https://other.example/a'><figcaption>أ</figcaption></figure>",
         '<p><a href="https://other.example/a"><bdi dir="ltr">https://other.example/a</bdi></a></p>'
         "\n<p>أ</p>"),
        ("<figure data-embed='javascript:x'>أ</figure>", "<p>أ</p>"),
        ("<aside class=read-also data-article=3>أ</aside>",
         '<aside class="read-also" data-article="3"></aside>\n<p>أ</p>'),
        ("<aside class=read-also>أ</aside>", "<p>أ</p>"),
        # Links.
        ("<a href='www.ok.example'>أ</a>", '<p><a href="https://www.ok.example">أ</a></p>'),
        ("<a href='//ok.example/a b'>أ</a>", '<p><a href="https://ok.example/a%20b">أ</a></p>'),
        ("<a href='#x'>أ</a> <a href=x.html>ب</a> <a href='https:///x'>ج</a>", "<p>أ ب ج</p>"),
        ("<a href='https://user@evil.example'>أ</a> <a href='/\\evil.example'>ب</a>", "<p>أ ب</p>"),
        # What is dropped with its text, and what leaves its text.
        ("<script>x</script><style>y</style><title>z</title>نص", "<p>نص</p>"),
        ("<iframe>x</iframe><noscript>y</noscript><template>z</template>نص", "<p>نص</p>"),
        ("<button>زر</button>", "<p>زر</p>"),
    ],
)  # fmt: skip
def test_text_is_stored_as(typed: str, stored: str) -> None:
    assert clean(typed) == stored
    assert clean(stored) == stored


def test_link_around_blocks_goes_into_them() -> None:
    cleaned = clean("<a href=/x><p>أول</p><p>ثان</p></a>")
    assert cleaned == '<p><a href="/x">أول</a></p>\n<p><a href="/x">ثان</a></p>'


def test_link_to_an_own_story_is_stored_by_its_id() -> None:
    link = "<a href='/2023/11/14/12-x/'>أ</a><a data-article=12>ب</a>"
    assert clean(link, own_story=_own_story) == '<p><a data-article="12">أب</a></p>'


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "كلمة من كلام ",
            "<p>جملة <strong>مهمة</strong>.</p>\n",
            "<a ",
            "<a href='",
            "<!--",
            "<p>",
        ),
        *("<div>", "<b>", "<ul><li>", "<blockquote><p>", "<table><tr><td>", "<<", "<a href=/x>"),
    ],
)
def test_longest_body_is_cleaned(unit: str) -> None:
    """A parser that takes the square of the length would not come back for hours."""
    text = (unit * (400_000 // len(unit) + 1))[:400_000]
    cleaned = clean(text)
    assert_allowed(cleaned)
    assert cleaned.count("كلمة") == text.count("كلمة")
