from urllib.parse import urlsplit

import pytest

from newsroom.platforms.hosts import FRAME_SOURCES, HOSTS, MAX_ADDRESS, recognize

VIDEO = "dQw4w9WgXcQ"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
TWEET = "https://x.com/AlAkhbar_MA/status/1724400000000000000"
POST = "https://www.facebook.com/snn.ma/posts/1234567890"
PFBID = "pfbid02aBcDeFgHiJkLmNoPqRsTuVwXyZ123"
TIKTOK = "https://www.tiktok.com/@user.name_1/video/7300000000000000001"
SPOTIFY = "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"

GOOD = [
    (WATCH, WATCH),
    (f"http://youtube.com/watch?v={VIDEO}&feature=share&si=abc", WATCH),
    (f"https://m.youtube.com/watch?app=desktop&v={VIDEO}&list=PL123&index=4", WATCH),
    (f"https://music.youtube.com/watch?v={VIDEO}", WATCH),
    (f"https://youtu.be/{VIDEO}?si=5aBcD&t=90", f"{WATCH}&t=90"),
    (f"{WATCH}&t=1m30s", f"{WATCH}&t=90"),
    (f"{WATCH}#t=1h0m5s", f"{WATCH}&t=3605"),
    (f"{WATCH}&t=soon", WATCH),
    (f"https://www.youtube.com/embed/{VIDEO}?start=12&autoplay=1", f"{WATCH}&t=12"),
    (f"https://www.youtube-nocookie.com/embed/{VIDEO}", WATCH),
    (f"https://www.youtube.com/live/{VIDEO}?feature=shared", WATCH),
    (f"https://youtube.com/shorts/{VIDEO}?si=x", f"https://www.youtube.com/shorts/{VIDEO}"),
    (f"  {WATCH}\n", WATCH),
    (f"HTTPS://WWW.YouTube.COM/watch?v={VIDEO}", WATCH),
    (TWEET, TWEET),
    (TWEET.replace("x.com", "twitter.com") + "?s=20&t=abc", TWEET),
    (TWEET.replace("x.com", "mobile.twitter.com") + "/photo/1", TWEET),
    ("https://x.com/i/web/status/17244", "https://x.com/i/status/17244"),
    ("https://twitter.com/name/statuses/17244", "https://x.com/name/status/17244"),
    (f"{POST}?__cft__[0]=AZX&__tn__=%2CO", POST),
    (f"https://m.facebook.com/snn.ma/posts/{PFBID}/", POST.replace("1234567890", PFBID)),
    ("https://fb.com/snn.ma/posts/some-words/1234567890", POST),
    (
        "https://www.facebook.com/snn.ma/videos/the-title/987654321/?fs=e",
        "https://www.facebook.com/snn.ma/videos/987654321",
    ),
    ("https://www.facebook.com/watch/?v=55&ref=sharing", "https://www.facebook.com/watch/?v=55"),
    ("https://web.facebook.com/video.php?v=55", "https://www.facebook.com/watch/?v=55"),
    ("https://www.facebook.com/reel/55?mibextid=x", "https://www.facebook.com/reel/55"),
    (
        "https://m.facebook.com/story.php?story_fbid=66&id=77&eav=1",
        "https://www.facebook.com/permalink.php?story_fbid=66&id=77",
    ),
    (
        "https://www.facebook.com/جريدة-الأخبار/posts/5",
        "https://www.facebook.com/%D8%AC%D8%B1%D9%8A%D8%AF%D8%A9-%D8%A7%D9%84%D8%A3%D8%AE%D8%A8"
        "%D8%A7%D8%B1/posts/5",
    ),
    ("https://www.facebook.com/photo/?fbid=9", "https://www.facebook.com/photo.php?fbid=9"),
    ("https://instagram.com/p/CzAbC-1_d/?igshid=x", "https://www.instagram.com/p/CzAbC-1_d/"),
    ("https://www.instagram.com/reels/CzAbC1d/", "https://www.instagram.com/reel/CzAbC1d/"),
    ("https://www.instagram.com/snn/reel/CzAbC1d", "https://www.instagram.com/reel/CzAbC1d/"),
    ("https://www.instagram.com/tv/CzAbC1d/", "https://www.instagram.com/tv/CzAbC1d/"),
    (f"{TIKTOK}?is_from_webapp=1&sender_device=pc", TIKTOK),
    ("https://www.tiktok.com/embed/v2/73", "https://www.tiktok.com/@/video/73"),
    ("https://t.me/snn_channel/512", "https://t.me/snn_channel/512"),
    ("https://t.me/s/snn_channel/512?single&before=9", "https://t.me/snn_channel/512"),
    ("https://telegram.me/snn_channel/512", "https://t.me/snn_channel/512"),
    ("https://vimeo.com/76979871?share=copy#t=75s", "https://vimeo.com/76979871#t=75s"),
    (
        "https://player.vimeo.com/video/76979871?h=8272103f6e",
        "https://vimeo.com/76979871/8272103f6e",
    ),
    ("https://vimeo.com/channels/staffpicks/76979871", "https://vimeo.com/76979871"),
    ("https://vimeo.com/76979871/8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
    ("https://m.soundcloud.com/dj/one-two?utm_source=x", "https://soundcloud.com/dj/one-two"),
    ("https://soundcloud.com/dj/sets/best-of", "https://soundcloud.com/dj/sets/best-of"),
    ("https://dai.ly/x7tgad0", "https://www.dailymotion.com/video/x7tgad0"),
    (
        "https://www.dailymotion.com/video/x7tgad0_a-title_news?playlist=x5&start=20",
        "https://www.dailymotion.com/video/x7tgad0?start=20",
    ),
    (
        "https://geo.dailymotion.com/player.html?video=x7tgad0",
        "https://www.dailymotion.com/video/x7tgad0",
    ),
    (f"{SPOTIFY}?si=12ab", SPOTIFY),
    (SPOTIFY.replace(".com/", ".com/intl-ar/"), SPOTIFY),
    (SPOTIFY.replace(".com/", ".com/embed/"), SPOTIFY),
]

HOSTILE = [
    "",
    "https://",
    VIDEO,
    f"www.youtube.com/watch?v={VIDEO}",
    f"//www.youtube.com/watch?v={VIDEO}",
    f"ftp://www.youtube.com/watch?v={VIDEO}",
    f"javascript:alert(1)//www.youtube.com/watch?v={VIDEO}",
    f"javascript://www.youtube.com/watch?v={VIDEO}%0Aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    f"view-source:{WATCH}",
    f"https://youtube.com.evil.example/watch?v={VIDEO}",
    f"https://evil-youtube.com/watch?v={VIDEO}",
    f"https://youtube.com@evil.example/watch?v={VIDEO}",
    f"https://www.youtube.com:pass@www.youtube.com/watch?v={VIDEO}",
    f"https://evil.example/https://www.youtube.com/watch?v={VIDEO}",
    f"https://evil.example\\@www.youtube.com/watch?v={VIDEO}",
    f"https://www.youtube.com\\.evil.example/watch?v={VIDEO}",
    f"https://www.youtube.com:8443/watch?v={VIDEO}",
    f"https://www.youtube.com:443/watch?v={VIDEO}",
    f"https://www.youtube.com./watch?v={VIDEO}",
    f"https://www.yоutube.com/watch?v={VIDEO}",
    f"https://www.youtube。com/watch?v={VIDEO}",
    f"https://ｗｗｗ.youtube.com/watch?v={VIDEO}",
    f"https://xn--yutube-ovf.com/watch?v={VIDEO}",
    f"https://142.250.200.14/watch?v={VIDEO}",
    f"https://[::1]/watch?v={VIDEO}",
    f"https://[www.youtube.com/watch?v={VIDEO}",
    f"https://localhost/watch?v={VIDEO}",
    f"https://www.you\ttube.com/watch?v={VIDEO}",
    f"https://www.youtube.com/\nwatch?v={VIDEO}",
    f"https://www.youtube.com/watch?v={VIDEO}\x00",
    f"https://www.youtube.com/watch?v={VIDEO}\u202e",
    f"https://www.youtube.com/watch ?v={VIDEO}",
    "https://www.youtube.com/watch",
    "https://www.youtube.com/watch?v=short",
    f"https://www.youtube.com/watch?v={VIDEO}x",
    'https://www.youtube.com/watch?v="><script>',
    "https://www.youtube.com/watch?v=%22%3E%3Cscript",
    "https://www.youtube.com/@channel",
    "https://www.youtube.com/playlist?list=PL123",
    f"https://www.youtube.com/redirect?q=https://evil.example&v={VIDEO}",
    f"https://youtu.be/a/b/{VIDEO}",
    "https://x.com/name",
    "https://x.com/name/status/17a",
    'https://x.com/"onload="/status/17',
    "https://x.com/../status/17",
    "https://x.com/name/status/١٢٣",
    "https://www.facebook.com/snn.ma",
    "https://www.facebook.com/../posts/5",
    "https://www.facebook.com/%2e%2e/posts/5",
    "https://www.facebook.com/a%2Fb/posts/5",
    "https://www.facebook.com/%ff%fe/posts/5",
    "https://www.facebook.com/l.php?u=https://evil.example",
    "https://lm.facebook.com/l.php?u=https://evil.example",
    "https://www.facebook.com/permalink.php?story_fbid=1&id=2%26u=evil",
    f"https://www.facebook.com/{'ب' * 200}/posts/5",
    "https://www.instagram.com/snn/",
    "https://www.instagram.com/stories/snn/123",
    "https://www.tiktok.com/@user",
    "https://www.tiktok.com/@<b>/video/1",
    "https://t.me/snn_channel",
    "https://t.me/c/12345/6",
    "https://t.me/+AbCdEf/1",
    "https://t.me/joinchat/AbC",
    "https://vimeo.com/about",
    "https://vimeo.com/1/../../x",
    "https://soundcloud.com/discover/sets",
    "https://soundcloud.com/dj/tracks",
    "https://soundcloud.com/dj/..",
    "https://open.spotify.com/user/abc",
    "https://www.dailymotion.com/signin",
    "https://rumble.com/v123-a.html",
    f"https://www.youtube.com/watch?{'a=1&' * 200}v={VIDEO}",
    f"https://www.youtube.com/watch?v={VIDEO}&a={'a' * 5000}",
]


@pytest.mark.parametrize(("typed", "address"), GOOD)
def test_an_address_gets_its_canonical_form(typed: str, address: str):
    found = recognize(typed)
    assert found is not None
    assert found.address == address
    assert found.address.isascii()
    assert len(found.address) <= MAX_ADDRESS


@pytest.mark.parametrize("address", sorted({address for _typed, address in GOOD}))
def test_a_canonical_address_stays_as_it_is(address: str):
    found = recognize(address)
    assert found is not None
    assert found.address == address


@pytest.mark.parametrize("typed", [typed for typed, _address in GOOD])
def test_the_player_belongs_to_the_host_of_the_table(typed: str):
    found = recognize(typed)
    assert found is not None
    parts = urlsplit(found.player)
    assert f"{parts.scheme}://{parts.netloc}" == HOSTS[found.host].frame
    assert not set("\"'<> \\") & set(found.player)


@pytest.mark.parametrize("typed", HOSTILE)
def test_anything_else_is_refused(typed: str):
    assert recognize(typed) is None


def test_every_host_of_the_table_is_tried_here():
    assert {found.host for typed, _ in GOOD if (found := recognize(typed))} == set(HOSTS)
    assert len(GOOD) + len(HOSTILE) >= 60


def test_frames_come_from_https_origins_without_wildcards():
    assert len(set(FRAME_SOURCES)) == len(HOSTS)
    for source in FRAME_SOURCES:
        assert source == "https://" + urlsplit(source).netloc
        assert "*" not in source


def test_a_start_time_reaches_the_player():
    found = recognize(f"https://youtu.be/{VIDEO}?t=1m5s")
    assert found is not None
    assert "start=65" in found.player
