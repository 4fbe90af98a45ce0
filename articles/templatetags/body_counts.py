"""The line below the body in the story form: words, letters and reading time."""

from typing import Any

from django import template
from django.template import Context

from newsroom import richtext
from newsroom.arabic import plurals
from newsroom.arabic.plurals import Noun
from newsroom.arabic.typography import WORDS_A_MINUTE, reading_minutes, word_count
from newsroom.site import french
from newsroom.site.models import SiteSettings
from newsroom.site.templatetags import arabic

register = template.Library()

SAMPLES = (0, 1, 2, 3, 11, 100)
"""One number of each plural class."""


@register.inclusion_tag("admin/articles/article/body_counts.html", takes_context=True)
def body_counts(context: Context, body: str | None) -> dict[str, Any]:
    """``body`` as it stands in the text area. Costs no query where ``site`` is in the context."""
    text = richtext.plain_text(body or "")
    words = word_count(text)
    numbers = {
        Noun.WORDS: words,
        Noun.CHARACTERS: len(text),
        Noun.READING_MINUTES: reading_minutes(words),
    }
    site: SiteSettings = context.get("site") or SiteSettings.load()
    return {
        "counts": [
            (noun.value, arabic.count(context, number, noun), "|".join(forms(noun)))
            for noun, number in numbers.items()
        ],
        "arabic_indic": site.arabic_indic and not french.is_active(),
        "separator": french.NARROW if french.is_active() else site.edition_data.group_separator,
        "pace": WORDS_A_MINUTE,
        "quotes": "".join(site.edition_data.quotes),
    }


def forms(noun: Noun) -> list[str]:
    """The six phrases that the script chooses from; # stands for the number."""
    phrase = french.count_phrase if french.is_active() else plurals.count_phrase
    return [phrase(sample, noun).replace(str(sample), "#") for sample in SAMPLES]
