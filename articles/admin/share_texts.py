"""Ready texts for the networks, in the panel after publishing."""

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article

X_LIMIT = 280
X_LINK = 23
"""What X counts for an address, however long it is."""


def share_texts(article: Article, address: str) -> list[dict[str, Any]]:
    headline, deck = article.headline, article.deck
    marked = [f"*{headline}*", deck, address]
    return [
        {
            "id": "whatsapp",
            "label": _("WhatsApp and Telegram"),
            "text": "\n".join(part for part in marked if part),
        },
        {
            "id": "x",
            "label": _("X: %(count)s of %(limit)s characters")
            % {"count": x_length(headline) + 1 + X_LINK, "limit": X_LIMIT},
            "text": f"{headline}\n{address}",
        },
        {"id": "facebook", "label": _("Facebook"), "text": f"{deck or headline}\n{address}"},
    ]


def x_length(text: str) -> int:
    """Up to U+10FF, and for the usual punctuation, a letter counts one; beyond, two."""
    return sum(1 if _is_light(ord(letter)) else 2 for letter in text)


def _is_light(code: int) -> bool:
    return code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247
