from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.safestring import mark_safe
from django.utils.translation import override

from newsroom.embeds.cards import Card, box, plain
from newsroom.embeds.keys import key_of
from newsroom.platforms.hosts import FRAME_SOURCES
from tests.newsroom.platforms.test_hosts import GOOD, HOSTILE

ADDRESS = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
CARD = Card(
    ADDRESS, "خطاب <b>", "القناة & الأولى", 213, "renditions/aa/" + "a" * 32 + ".jpg", 960, 540
)
ASKS = {"src", "srcset", "href", "poster", "data", "action", "style"}


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def one(self, tag: str) -> dict[str, str | None]:
        return next(attributes for found, attributes in self.found if found == tag)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def loaded(html: str) -> Iterator[str]:
    """What a browser asks for by itself: everything but what a link leads to."""
    for tag, attributes in Elements(html).found:
        for name in ASKS & set(attributes):
            if (tag, name) != ("a", "href"):
                yield attributes[name] or ""


@pytest.mark.parametrize("typed", [typed for typed, _ in GOOD])
def test_the_box_itself_asks_no_other_host(typed: str) -> None:
    for card in (typed, CARD._replace(address=typed)):
        assert all(url.startswith("/") for url in loaded(box(card)))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_no_host_knows_never_becomes_a_box(typed: str) -> None:
    html = box(typed)
    assert "embed" not in dict(Elements(html).found[0][1])
    for tag, attributes in Elements(html).found:
        assert tag in {"p", "a", "bdi"}
        assert (attributes.get("href") or "https://").startswith("https://")


def test_a_whole_card() -> None:
    parsed = Elements(box(CARD))
    figure = parsed.one("figure")
    assert figure["data-embed-player"] == (
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?playsinline=1&rel=0"
    )
    assert figure["data-embed-host"] == "youtube"
    assert figure["data-embed-title"] == "Video on YouTube: خطاب <\u2066b\u2069>"
    picture = parsed.one("img")
    assert (picture["width"], picture["height"], picture["alt"]) == ("960", "540", "")
    assert picture["src"] == f"/media/{CARD.poster}"
    for words in ("Video on YouTube", "3:33", "خطاب <b>", "القناة & الأولى", "Show the video"):
        assert words in parsed.text
    assert parsed.one("a")["href"] == ADDRESS


def test_without_anything_known_the_address_stands_there() -> None:
    parsed = Elements(box(ADDRESS))
    assert ADDRESS.removeprefix("https://") in parsed.text
    assert not [tag for tag, _attributes in parsed.found if tag == "img"]


def test_an_address_is_shown_in_letters() -> None:
    typed = "https://www.facebook.com/جريدة/posts/5"
    assert "www.facebook.com/جريدة/posts/5" in Elements(box(typed)).text


def test_a_post_is_no_video() -> None:
    html = box("https://x.com/name/status/17")
    assert "Post on X" in html
    assert "Show the post" in html
    assert "#play" not in html


def test_a_caption_is_escaped_unless_it_is_safe() -> None:
    assert "<figcaption>&lt;i&gt;</figcaption>" in box(ADDRESS, caption="<i>")
    assert "<figcaption><b>a</b></figcaption>" in box(ADDRESS, caption=mark_safe("<b>a</b>"))
    assert "figcaption" not in box(ADDRESS)


def test_digits_of_the_site() -> None:
    assert "٣:٣٣" in box(CARD, arabic_indic=True)
    assert "1:01:01" in box(CARD._replace(duration=3661))


def test_no_query(db: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        box(CARD)
        box(ADDRESS)
        plain(CARD)


def test_the_plain_form_is_a_link() -> None:
    assert plain(CARD) == (
        f'<p><a href="{ADDRESS}" rel="noopener">خطاب &lt;\u2066b\u2069&gt;</a></p>'
    )
    assert "Video on YouTube</a>" in plain(ADDRESS)


def test_a_key_tells_addresses_apart() -> None:
    assert key_of(ADDRESS) == key_of(ADDRESS)
    assert key_of(ADDRESS) != key_of(ADDRESS + "&t=1")


def test_frames_of_the_table_and_no_others_are_let_in(client: Client, db: None) -> None:
    directive = "frame-src " + " ".join(FRAME_SOURCES)
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    parts = {part.strip() for part in policy.split(";")}
    assert directive in parts
    assert "script-src 'self'" in parts
    nginx = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    assert f"; {directive};" in nginx
