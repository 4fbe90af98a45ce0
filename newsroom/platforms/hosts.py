"""The hosts whose contents a story may embed: a fixed table, and nothing outside it.

``recognize`` turns whatever an editor copies into one canonical address without tracking, and is
the only place that knows what the frame shows.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsroom.platforms.addresses import Place, read

MAX_ADDRESS = 500

VIDEO, AUDIO, POST = "video", "audio", "post"
WIDE, TALL, BAR, FEED = "wide", "tall", "bar", "feed"


class Found(NamedTuple):
    """What a host's reader makes of an address."""

    address: str
    player: str
    kind: str = VIDEO
    shape: str = WIDE


class Host(NamedTuple):
    id: str
    label: str | Promise
    """The name as people read it; translated when it is printed."""
    names: frozenset[str]
    frame: str
    """Origin of the player: the only one that the content security policy lets in for it."""
    find: Callable[[Place], Found | None]
    play: str = ""


class Recognized(NamedTuple):
    address: str
    """Canonical, https, at most MAX_ADDRESS characters of ASCII."""
    host: str
    label: str
    player: str
    """Address of the frame that is loaded after the reader's click."""
    kind: str
    """video, audio or post: the words of the button."""
    shape: str
    """wide 16:9, tall 9:16, bar (a player without picture), feed (as high as the post)."""
    play: str
    """Added to the player's query after a click: what was asked for begins."""


def recognize(url: str) -> Recognized | None:
    """None for every address that is not a page of one of the hosts which can be embedded."""
    place = read(url)
    host = _BY_NAME.get(place.host) if place else None
    found = host.find(place) if place and host else None
    if not host or not found or len(found.address) > MAX_ADDRESS:
        return None
    return Recognized(
        found.address, host.id, str(host.label), found.player, found.kind, found.shape, host.play
    )


def label_of(host: str) -> str:
    return str(HOSTS[host].label) if host in HOSTS else host


# --- one reader a host -------------------------------------------------------------------

_NUMBER = re.compile(r"[0-9]{1,20}")
_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
_PAGE = re.compile(r"[\w.\-]{1,200}")  # Facebook and SoundCloud take letters of every language
_CODE = re.compile(r"[A-Za-z0-9_-]{5,40}")


def _youtube(place: Place) -> Found | None:
    match place.path:
        case ("watch",):
            video = place.query.get("v", "")
        case (video,) if place.host == "youtu.be":
            pass
        case ("shorts" | "live" | "embed" | "v", video) if place.host != "youtu.be":
            pass
        case _:
            return None
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", video):
        return None
    start = place.start
    words = {"playsinline": 1, "rel": 0} | ({"start": start} if start else {})
    player = f"https://www.youtube-nocookie.com/embed/{video}?{urlencode(words)}"
    if place.path[0] == "shorts":
        return Found(f"https://www.youtube.com/shorts/{video}", player, shape=TALL)
    since = f"&t={start}" if start else ""
    return Found(f"https://www.youtube.com/watch?v={video}{since}", player)


def _x(place: Place) -> Found | None:
    match place.path:
        case ("i", "web", "status", number, *_rest) | ("i", "status", number, *_rest):
            name = "i"
        case (name, "status" | "statuses", number, *_rest):
            pass
        case _:
            return None
    if not _NAME.fullmatch(name) or not _NUMBER.fullmatch(number):
        return None
    words = urlencode({"id": number, "dnt": "true"})
    player = f"https://platform.twitter.com/embed/Tweet.html?{words}"
    return Found(f"https://x.com/{name}/status/{number}", player, POST, FEED)


