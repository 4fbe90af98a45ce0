import unicodedata

import pytest

from newsroom.arabic.typography import (
    clean_text,
    isolate_ltr,
    join_list,
    one_line,
    reading_minutes,
    shorten,
    split_tags,
    word_count,
)

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("ن\x00ص\x07\x1b\x7f\x9f", "نص"),
        ("\ufeffن\u200fص\u200e\u061c\u00ad", "نص"),
        ("\u202aa\u202b\u202c\u202d\u202eب", "aب"),
        ("\ud83d \uffff\ufffe", " "),
        ("می\u200cخواهم \u200d 10\u00a0كم", "می\u200cخواهم \u200d 10\u00a0كم"),
        (f"{PDI}a{LRI}b", "ab"),
        (f"{LRI}{RLI}a{PDI}", f"{RLI}a{PDI}"),
        (f"{LRI}a\nb{PDI}", "a\nb"),
        ("e\u0301 ا\u0654", "é أ"),
        ("", ""),
    ],
)  # fmt: skip
def test_clean_text(text: str, expected: str) -> None:
    assert clean_text(text) == expected
    assert clean_text(expected) == expected


def test_clean_text_keeps_balanced_isolates() -> None:
    text = f"رقم {LRI}+212{PDI} و{RLI}س{FSI}x{PDI}{PDI}"
    assert clean_text(text) == text


def test_clean_text_composes_what_a_removed_sign_kept_apart() -> None:
    assert clean_text("ا\u200f\u0654") == "أ"
    assert unicodedata.is_normalized("NFC", clean_text("e\u00ad\u0301"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  عنوان \r\n  على\tسطرين  ", "عنوان على سطرين"),
        ("10\u00a0دراهم", "10\u00a0دراهم"),
        ("كلمة \u00a0 كلمة", "كلمة كلمة"),
        ("\u00a0عنوان\u00a0", "عنوان"),
        ("a\u2028b", "a b"),
        (" \n ", ""),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اتصلوا على +212 522 12 34 56 اليوم", "اتصلوا على [+212 522 12 34 56] اليوم"),
        ("هاتف 0522 12 34 56.", "هاتف [0522 12 34 56]."),
        ("يوم 2023-11-14 في", "يوم [2023-11-14] في"),
        ("فاز 3-1 على", "فاز [3-1] على"),
        ("ردمك 978-9981-0-1234-5", "ردمك [978-9981-0-1234-5]"),
        ("تعلم C++ الآن", "تعلم [C++] الآن"),
        ("شركة Apple Inc. تعلن", "شركة [Apple Inc.] تعلن"),
        ("أعلنت Apple. وقالت", "أعلنت [Apple]. وقالت"),
        ("وثيقة U.S. الجديدة", "وثيقة [U.S.] الجديدة"),
        ("رابط https://x.ma/a/ هنا", "رابط [https://x.ma/a/] هنا"),
        ("user@x.ma كتب", "[user@x.ma] كتب"),
        ("هاتف iPhone 15 Pro الجديد", "هاتف [iPhone 15 Pro] الجديد"),
        ("تقرير Standard & Poor’s اليوم", "تقرير [Standard & Poor’s] اليوم"),
        ("لقاء بـGoogle و(WHO)", "لقاء بـ[Google] و([WHO])"),
        ("في 2023 Apple أعلنت", "في 2023 [Apple] أعلنت"),
        ("حرارة -5 وسعر $50", "حرارة [-5] وسعر [$50]"),
        ("عام 2023 وفي 14:05 نحو 1.234,5 و50%", "عام 2023 وفي 14:05 نحو 1.234,5 و50%"),
        ("عام 2023 14 شخصا وكوفيد-19", "عام 2023 14 شخصا وكوفيد-19"),
        ("كشـ24 و١٤", "كشـ24 و١٤"),
        ("Apple Inc.", "[Apple Inc.]"),
        (" Hello, world!\nمرحبا", " [Hello, world!]\nمرحبا"),
        ("2023-11-14", "[2023-11-14]"),
        ("مرحبا", "مرحبا"),
        ("", ""),
    ],
)
def test_isolate_ltr(text: str, expected: str) -> None:
    isolated = isolate_ltr(text)
    assert isolated.replace(LRI, "[").replace(PDI, "]") == expected
    assert isolate_ltr(isolated) == isolated
    assert clean_text(isolated) == isolated


def test_isolate_ltr_leaves_what_is_isolated() -> None:
    text = f"قال {FSI}Hello, world!{PDI} ثم"
    assert isolate_ltr(text) == text


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["أ"], "أ"),
        (["أ", "ب"], "أ وب"),
        (["أ", "ب", "ج"], "أ، ب وج"),
        (["الرباط", "لندن", "واشنطن"], "الرباط، لندن وواشنطن"),
    ],
)
def test_join_list(items: list[str], expected: str) -> None:
    assert join_list(items) == expected
    assert join_list(iter(items)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الأمن القومي، الرباط,كأس العالم؛ سياسة;رياضة\r\nثقافة", [
            "الأمن القومي", "الرباط", "كأس العالم", "سياسة", "رياضة", "ثقافة",
        ]),
        ("الأمن، الامن ، الأَمْن", ["الأمن"]),
        (" ،, ؛\n؟،🙂", []),
        ("  كأس \u200f  العالم ", ["كأس العالم"]),
        ("FIFA, fifa", ["FIFA"]),
        ("", []),
    ],
)  # fmt: skip
def test_split_tags(text: str, expected: list[str]) -> None:
    assert split_tags(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("نص قصير", 7, "نص قصير"),
        ("نص  قصير\n", 7, "نص قصير"),
        ("نص قصير جدا", 8, "نص قصير…"),
        ("نص قصير جدا", 7, "نص…"),
        ("قال الوزير، أمس", 13, "قال الوزير…"),
        ("قال «الوزير الأول» أمس", 6, "قال…"),
        ("قال « الوزير", 8, "قال…"),
        ("كَلِمَةٌ طويلة", 9, "كَلِمَةٌ…"),
        ("كَلِمَةٌ طويلة", 8, "…"),
        ("مستشفيات", 4, "…"),
        ("ألف\u00a0باء\u00a0تاء", 8, "ألف\u00a0باء…"),
        (f"هاتف {LRI}+212 522{PDI} الآن", 13, "هاتف +212…"),
        ("", 5, ""),
    ],
)
def test_shorten(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected
    assert len(shorten(text, limit)) <= limit


def test_shorten_at_every_limit_keeps_whole_words() -> None:
    text = "وقالَ المُتَحَدِّثُ بِاسْمِ الوزارةِ إنَّ القرارَ نهائيٌّ"
    for limit in range(1, len(text) + 2):
        short = shorten(text, limit)
        assert len(short) <= limit
        assert set(short.removesuffix("…").split()) <= set(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("؟ - … «»", 0),
        ("كلمة", 1),
        ("القانون،سيحل", 2),
        ("قال «نعم» - ثم\nمَضَى 3-1.", 5),
        ("الأفرو-أوروبي", 1),
    ],
)
def test_word_count(text: str, expected: int) -> None:
    assert word_count(text) == expected


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 0), (199, 0), (200, 1), (299, 1), (300, 2), (400, 2), (499, 2), (500, 3), (2000, 10)],
)
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
