from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from newsroom.arabic.plurals import Noun, Unit
from newsroom.site import french
from newsroom.site.models import SiteSettings
from newsroom.site.phrases import count_phrase

NOW = datetime(2023, 11, 14, 15, 52, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (0, "0 commentaire"),
        (1, "1 commentaire"),
        (2, "2 commentaires"),
        (41_230, "41\u202f230 commentaires"),
    ],
)
def test_counts(number: int, printed: str) -> None:
    assert french.count_phrase(number, Noun.COMMENTS) == printed


def test_every_noun_and_unit_has_its_words() -> None:
    assert set(french.NOUNS) == set(Noun)
    assert set(french.UNITS) == set(Unit)
    assert french.count_phrase(0, Noun.READING_MINUTES) == "moins d’une minute"


@pytest.mark.parametrize(
    ("past", "printed"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=1), "il y a 1 minute"),
        (timedelta(hours=3), "il y a 3 heures"),
        (timedelta(days=-2), "dans 2 jours"),
        (timedelta(days=95), "il y a 3 mois"),
        (timedelta(days=800), "il y a 2 ans"),
    ],
)
def test_ages(past: timedelta, printed: str) -> None:
    assert french.ago(NOW - past, NOW) == printed


def test_dates() -> None:
    assert french.full_date(date(2023, 11, 14)) == "mardi 14 novembre 2023"
    assert french.long_date(date(2024, 8, 1)) == "1er août 2024"
    assert french.short_when(NOW - timedelta(days=1), NOW) == "hier 15:52"
    assert french.short_when(NOW - timedelta(days=9), NOW) == "5 novembre, 15:52"
    assert french.short_when(NOW - timedelta(days=400), NOW) == "10 octobre 2022, 15:52"
    assert french.hijri_date(date(2023, 11, 14)) == "30 rabia II 1445 H"
    assert french.hijri_date(date(1900, 1, 1)) == ""


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_tags_and_messages_follow_the_language(language: str, db: None) -> None:
    template = Template(
        "{% full_date now %}|{% clock now %}|{% month day %}|{% year day %}|{% long_date day %}"
        '|{% date_time now %}|{% ago then %}|{% short_when then %}|{% count 3 "articles" %}'
        "|{% number 1234 %}|{% hijri_date now %}|{% weekday day %}"
    )
    now = timezone.now()
    context = Context(
        {"site": SiteSettings.load(), "now": now, "day": now.date(), "then": now - timedelta(3)}
    )
    with translation.override(language):
        printed = template.render(context) + count_phrase(2, Noun.ARTICLES)
    is_arabic = [any("\u0600" < letter < "\u06ff" for letter in printed.replace("،", ""))]
    assert is_arabic == [language == "ar"]
    assert any(letter in printed for letter in "éaeiou") == (language == "fr")
