"""Where a host says what its page shows: fixed addresses, one table.

Most speak oEmbed (https://oembed.com); the others write it into the head of the page.
"""

from typing import NamedTuple
from urllib.parse import quote

from newsroom.embeds.network import Wanted

JSON = ("application/json", "text/javascript", "application/json+oembed")
HTML = ("text/html", "application/xhtml+xml")
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
KB = 1024
POSTER_LIMIT = 4 * KB * KB


class Source(NamedTuple):
    endpoint: str
    """{address}, percent-encoded, {page} as it is, or {id}, the last part of the page's path."""
    wanted: Wanted
    is_json: bool = True

    def url(self, address: str) -> str:
        page = address.partition("#")[0]
        last = page.partition("?")[0].rstrip("/").rpartition("/")[2]
        return self.endpoint.format(address=quote(page, safe=""), page=page, id=last)


class Sources(NamedTuple):
    """Asked in this order until title, poster and duration are known; the first must answer."""

    pages: tuple[Source, ...]
    posters: tuple[str, ...]
    """Hosts that pictures may come from, as in ``Wanted``."""


def _json(endpoint: str, *hosts: str) -> Source:
    return Source(endpoint, Wanted(hosts, JSON, 256 * KB))


def _page(endpoint: str, *hosts: str, limit: int = 1024 * KB) -> Source:
    return Source(endpoint, Wanted(hosts, HTML, limit), is_json=False)


SOURCES = {
    "youtube": Sources(
        (
            _json("https://www.youtube.com/oembed?format=json&url={address}", "www.youtube.com"),
            # Only the page itself knows how long the recording is.
            _page("{page}", "www.youtube.com", limit=3 * KB * KB),
        ),
        ("i.ytimg.com", ".ytimg.com"),
    ),
    "x": Sources(
        (
            _json(
                "https://publish.twitter.com/oembed?omit_script=1&dnt=true&url={address}",
                *("publish.twitter.com", "publish.x.com"),
            ),
        ),
        ("pbs.twimg.com",),
    ),
    "facebook": Sources(
        (_page("{page}", "www.facebook.com", limit=3 * KB * KB),), (".fbcdn.net", ".fbsbx.com")
    ),
    "instagram": Sources(
        (_page("{page}", "www.instagram.com", limit=3 * KB * KB),),
        (".cdninstagram.com", ".fbcdn.net"),
    ),
    "tiktok": Sources(
        (_json("https://www.tiktok.com/oembed?url={address}", "www.tiktok.com"),),
        (".tiktokcdn.com", ".tiktokcdn-us.com", ".tiktokcdn-eu.com"),
    ),
    "telegram": Sources(
        (_page("{page}", "t.me"),), (".telesco.pe", ".telegram-cdn.org", ".cdn-telegram.org")
    ),
    "vimeo": Sources(
        (_json("https://vimeo.com/api/oembed.json?width=1280&url={address}", "vimeo.com"),),
        ("i.vimeocdn.com",),
    ),
    "soundcloud": Sources(
        (_json("https://soundcloud.com/oembed?format=json&url={address}", "soundcloud.com"),),
        (".sndcdn.com",),
    ),
    "dailymotion": Sources(
        (
            _json(
                "https://api.dailymotion.com/video/{id}"
                "?fields=title,duration,owner.screenname,thumbnail_720_url",
                "api.dailymotion.com",
            ),
        ),
        (".dmcdn.net",),
    ),
    "spotify": Sources(
        (_json("https://open.spotify.com/oembed?url={address}", "open.spotify.com"),),
        ("i.scdn.co", ".spotifycdn.com", ".scdn.co"),
    ),
}
