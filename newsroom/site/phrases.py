"""Counts for messages, in the language of the person who reads them."""

from django.conf import settings
from django.utils.translation import get_language_info

from newsroom.arabic import plurals
from newsroom.arabic.plurals import Noun
from newsroom.site import french
from newsroom.site.models import SiteSettings

CONTENT_ATTRS = {
    "lang": settings.LANGUAGE_CODE,
    "dir": "rtl" if get_language_info(settings.LANGUAGE_CODE)["bidi"] else "ltr",
}
"""For fields whose text readers will see: it runs as the site does, not as the form around it."""


def count_phrase(number: int, noun: Noun) -> str:
    """Costs a query in Arabic: the settings know the digits."""
    if french.is_active():
        return french.count_phrase(number, noun)
    site = SiteSettings.load()
    return plurals.count_phrase(
        number, noun, edition=site.edition_data, arabic_indic=site.arabic_indic
    )
