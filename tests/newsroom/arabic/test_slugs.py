import re
import unicodedata

import pytest

from newsroom.arabic.slugs import RESERVED, slugify

LONG_WORD = "ا" * 300
LONG_HEADLINE = "الحكومة تصادق على مشروع قانون جديد " * 10

CASES = [
    ("القانون،سيحل", "القانون-سيحل"),
    ("«المغرب» و فرنسا: من يفوز؟", "المغرب-و-فرنسا-من-يفوز"),
    ("أخبار إلى آسيا مدرسة", "أخبار-إلى-آسيا-مدرسة"),
    ("مُحَمَّدٌ يُؤَثِّرُ", "محمد-يؤثر"),
    ("عـــاجـــل", "عاجل"),
    ("شكرﹰا جزيلا", "شكرا-جزيلا"),
    ("يوم ١٤ نونبر ۲۰۲۳", "يوم-14-نونبر-2023"),
    ("ﺍﻻﺗﺤﺎﺩ ﺍﻟﻌﺮﺑﻲ", "الاتحاد-العربي"),
    ("النقا\u200cبة \u200fتدعو", "النقابة-تدعو"),
    ("FIFA تعاقب Étoile", "fifa-تعاقب-étoile"),
    ("3-1", "3-1"),
    ("-- a __ b --", "a-b"),
    ("نسبة 50%", "نسبة-50"),
    ("Привет 中文", "привет-中文"),
    ("İstanbul", "istanbul"),
    ("a\u0000b\nc\u00a0d", "a-b-c-d"),
    ("feed", "feed-2"),
    ("Comments!", "comments-2"),
    ("page 2", "page-2"),
    ("", "12"),
    ("؟؟؟", "12"),
    ("🙂👨‍👩‍👧", "12"),
    ("ـــ", "12"),
    ("\u064b\u0651", "12"),
    (LONG_WORD, "ا" * 100),
    ("قصير " + LONG_WORD, "قصير"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_slugify(text: str, expected: str) -> None:
    assert slugify(text, fallback="12") == expected


ODD = [
    *(text for text, _ in CASES),
    LONG_HEADLINE,
    LONG_HEADLINE.replace(" ", "-"),
    "كَلِمَة " * 60,
    "ﷺ" * 50,
    "ا" * 99 + " ب",
    "ا" * 100 + " ب",
    "ا" * 98 + " ب ج",
    "\ud800",
    "½ ² Ⅳ ㎏",
    "%d9%85%d8%b1",
    "../../etc/passwd",
    "atom/",
]


@pytest.mark.parametrize("text", ODD)
def test_slugify_keeps_its_promises(text: str) -> None:
    slug = slugify(text, fallback="feed")
    assert 1 <= len(slug) <= 100
    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", slug)
    assert slug not in RESERVED
    assert slugify(slug, fallback="x") == slug
    assert slugify(unicodedata.normalize("NFD", text), fallback="feed") == slug


@pytest.mark.parametrize(
    ("text", "length"),
    [("ا" * 99 + " ب", 99), ("ا" * 100 + " ب", 100), ("ا" * 98 + " ب ج", 100)],
)
def test_slugify_cuts_between_words(text: str, length: int) -> None:
    assert len(slugify(text, fallback="x")) == length


def test_slugify_cuts_a_headline_at_a_word() -> None:
    slug = slugify(LONG_HEADLINE, fallback="x")
    assert set(slug.split("-")) <= set(LONG_HEADLINE.split())
    assert len(slug) > 90


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_slugify_never_returns_a_reserved_word(word: str) -> None:
    assert slugify(word.upper(), fallback="x") == slugify("؟", fallback=word) == f"{word}-2"


def test_slugify_makes_a_slug_of_the_fallback() -> None:
    assert slugify("؟", fallback="Photo ١") == "photo-1"
    assert slugify("؟", fallback="") == ""
