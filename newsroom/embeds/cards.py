"""What stories show of an embed: asked for when it is saved, boxed when it is printed."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.arabic.digits import localize
from newsroom.arabic.typography import isolate_ltr
from newsroom.embeds.models import Embed
from newsroom.embeds.tasks import fetch_embed
from newsroom.platforms.addresses import as_read
from newsroom.platforms.hosts import AUDIO, VIDEO, Recognized, recognize


class Card(NamedTuple):
    address: str
    title: str = ""
    author: str = ""
    duration: int | None = None
    poster: str = ""
    poster_width: int = 0
    poster_height: int = 0

    @property
    def poster_url(self) -> str:
        return f"{settings.MEDIA_URL}{self.poster}" if self.poster else ""


def ask(addresses: Iterable[str]) -> None:
    """Have fetched what is not known yet. Call it in the transaction of the verb that saves them.

    One query where all are known.
    """
    wanted = {found.address: found for address in addresses if (found := recognize(address))}
    if not wanted:
        return
    known = set(Embed.objects.filter(address__in=wanted).values_list("address", flat=True))
    new = [found for address, found in wanted.items() if address not in known]
    if not new:
        return
    with transaction.atomic():
        rows = [Embed(address=found.address, host=found.host) for found in new]
        Embed.objects.bulk_create(rows, ignore_conflicts=True)
        for found in new:
            fetch_embed.enqueue(found.address)


def cards_for(addresses: Iterable[str]) -> dict[str, Card]:
    """Those that are known, by address. One query, none without addresses."""
    wanted = set(addresses)
    if not wanted:
        return {}
    rows = Embed.objects.filter(address__in=wanted).values_list(*Card._fields)
    return {row[0]: Card(*row) for row in rows}


def box(
    card: Card | str, *, caption: SafeString | str = "", arabic_indic: bool = False
) -> SafeString:
    """The reader's box: nothing of the host is loaded before a click. No query.

    ``caption`` is escaped unless it is safe. An address that no host knows stands there as text.
    """
    card = Card(card) if isinstance(card, str) else card
    found = recognize(card.address)
    if found is None:
        return plain(card)
    return render_to_string(
        "embeds/box.html",
        {
            "card": card,
            "embed": found,
            "words": words(found),
            "shown": as_read(found.address),
            "duration": localize(clock(card.duration), arabic_indic=arabic_indic),
            "caption": caption,
        },
    )


def plain(card: Card | str) -> SafeString:
    """For feeds and wherever no script comes along: a paragraph with a link. No query."""
    card = Card(card) if isinstance(card, str) else card
    found = recognize(card.address)
    if found is None:
        return format_html('<p><bdi dir="ltr">{}</bdi></p>', card.address)
    title = isolate_ltr(card.title) or words(found)["name"]
    return format_html('<p><a href="{}" rel="noopener">{}</a></p>', found.address, title)


def words(found: Recognized) -> dict[str, str]:
    """What the box says, in sentences that differ by kind: none is built of pieces."""
    name = {"host": found.label}
    if found.kind == VIDEO:
        said, show = _("Video on %(host)s"), _("Show the video")
    elif found.kind == AUDIO:
        said, show = _("Audio on %(host)s"), _("Listen")
    else:
        said, show = _("Post on %(host)s"), _("Show the post")
    return {
        "name": said % name,
        "show": show,
        "notice": _(
            "Nothing is loaded from %(host)s before you agree; then it may learn about your visit."
        )
        % name,
        "remember": _("Always show what comes from %(host)s on this device") % name,
        "open": _("Open on %(host)s") % name,
        "source": _("This content comes from %(host)s.") % name,
        "withdraw": _("Do not show content from %(host)s without asking") % name,
    }


def clock(seconds: int | None) -> str:
    """3:33 or 1:02:03"""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
