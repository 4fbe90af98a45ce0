"""Counted nouns. The words are the count table of the glossary; never build them elsewhere."""

from enum import StrEnum
from typing import NamedTuple

from newsroom.arabic.digits import group, localize
from newsroom.arabic.editions import EDITIONS, Edition


class Forms(NamedTuple):
    """`none`, `one` and `two` are whole phrases; the others follow the number."""

    none: str
    one: str
    two: str
    few: str
    many: str
    other: str


class Noun(StrEnum):
    COMMENTS = "comments"
    ARTICLES = "articles"
    RESULTS = "results"
    READS = "reads"
    VIEWS = "views"
    SHARES = "shares"
    VOTES = "votes"
    CLICKS = "clicks"
    READERS = "readers"
    PHOTOS = "photos"
    UPDATES = "updates"
    WORDS = "words"
    CHARACTERS = "characters"
    PAGES = "pages"
    TASKS = "tasks"
    REVISIONS = "revisions"
    OPERATIONS = "operations"
    READING_MINUTES = "reading_minutes"


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


NOUNS: dict[Noun, Forms] = {
    Noun.COMMENTS: Forms("لا تعليقات", "تعليق واحد", "تعليقان", "تعليقات", "تعليقًا", "تعليق"),
    Noun.ARTICLES: Forms("لا مقالات", "مقال واحد", "مقالان", "مقالات", "مقالًا", "مقال"),
    Noun.RESULTS: Forms("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة"),
    Noun.READS: Forms("لا قراءات", "قراءة واحدة", "قراءتان", "قراءات", "قراءة", "قراءة"),
    Noun.VIEWS: Forms("لا مشاهدات", "مشاهدة واحدة", "مشاهدتان", "مشاهدات", "مشاهدة", "مشاهدة"),
    Noun.SHARES: Forms("لا مشاركات", "مشاركة واحدة", "مشاركتان", "مشاركات", "مشاركة", "مشاركة"),
    Noun.VOTES: Forms("لا أصوات", "صوت واحد", "صوتان", "أصوات", "صوتًا", "صوت"),
    Noun.CLICKS: Forms("لا نقرات", "نقرة واحدة", "نقرتان", "نقرات", "نقرة", "نقرة"),
    Noun.READERS: Forms("لا قراء", "قارئ واحد", "قارئان", "قراء", "قارئًا", "قارئ"),
    Noun.PHOTOS: Forms("لا صور", "صورة واحدة", "صورتان", "صور", "صورة", "صورة"),
    Noun.UPDATES: Forms("لا تحديثات", "تحديث واحد", "تحديثان", "تحديثات", "تحديثًا", "تحديث"),
    Noun.WORDS: Forms("لا كلمات", "كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"),
    Noun.CHARACTERS: Forms("لا حروف", "حرف واحد", "حرفان", "أحرف", "حرفًا", "حرف"),
    Noun.PAGES: Forms("لا صفحات", "صفحة واحدة", "صفحتان", "صفحات", "صفحة", "صفحة"),
    Noun.TASKS: Forms("لا مهام", "مهمة واحدة", "مهمتان", "مهام", "مهمة", "مهمة"),
    Noun.REVISIONS: Forms("لا نسخ سابقة", "نسخة واحدة", "نسختان", "نسخ", "نسخة", "نسخة"),
    Noun.OPERATIONS: Forms("لا عمليات", "عملية واحدة", "عمليتان", "عمليات", "عملية", "عملية"),
    Noun.READING_MINUTES: Forms(
        "أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"
    ),
}

UNITS: dict[Unit, Forms] = {
    Unit.MINUTE: Forms("", "دقيقة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    Unit.HOUR: Forms("", "ساعة", "ساعتان", "ساعات", "ساعة", "ساعة"),
    Unit.DAY: Forms("", "يوم", "يومان", "أيام", "يومًا", "يوم"),
    Unit.WEEK: Forms("", "أسبوع", "أسبوعان", "أسابيع", "أسبوعًا", "أسبوع"),
    Unit.MONTH: Forms("", "شهر", "شهران", "أشهر", "شهرًا", "شهر"),
    Unit.YEAR: Forms("", "سنة", "سنتان", "سنوات", "سنة", "سنة"),
}


def plural_class(n: int) -> int:
    """0 none, 1 one, 2 two, 3 few (3-10), 4 many (11-99), 5 other: CLDR's six forms in order."""
    if n < 0:
        raise ValueError(f"a count is not negative: {n}")
    if n <= 2:
        return n
    last_two = n % 100
    if last_two <= 2:
        return 5
    return 3 if last_two <= 10 else 4


def count_phrase(
    n: int,
    noun: Noun,
    *,
    edition: Edition = EDITIONS["MA"],
    arabic_indic: bool = False,
    oblique: bool = False,
) -> str:
    """The whole phrase: 0, 1 and 2 are words. `oblique` is for after a preposition (في مقالين)."""
    number = group(n, edition, arabic_indic=arabic_indic)
    return _phrase(n, NOUNS[noun], number, oblique=oblique)


def duration(n: int, unit: Unit, *, arabic_indic: bool = False, oblique: bool = False) -> str:
    """ساعتان, or after منذ and بعد (`oblique`) ساعتين. No word for zero: n is at least 1."""
    if n < 1:
        raise ValueError(f"a duration has at least one unit: {n}")
    number = localize(str(n), arabic_indic=arabic_indic)
    return _phrase(n, UNITS[unit], number, oblique=oblique)


def _phrase(n: int, forms: Forms, number: str, *, oblique: bool) -> str:
    form = forms[plural_class(n)]
    if n > 2:
        return f"{number} {form}"
    return form.removesuffix("ان") + "ين" if n == 2 and oblique else form
