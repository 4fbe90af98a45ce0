"""Asks a host what its page shows, and keeps what came back. Runs on the queue of tasks."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from PIL import Image

from newsroom.embeds.keys import key_of
from newsroom.embeds.models import Embed
from newsroom.embeds.network import (
    FetchError,
    Forbidden,
    Network,
    Status,
    TooLarge,
    Unreachable,
    Wanted,
    WrongType,
)
from newsroom.embeds.reading import Facts, Unreadable, read_json, read_page
from newsroom.embeds.sources import PICTURES, POSTER_LIMIT, SOURCES, Source, Sources
from newsroom.media.decoding import PhotoRefused, read_picture
from newsroom.media.encoding import encode, height_at, resized
from newsroom.media.files import written_together
from newsroom.pagecache.purging import purge

logger = logging.getLogger(__name__)

POSTER_SIDE = 960
"""The box is at most 656 px wide: enough for a sharp screen, a tenth of the original's bytes."""
SMALLEST_SIDE = 60
"""Less is a sign or a counter, not a picture."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2))
"""Before the second, third and fourth try."""

_REASONS: dict[type[FetchError], Embed.Error] = {
    Unreachable: Embed.Error.UNREACHABLE,
    TooLarge: Embed.Error.TOO_LARGE,
    WrongType: Embed.Error.UNREADABLE,
    Unreadable: Embed.Error.UNREADABLE,
    Forbidden: Embed.Error.FORBIDDEN,
}


class Poster(NamedTuple):
    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Fetcher:
    """Tests have a network and a table of their own."""

    network: Network = field(default_factory=Network)
    sources: Mapping[str, Sources] = field(default_factory=lambda: SOURCES)

    def facts(self, host: str, address: str) -> Facts:
        """Raises FetchError if the first source does not answer; the others may be missing."""
        first, *more = self.sources[host].pages
        facts = self._ask(first, address)
        for source in more:
            if facts.is_complete:
                break
            try:
                facts = facts.completed(self._ask(source, address))
            except FetchError as error:
                logger.info("%s: a second source does not answer: %s", address, error)
        return facts

    def _ask(self, source: Source, address: str) -> Facts:
        answer = self.network.get(source.url(address), source.wanted)
        return read_json(answer) if source.is_json else read_page(answer)

    def poster(self, host: str, url: str) -> Poster | None:
        """None where there is no usable picture. Raises Unreachable: it may come later."""
        if not url:
            return None
        wanted = Wanted(self.sources[host].posters, PICTURES, POSTER_LIMIT)
        try:
            image = read_picture(self.network.get(url, wanted).body)
        except Unreachable:
            raise
        except (FetchError, PhotoRefused) as error:
            logger.info("%s: no poster: %s", url, error)
            return None
        return _small(image)


def _small(image: Image.Image) -> Poster | None:
    if min(image.size) < SMALLEST_SIDE:
        return None
    scale = min(1, POSTER_SIDE / max(image.size))
    width = max(1, round(image.width * scale))
    height = height_at(width, of=image.size)
    return Poster(encode(resized(image, width, height), "jpeg"), width, height)


def fetch(address: str, fetcher: Fetcher, *, again: Callable[[timedelta], object]) -> None:
    """One try. ``again`` is called in the transaction that notes a failure which may pass, with the
    pause before the next one. Safe to run twice."""
    embed = Embed.objects.filter(address=address, state=Embed.State.WAITING).first()
    if embed is None:
        return
    try:
        facts = fetcher.facts(embed.host, address)
        poster = _poster(embed, facts, fetcher)
    except FetchError as error:
        _not_fetched(embed, error, again)
    else:
        _fetched(embed, facts, poster)


def _poster(embed: Embed, facts: Facts, fetcher: Fetcher) -> Poster | None:
    """A picture that never comes does not keep the title away for ever."""
    try:
        return fetcher.poster(embed.host, facts.poster)
    except Unreachable:
        if embed.tries < len(PAUSES):
            raise
        return None


def _fetched(embed: Embed, facts: Facts, poster: Poster | None) -> None:
    with written_together() as write, transaction.atomic():
        now = Embed.objects.select_for_update().get(pk=embed.pk)
        if now.state != Embed.State.WAITING:
            return  # another worker was faster
        if not now.title_is_ours:
            now.title = facts.title
        now.author, now.duration = facts.author, facts.duration
        if poster:
            now.poster = write("renditions", "jpg", poster.content)
            now.poster_width, now.poster_height = poster.width, poster.height
        now.state, now.error = Embed.State.READY, ""
        now.fetched_at = timezone.now()
        now.tries += 1
        now.save()
        purge(key_of(now.address))


def _not_fetched(embed: Embed, error: FetchError, again: Callable[[timedelta], object]) -> None:
    """What pages show of it does not change by this."""
    pause = PAUSES[embed.tries] if _may_pass(error) and embed.tries < len(PAUSES) else None
    logger.info("%s cannot be fetched, try %s: %s", embed.address, embed.tries + 1, error)
    unchanged = Embed.objects.filter(pk=embed.pk, state=Embed.State.WAITING, tries=embed.tries)
    with transaction.atomic():
        state = Embed.State.WAITING if pause else Embed.State.FAILED
        tries = embed.tries + 1
        if unchanged.update(state=state, error=reason_of(error), tries=tries) and pause:
            again(pause)


def _may_pass(error: FetchError) -> bool:
    if isinstance(error, Status):
        return error.status in (408, 425, 429) or error.status >= 500
    return isinstance(error, Unreachable)


def reason_of(error: FetchError) -> Embed.Error:
    if not isinstance(error, Status):
        return _REASONS[type(error)]
    if error.status in (401, 403, 404, 410):
        return Embed.Error.GONE
    return Embed.Error.UNREACHABLE if _may_pass(error) else Embed.Error.REFUSED
