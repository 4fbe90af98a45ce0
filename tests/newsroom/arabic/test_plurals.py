import re
from pathlib import Path

import pytest
from babel import Locale

from newsroom.arabic.editions import EDITIONS
from newsroom.arabic.plurals import NOUNS, Noun, Unit, count_phrase, duration, plural_class

GLOSSARY = Path(__file__).parents[4] / "shared" / "glossary.md"

# The glossary's table as it stands there.
TABLE = """
comments | لا تعليقات | تعليق واحد | تعليقان | 3 تعليقات | 11 تعليقًا | 100 تعليق
articles | لا مقالات | مقال واحد | مقالان | 3 مقالات | 11 مقالًا | 100 مقال
results | لا نتائج | نتيجة واحدة | نتيجتان | 3 نتائج | 11 نتيجة | 100 نتيجة
reads | لا قراءات | قراءة واحدة | قراءتان | 3 قراءات | 11 قراءة | 100 قراءة
views | لا مشاهدات | مشاهدة واحدة | مشاهدتان | 3 مشاهدات | 11 مشاهدة | 100 مشاهدة
shares | لا مشاركات | مشاركة واحدة | مشاركتان | 3 مشاركات | 11 مشاركة | 100 مشاركة
votes | لا أصوات | صوت واحد | صوتان | 3 أصوات | 11 صوتًا | 100 صوت
clicks | لا نقرات | نقرة واحدة | نقرتان | 3 نقرات | 11 نقرة | 100 نقرة
readers | لا قراء | قارئ واحد | قارئان | 3 قراء | 11 قارئًا | 100 قارئ
photos | لا صور | صورة واحدة | صورتان | 3 صور | 11 صورة | 100 صورة
updates | لا تحديثات | تحديث واحد | تحديثان | 3 تحديثات | 11 تحديثًا | 100 تحديث
words | لا كلمات | كلمة واحدة | كلمتان | 3 كلمات | 11 كلمة | 100 كلمة
characters | لا حروف | حرف واحد | حرفان | 3 أحرف | 11 حرفًا | 100 حرف
pages | لا صفحات | صفحة واحدة | صفحتان | 3 صفحات | 11 صفحة | 100 صفحة
tasks | لا مهام | مهمة واحدة | مهمتان | 3 مهام | 11 مهمة | 100 مهمة
revisions | لا نسخ سابقة | نسخة واحدة | نسختان | 3 نسخ | 11 نسخة | 100 نسخة
operations | لا عمليات | عملية واحدة | عمليتان | 3 عمليات | 11 عملية | 100 عملية
reading_minutes | أقل من دقيقة | دقيقة واحدة | دقيقتان | 3 دقائق | 11 دقيقة | 100 دقيقة
"""
UNIT_TABLE = """
minute | الآن | منذ دقيقة | منذ دقيقتين | منذ 3 دقائق | منذ 11 دقيقة | منذ 100 دقيقة
hour | الآن | منذ ساعة | منذ ساعتين | منذ 3 ساعات | منذ 11 ساعة | منذ 100 ساعة
day | اليوم | منذ يوم | منذ يومين | منذ 3 أيام | منذ 11 يومًا | منذ 100 يوم
week | – | منذ أسبوع | منذ أسبوعين | منذ 3 أسابيع | منذ 11 أسبوعًا | منذ 100 أسبوع
month | – | منذ شهر | منذ شهرين | منذ 3 أشهر | منذ 11 شهرًا | منذ 100 شهر
year | – | منذ سنة | منذ سنتين | منذ 3 سنوات | منذ 11 سنة | منذ 100 سنة
"""
# Which column of the table each number takes, written out and not computed.
COLUMNS = {
    0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 101: 5, 102: 5,
    103: 3, 110: 3, 111: 4, 200: 5, 1000: 5,
}  # fmt: skip
DUALS_ALONE = {
    Unit.MINUTE: "دقيقتان",
    Unit.HOUR: "ساعتان",
    Unit.DAY: "يومان",
    Unit.WEEK: "أسبوعان",
    Unit.MONTH: "شهران",
    Unit.YEAR: "سنتان",
}