def _facebook(place: Place) -> Found | None:
    match place.path:
        case ("watch",) | ("video.php",) if _NUMBER.fullmatch(place.query.get("v", "")):
            return _facebook_frame(f"watch/?v={place.query['v']}", VIDEO)
        case ("reel" | "reels", number) if _NUMBER.fullmatch(number):
            return _facebook_frame(f"reel/{number}", VIDEO, TALL)
        case (page, "videos", *_slug, number) if len(_slug) < 2 and _is(_PAGE, page):
            known = _is(_NUMBER, number)
            return _facebook_frame(f"{quote(page)}/videos/{number}", VIDEO) if known else None
        case (page, "posts", *_slug, post) if len(_slug) < 2 and _is(_PAGE, page):
            known = _is(_NUMBER, post) or _is(_PFBID, post)
            return _facebook_frame(f"{quote(page)}/posts/{post}", POST) if known else None
        case ("permalink.php" | "story.php",):
            story, page = (place.query.get(name, "") for name in ("story_fbid", "id"))
            if not (_is(_NUMBER, story) or _is(_PFBID, story)) or not _is(_NUMBER, page):
                return None
            return _facebook_frame(f"permalink.php?story_fbid={story}&id={page}", POST)
        case ("photo",) | ("photo.php",) if _NUMBER.fullmatch(place.query.get("fbid", "")):
            return _facebook_frame(f"photo.php?fbid={place.query['fbid']}", POST)
    return None


_PFBID = re.compile(r"pfbid[A-Za-z0-9]{5,120}")


def _facebook_frame(path: str, kind: str, shape: str = WIDE) -> Found:
    address = f"https://www.facebook.com/{path}"
    words = {"href": address, "show_text": "false" if kind == VIDEO else "true"}
    plugin = "video" if kind == VIDEO else "post"
    player = f"https://www.facebook.com/plugins/{plugin}.php?{urlencode(words)}"
    return Found(address, player, kind, shape if kind == VIDEO else FEED)


def _instagram(place: Place) -> Found | None:
    match place.path:
        case (kind, code, *_rest) if kind in _INSTAGRAM:
            pass
        case (name, kind, code) if kind in _INSTAGRAM and re.fullmatch(r"[\w.]{1,30}", name):
            pass
        case _:
            return None
    if not _CODE.fullmatch(code):
        return None
    address = f"https://www.instagram.com/{_INSTAGRAM[kind]}/{code}/"
    return Found(address, f"{address}embed/captioned/", POST, FEED)


_INSTAGRAM = {"p": "p", "reel": "reel", "reels": "reel", "tv": "tv"}


def _tiktok(place: Place) -> Found | None:
    match place.path:
        case (name, "video", number) if re.fullmatch(r"@[\w.]{0,30}", name, re.ASCII):
            pass
        case ("embed", number) | ("embed", "v2", number):
            name = "@"  # TikTok itself completes it
        case _:
            return None
    if not _NUMBER.fullmatch(number):
        return None
    address = f"https://www.tiktok.com/{name}/video/{number}"
    return Found(address, f"https://www.tiktok.com/embed/v2/{number}", VIDEO, FEED)


def _telegram(place: Place) -> Found | None:
    path = place.path[1:] if place.path[:1] == ("s",) else place.path
    match path:
        case (channel, number) if _is(_CHANNEL, channel) and _is(_NUMBER, number):
            address = f"https://t.me/{channel}/{number}"
            return Found(address, f"{address}?embed=1", POST, FEED)
    return None


# Shorter names are Telegram's own paths (/c/, /s/, /addstickers/ has no number after it).
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


def _vimeo(place: Place) -> Found | None:
    secret = place.query.get("h", "")
    match place.path:
        case ("video", number) if place.host == "player.vimeo.com":
            pass
        case (number,) | ("channels", _, number) | ("groups", _, "videos", number):
            secret = ""
        case (number, secret):
            pass
        case _:
            return None
    if not _NUMBER.fullmatch(number) or not re.fullmatch(r"[0-9a-f]{0,20}", secret):
        return None
    since = f"#t={place.start}s" if place.start else ""
    words = {"dnt": 1} | ({"h": secret} if secret else {})
    player = f"https://player.vimeo.com/video/{number}?{urlencode(words)}{since}"
    path = f"{number}/{secret}" if secret else number
    return Found(f"https://vimeo.com/{path}{since}", player)


def _soundcloud(place: Place) -> Found | None:
    match place.path:
        case (name, "sets", track) | (name, track):
            pass
        case _:
            return None
    if name in _SOUNDCLOUD_OWN or track in _SOUNDCLOUD_LISTS:
        return None
    if not (_is(_PAGE, name) and _is(_PAGE, track)):
        return None
    address = "https://soundcloud.com/" + "/".join(map(quote, place.path))
    words = urlencode({"url": address})
    return Found(address, f"https://w.soundcloud.com/player/?{words}", AUDIO, BAR)


