"""A newsroom in French: nothing Arabic but what readers see, counts and dates in French.

The stories, names and sections of this newsroom are in Latin letters, so that every Arabic letter
on a screen of the admin is one that the product put there.
"""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.discussion import close_comments
from articles.models import Category, PublicationSettings
from newsroom.accounts.models import User
from newsroom.site.models import Page, SiteSettings
from newsroom.site.pages import save_page
from tests import factories
from tests.test_arabic_screens import crawl

ARABIC = re.compile("[\u0621-\u064a]{2,}")
# The language's own name; news agencies, which sign in Arabic; the digits of a setting.
ALLOWED = {"العربية"}
SKIPPED = {"script", "style", "datalist"}
FRENCH_FAULTS = {
    "plural of 0 and 1": r"(?<![\d\u202f])[01] (?:articles|commentaires|résultats|heures)\b",
    "capital months and days": r"\d (?:Janv|Févr|Mars|Avril|Mai|Juin|Juil|Août|Sept|Oct|Nov|Déc)"
    r"|\b(?:Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) \d",
    "12-hour clock": r"\d (?:am|pm|a\.m\.|p\.m\.)",
}


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.skipping = 0
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += tag in SKIPPED
        told = ("title", "alt", "aria-label", "placeholder", "data-add", "data-copied")
        self.read += [value for name, value in attrs if name in told and value]

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in SKIPPED

    def handle_data(self, data: str) -> None:
        if not self.skipping and data.strip():
            self.read.append(re.sub(r"[ \n\t]+", " ", data).strip())


def read(html: str) -> list[str]:
    words = Words()
    words.feed(html)
    return words.read


@pytest.fixture
def french_newsroom(db: None) -> User:
    SiteSettings.objects.update(name="Le Quotidien", tagline="", about="")
    PublicationSettings.objects.update(closed_notice="Commentaires fermés")
    Category.objects.update(name="Non classé")
    chief = factories.user("administrator", username="chef", name="Salma B", language="fr")
    section = factories.category("Politique")
    save_page(Page(title="Qui sommes-nous", slug="about", body="<p>Texte</p>"), by=chief)
    now = timezone.now()
    for number, hours in enumerate((0, 1, 3, 30, 24 * 40, 24 * 800)):
        author = factories.author(f"Auteur {number}")
        story = factories.published(
            by=chief,
            now=now - timedelta(hours=hours),
            headline=f"Titre {number}",
            kicker="Port",
            deck="Une phrase.",
            body="<p>Texte.</p>",
            place="Rabat",
            agency="MAP",
            category=section,
            authors=(author, factories.author(f"Autre {number}")),
            tags=("eau", "port"),
        )
        for at in range(number):
            state = "approved" if at else "pending"
            story.comments.create(name="Lecteur", text=f"Avis {at}", state=state)
    close_comments(story, by=chief)
    later = publishing.create(factories.content(headline="Demain", body="<p>x</p>"), by=chief)
    publishing.schedule(later, now + timedelta(days=1), by=chief)
    publishing.create(factories.content(headline="Brouillon", body="<p>x</p>"), by=chief)
    return chief


def test_admin_in_french_is_french(french_newsroom: User) -> None:
    client = Client()
    client.force_login(french_newsroom)
    starts = ("/admin/", "/admin/articles/article/?edit=1", "/admin/articles/article/?q=zz")
    pages = crawl(client, *starts, within="/admin/")
    faults = []
    for address, html in pages.items():
        if "/preview/" in address or not html.lstrip().startswith("<!DOCTYPE"):
            continue  # the page of the readers
        assert '<html lang="fr" dir="ltr"' in html, address
        for text in read(html):
            faults += [
                f"{address}: {word} in: {text[:100]}"
                for word in ARABIC.findall(text)
                if word not in ALLOWED
            ]
            faults += [
                f"{address}: {rule}: {text[:100]}"
                for rule, pattern in FRENCH_FAULTS.items()
                if re.search(pattern, text)
            ]
    assert len(pages) > 25
    assert sorted(set(faults)) == []