def rows(table: str) -> dict[str, list[str]]:
    lines = (line.split(" | ") for line in table.strip().splitlines())
    return {name: forms for name, *forms in lines}


def cell(forms: list[str], n: int, number: str) -> str:
    return re.sub(r"\d+", number, forms[COLUMNS[n]])


def test_plural_class_agrees_with_cldr() -> None:
    rule = Locale.parse("ar").plural_form
    names = ["zero", "one", "two", "few", "many", "other"]
    assert [names[plural_class(n)] for n in range(1201)] == [rule(n) for n in range(1201)]


def test_plural_class_refuses_a_negative_count() -> None:
    with pytest.raises(ValueError, match="-1"):
        plural_class(-1)


def test_every_noun_stands_in_the_table() -> None:
    assert set(rows(TABLE)) == set(Noun) == set(NOUNS)


@pytest.mark.parametrize("noun", list(Noun))
@pytest.mark.parametrize("n", list(COLUMNS))
def test_count_phrase_by_the_glossary(noun: Noun, n: int) -> None:
    expected = cell(rows(TABLE)[noun], n, "1.000" if n == 1000 else str(n))
    assert count_phrase(n, noun) == expected


@pytest.mark.parametrize(
    ("n", "code", "arabic_indic", "expected"),
    [
        (1284, "MA", False, "1.284 تعليقًا"),
        (1284, "AE", False, "1,284 تعليقًا"),
        (1284, "EG", True, "١٬٢٨٤ تعليقًا"),
        (3, "EG", True, "٣ تعليقات"),
        (2, "EG", True, "تعليقان"),
        (1002, "MA", False, "1.002 تعليق"),
        (1_000_003, "MA", False, "1.000.003 تعليقات"),
    ],
)
def test_count_phrase_digits(n: int, code: str, arabic_indic: bool, expected: str) -> None:
    phrase = count_phrase(n, Noun.COMMENTS, edition=EDITIONS[code], arabic_indic=arabic_indic)
    assert phrase == expected


@pytest.mark.parametrize("noun", list(Noun))
def test_oblique_changes_the_dual_only(noun: Noun) -> None:
    dual = rows(TABLE)[noun][2]
    assert count_phrase(2, noun, oblique=True) == re.sub("ان$", "ين", dual)
    for n in set(COLUMNS) - {2}:
        assert count_phrase(n, noun, oblique=True) == count_phrase(n, noun)


def test_oblique_example() -> None:
    assert f"في {count_phrase(2, Noun.ARTICLES, oblique=True)}" == "في مقالين"


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("n", [n for n in COLUMNS if n])
def test_duration_after_a_preposition_by_the_glossary(unit: Unit, n: int) -> None:
    expected = cell(rows(UNIT_TABLE)[unit], n, str(n))
    assert f"منذ {duration(n, unit, oblique=True)}" == expected


@pytest.mark.parametrize("unit", list(Unit))
def test_duration_alone(unit: Unit) -> None:
    assert duration(2, unit) == DUALS_ALONE[unit]
    assert duration(11, unit, arabic_indic=True).startswith("١١ ")


def test_duration_refuses_zero() -> None:
    with pytest.raises(ValueError, match="at least one"):
        duration(0, Unit.HOUR)


def test_the_tables_here_are_the_glossary() -> None:
    if not GLOSSARY.exists():
        pytest.skip("the team's glossary is not beside this repository")
    printed = re.findall(r"^\| ([a-z][^|]*) \| (.+) \|$", GLOSSARY.read_text("utf-8"), re.M)
    glossary = [forms.split(" | ") for _, forms in printed]
    ours = [*rows(TABLE).values(), *rows(UNIT_TABLE).values()]
    assert [forms for forms in ours if forms not in glossary] == []