_SOUNDCLOUD_OWN = frozenset(
    ["charts", "discover", "feed", "imprint", "jobs", "messages", "pages", "people", "player"]
    + ["search", "settings", "stations", "stream", "tags", "terms-of-use", "upload", "you"]
)
_SOUNDCLOUD_LISTS = frozenset(
    ["albums", "comments", "followers", "following", "likes", "popular-tracks", "reposts", "sets"]
    + ["spotlight", "tracks"]
)


def _dailymotion(place: Place) -> Found | None:
    match place.path:
        case ("video", video) | ("embed", "video", video) if place.host != "dai.ly":
            pass
        case (video,) if place.host == "dai.ly":
            pass
        case ("player.html",) if place.host == "geo.dailymotion.com":
            video = place.query.get("video", "")
        case _:
            return None
    video = video.partition("_")[0]
    if not re.fullmatch(r"[A-Za-z0-9]{5,12}", video):
        return None
    start = {"start": place.start} if place.start else {}
    player = f"https://geo.dailymotion.com/player.html?{urlencode({'video': video} | start)}"
    since = f"?{urlencode(start)}" if start else ""
    return Found(f"https://www.dailymotion.com/video/{video}{since}", player)


def _spotify(place: Place) -> Found | None:
    path = place.path
    if path and (path[0] == "embed" or re.fullmatch(r"intl-[a-z-]{2,8}", path[0])):
        path = path[1:]
    match path:
        case (kind, code) if kind in _SPOTIFY and re.fullmatch(r"[A-Za-z0-9]{22}", code):
            address = f"https://open.spotify.com/{kind}/{code}"
            return Found(address, f"https://open.spotify.com/embed/{kind}/{code}", AUDIO, BAR)
    return None


_SPOTIFY = frozenset(["album", "artist", "episode", "playlist", "show", "track"])


def _is(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(text) is not None and text.strip(".") != ""


def _table(*hosts: Host) -> dict[str, Host]:
    return {host.id: host for host in hosts}


def _names(domain: str, *more: str, under: str = "www m") -> frozenset[str]:
    return frozenset([domain, *(f"{name}.{domain}" for name in under.split()), *more])


HOSTS = _table(
    Host(
        "youtube",
        _("YouTube"),
        _names(
            "youtube.com",
            "youtu.be",
            "youtube-nocookie.com",
            "www.youtube-nocookie.com",
            under="www m music",
        ),
        "https://www.youtube-nocookie.com",
        _youtube,
        "autoplay=1",
    ),
    Host(
        "x",
        pgettext_lazy("social network", "X"),
        _names("x.com", under="www mobile") | _names("twitter.com", under="www mobile m"),
        "https://platform.twitter.com",
        _x,
    ),
    Host(
        "facebook",
        _("Facebook"),
        _names("facebook.com", "fb.com", under="www m web mbasic ar-ar fr-fr"),
        "https://www.facebook.com",
        _facebook,
    ),
    Host(
        "instagram",
        _("Instagram"),
        _names("instagram.com"),
        "https://www.instagram.com",
        _instagram,
    ),
    Host("tiktok", _("TikTok"), _names("tiktok.com"), "https://www.tiktok.com", _tiktok),
    Host(
        "telegram",
        _("Telegram"),
        frozenset(["t.me", "telegram.me", "telegram.dog"]),
        "https://t.me",
        _telegram,
    ),
    Host(
        "vimeo",
        _("Vimeo"),
        _names("vimeo.com", under="www player"),
        "https://player.vimeo.com",
        _vimeo,
        "autoplay=1",
    ),
    Host(
        "soundcloud",
        _("SoundCloud"),
        _names("soundcloud.com"),
        "https://w.soundcloud.com",
        _soundcloud,
        "auto_play=true",
    ),
    Host(
        "dailymotion",
        _("Dailymotion"),
        _names("dailymotion.com", "dai.ly", under="www geo"),
        "https://geo.dailymotion.com",
        _dailymotion,
    ),
    Host(
        "spotify",
        _("Spotify"),
        frozenset(["open.spotify.com"]),
        "https://open.spotify.com",
        _spotify,
    ),
)

FRAME_SOURCES = tuple(host.frame for host in HOSTS.values())
"""For the content security policy."""

_BY_NAME = {name: host for host in HOSTS.values() for name in host.names}
