"""Dates, ages and counts in French, for colleagues whose newsroom is in French.

The counterpart of newsroom.arabic.dates and plurals; every time is already in the site's zone.
"""

from datetime import date, datetime

from django.utils.translation import get_language

from newsroom.arabic import dates, hijri
from newsroom.arabic.plurals import Noun, Unit

NARROW = "\u202f"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
HIJRI_MONTHS = (
    "mouharram", "safar", "rabia I", "rabia II", "joumada I", "joumada II",
    "rajab", "chaabane", "ramadan", "chaoual", "dhou al-qiada", "dhou al-hijja",
)  # fmt: skip
NEAR_DAYS = {-1: "hier", 0: "aujourd’hui", 1: "demain"}

# Singular (also of 0) and plural.
NOUNS: dict[Noun, tuple[str, str]] = {
    Noun.COMMENTS: ("commentaire", "commentaires"),
    Noun.ARTICLES: ("article", "articles"),
    Noun.RESULTS: ("résultat", "résultats"),
    Noun.READS: ("lecture", "lectures"),
    Noun.VIEWS: ("vue", "vues"),
    Noun.SHARES: ("partage", "partages"),
    Noun.VOTES: ("vote", "votes"),
    Noun.CLICKS: ("clic", "clics"),
    Noun.READERS: ("lecteur", "lecteurs"),
    Noun.PHOTOS: ("photo", "photos"),
    Noun.UPDATES: ("mise à jour", "mises à jour"),
    Noun.WORDS: ("mot", "mots"),
    Noun.CHARACTERS: ("signe", "signes"),
    Noun.PAGES: ("page", "pages"),
    Noun.TASKS: ("tâche", "tâches"),
    Noun.REVISIONS: ("version", "versions"),
    Noun.OPERATIONS: ("opération", "opérations"),
    Noun.READING_MINUTES: ("minute", "minutes"),
}
UNITS: dict[Unit, tuple[str, str]] = {
    Unit.MINUTE: ("minute", "minutes"),
    Unit.HOUR: ("heure", "heures"),
    Unit.DAY: ("jour", "jours"),
    Unit.WEEK: ("semaine", "semaines"),
    Unit.MONTH: ("mois", "mois"),
    Unit.YEAR: ("an", "ans"),
}


def is_active() -> bool:
    return (get_language() or "").startswith("fr")


def number(n: int) -> str:
    return f"{n:,}".replace(",", NARROW)


def count_phrase(n: int, noun: Noun) -> str:
    if noun == Noun.READING_MINUTES and n == 0:
        return "moins d’une minute"
    return f"{number(n)} {NOUNS[noun][n > 1]}"


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    return f"{_day_and_month(day)} {day.year}"


def full_date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def date_time(moment: datetime) -> str:
    return f"{long_date(moment)}, {clock(moment)}"


def short_when(moment: datetime, now: datetime) -> str:
    near = NEAR_DAYS.get((moment.date() - now.date()).days)
    if near:
        return f"{near} {clock(moment)}"
    if moment.year != now.year:
        return date_time(moment)
    return f"{_day_and_month(moment)}, {clock(moment)}"


def ago(then: datetime, now: datetime) -> str:
    n, unit, is_past = dates.age(then, now)
    if n == 0:
        return "à l’instant"
    return f"{'il y a' if is_past else 'dans'} {n} {UNITS[unit][n > 1]}"


def hijri_date(day: date, *, offset: int = 0) -> str:
    return _in_french(hijri.hijri_date(day, offset=offset))


def hijri_day(day: date, *, offset: int = 0) -> str:
    return _in_french(hijri.hijri_day(day, offset=offset))


def _in_french(printed: str) -> str:
    for arabic, french in zip(hijri.MONTHS, HIJRI_MONTHS, strict=True):
        printed = printed.replace(arabic, french)
    return printed.replace("هـ", "H")


def _day_and_month(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"
