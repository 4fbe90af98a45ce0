import json
from pathlib import Path

import pytest

from newsroom.arabic.matching import marked, query_words

EXAMPLES = Path(__file__).parents[4] / "shared" / "data" / "arabic_search_examples.json"


def finds(query: str, text: str) -> bool:
    words = query_words(query)
    return bool(words) and all(word.is_in(text) for word in words)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("صين", "الصين ترد"),
        ("صين", "وبالصين أيضًا"),
        ("صين", "كالصين وللصين"),
        ("الصحراء", "مبعوث للصحراء"),
        ("الصحراء", "صحراء واسعة"),
        ("الحكومة", "حكومته الثانية"),
        ("وللمغرب", "المغرب"),
        ("بالمغرب", "المغرب"),
        ("تونس", "المغرب وتونس"),
        ("مدينة", "مدن ومدينتها"),
        ("مدينة", "مدينات"),
        ("مُحَمَّد", "محمد"),
        ("ألمانيا", "المانيا"),
        ("على", "على الطريق"),
        ("علي", "على"),
        ("في", "جاء في البلاغ"),
        ("الميناء في طنجة", "ميناء طنجة"),
        ("FIFA", "رئيس fifa"),
        ("2023", "سنة ٢٠٢٣م"),
        ("أفرو أوروبي", "الأفرو-أوروبي"),
    ],
)
def test_finds(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("دبي", "الأدبي والعلمي"),
        ("قطر", "مقطورة"),
        ("ورش", "رش المبيدات"),
        ("عمل", "معمل"),
        ("الالتزام", "تزامن"),
        ("ألمانيا", "مانيا"),
        ("20", "سنة 2023"),
        ("الزام", "زامبيا"),
        ("طنجة الرباط", "طنجة وحدها"),
        ("؟؟!", "أي شيء"),
        ("", "أي شيء"),
    ],
)
def test_does_not_find(query: str, text: str) -> None:
    assert not finds(query, text)


def test_stop_words_count_only_where_there_is_nothing_else() -> None:
    assert query_words("الأمطار في طنجة") == query_words("الأمطار طنجة")
    assert len(query_words("في")) == 1


def test_each_word_is_asked_once() -> None:
    assert query_words("سد سُد سدّ") == query_words("سد")


def test_what_a_pattern_finds_holds_its_stem() -> None:
    for word in query_words("الحكومة بالمدينة وللصحراء جامعات 14"):
        assert word.stem in word.pattern


def test_marked_keeps_the_spelling_and_every_character() -> None:
    text = "«للصَّحّة» و⁦FIFA⁩ والصـــحة"
    pieces = marked(text, query_words("الصحة fifa"))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, found in pieces if found] == ["للصَّحّة", "FIFA", "والصـــحة"]


def test_marked_without_words_is_one_piece() -> None:
    assert marked("نص كامل", []) == [("نص كامل", False)]
    assert marked("", query_words("نص")) == []


def test_shared_examples() -> None:
    if not EXAMPLES.is_file():
        pytest.skip(f"{EXAMPLES} is not here: these examples are not part of the repository")
    cases = json.loads(EXAMPLES.read_text(encoding="utf-8"))["cases"]
    wrong = [c["id"] for c in cases if finds(c["query"], c["text"]) != c["should_match"]]
    assert wrong == []
