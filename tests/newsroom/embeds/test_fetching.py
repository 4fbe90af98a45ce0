import json
import socket
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from newsroom.embeds.cards import ask, cards_for
from newsroom.embeds.fetching import PAUSES, Fetcher, fetch
from newsroom.embeds.keys import key_of
from newsroom.embeds.models import Embed
from newsroom.embeds.network import Network
from newsroom.embeds.sources import SOURCES
from newsroom.embeds.tasks import again, fetch_embed
from newsroom.pagecache.models import PurgeEvent
from newsroom.platforms.hosts import HOSTS, recognize
from newsroom.work.models import Task
from tests.newsroom.embeds.server import Handler, Host
from tests.newsroom.media import files
from tests.newsroom.platforms.test_hosts import GOOD

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
STRICT = Network(scheme="http", context=None, seconds=1)


@pytest.fixture
def asked() -> Embed:
    ask([ADDRESS])
    return Embed.objects.get()


def fetched(fetcher: Fetcher) -> tuple[Embed, list[timedelta]]:
    pauses: list[timedelta] = []
    fetch(ADDRESS, fetcher, again=pauses.append)
    return Embed.objects.get(), pauses


def answers(
    host: Host, picture: bytes | None = None, kind: str = "image/jpeg", **data: Any
) -> None:
    data = {"title": "خطاب", "author_name": "القناة", **data}
    if picture is not None:
        data["thumbnail_url"] = f"{host.url}/poster"
        host.says("/poster", picture, kind)
    host.says("/oembed", json.dumps(data), "application/json; charset=utf-8")


def stored() -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).rglob("*.*")}


def test_all_that_is_known_is_kept(asked: Embed, host: Host) -> None:
    answers(host, files.saved(files.picture(1280, 720), exif=files.exif()))
    host.says(
        "/page",
        '<meta itemprop="duration" content="PT3M33S"><meta property="og:title"'
        ' content="آخر"><meta property="og:type" content="video">',
        "text/html",
    )
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.error, embed.tries, pauses) == ("ready", "", 1, [])
    assert (embed.title, embed.author, embed.duration) == ("خطاب", "القناة", 213)
    assert (embed.poster_width, embed.poster_height) == (960, 540)
    data = (Path(settings.MEDIA_ROOT) / embed.poster).read_bytes()
    assert Image.open(BytesIO(data)).size == (960, 540)
    assert b"SECRET" not in data
    assert embed.poster.startswith("renditions/")
    assert list(PurgeEvent.objects.values_list("key", flat=True)) == [key_of(ADDRESS)]


def test_the_address_is_handed_over_encoded(asked: Embed, host: Host) -> None:
    answers(host)
    fetched(host.fetcher())
    assert host.asked[0] == "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ"


def test_the_second_source_may_be_missing(asked: Embed, host: Host) -> None:
    answers(host)
    embed, _again = fetched(host.fetcher())
    assert (embed.state, embed.title, embed.duration, embed.poster) == ("ready", "خطاب", None, "")


@pytest.mark.parametrize(
    "picture",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", files.jpeg(8, 8)]
    + [files.empty_png(20_000, 20_000), files.jpeg(300, 200)[:500]],
    ids=["empty", "cut gif", "svg", "dot", "bomb", "cut jpeg"],
)
def test_a_picture_that_cannot_be_used_is_left_out(
    picture: bytes, asked: Embed, host: Host
) -> None:
    before = stored()
    answers(host, picture)
    embed, _again = fetched(host.fetcher())
    assert (embed.state, embed.poster, embed.poster_width) == ("ready", "", 0)
    assert stored() == before


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/octet-stream"])
def test_a_picture_of_another_type_is_left_out(kind: str, asked: Embed, host: Host) -> None:
    answers(host, files.jpeg(), kind)
    assert fetched(host.fetcher())[0].poster == ""


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/a", "http://evil.example/a.jpg", "file:///a", "x"]
)
def test_a_picture_elsewhere_is_not_asked_for(url: str, asked: Embed, host: Host) -> None:
    answers(host, thumbnail_url=url)
    embed, _again = fetched(host.fetcher())
    assert (embed.state, embed.poster) == ("ready", "")
    assert {path.partition("?")[0] for path in host.asked} == {"/oembed", "/page"}


def test_an_inner_address_is_never_connected_to(asked: Embed, host: Host) -> None:
    answers(host)
    embed, pauses = fetched(host.fetcher(STRICT))
    assert (embed.state, embed.error, pauses, host.asked) == ("failed", "forbidden", [], [])


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, "gone"), (403, "gone"), (404, "gone"), (410, "gone"), (400, "refused")],
)
def test_what_will_not_change_fails_at_once(
    status: int, error: str, asked: Embed, host: Host
) -> None:
    host.fails("/oembed", status)
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.error, embed.tries, pauses) == ("failed", error, 1, [])


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "unreadable"),
        ("[]", "application/json", "unreadable"),
        ("<html>", "text/html", "unreadable"),
        (" " * 300_000, "application/json", "too_large"),
    ],
)
def test_answers_that_cannot_be_used(
    body: str, kind: str, error: str, asked: Embed, host: Host
) -> None:
    host.says("/oembed", body, kind)
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.error, pauses) == ("failed", error, [])


def test_what_may_pass_is_tried_again_with_growing_pauses(asked: Embed, host: Host) -> None:
    host.fails("/oembed", 503)
    for number, pause in enumerate(PAUSES, start=1):
        embed, pauses = fetched(host.fetcher())
        assert (embed.state, embed.error, embed.tries) == ("waiting", "unreachable", number)
        assert pauses == [pause]
    assert sorted(PAUSES) == list(PAUSES)
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.tries, pauses) == ("failed", len(PAUSES) + 1, [])
    fetched(host.fetcher())
    assert len(host.asked) == len(PAUSES) + 1


def test_a_later_try_can_succeed(asked: Embed, host: Host) -> None:
    host.fails("/oembed", 429)
    fetched(host.fetcher())
    answers(host)
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.error, embed.tries, pauses) == ("ready", "", 2, [])


def test_a_picture_that_never_comes_does_not_keep_the_title_away(asked: Embed, host: Host) -> None:
    answers(host, b"")

    def hang_up(handler: Handler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    host.answers["/poster"] = hang_up
    for _pause in PAUSES:
        assert fetched(host.fetcher())[0].state == "waiting"
    embed, pauses = fetched(host.fetcher())
    assert (embed.state, embed.title, embed.poster, pauses) == ("ready", "خطاب", "", [])


def test_an_editors_title_stays(asked: Embed, host: Host) -> None:
    Embed.objects.update(title="عنواننا", title_is_ours=True)
    answers(host)
    embed, _again = fetched(host.fetcher())
    assert (embed.title, embed.author) == ("عنواننا", "القناة")


def test_a_title_is_text(asked: Embed, host: Host) -> None:
    answers(host, title="<script>alert(1)</script>\u202e\u0000")
    assert fetched(host.fetcher())[0].title == "<script>alert(1)</script>"


def test_an_address_that_nobody_asked_for_is_left(host: Host) -> None:
    fetch(ADDRESS, host.fetcher(), again=lambda pause: None)
    assert host.asked == []


# --- asking ------------------------------------------------------------------------------


def test_each_address_is_asked_for_once(django_assert_num_queries: Any) -> None:
    short = "https://youtu.be/dQw4w9WgXcQ?si=abc"
    ask([ADDRESS, short, "https://evil.example/", "javascript:alert(1)"])
    assert list(Embed.objects.values_list("address", "host", "state")) == [
        (ADDRESS, "youtube", "waiting")
    ]
    tasks = Task.objects.filter(task_path="newsroom.embeds.tasks.fetch_embed")
    assert [task.args_kwargs["args"] for task in tasks] == [[ADDRESS]]
    with django_assert_num_queries(1):
        ask([ADDRESS])
    with django_assert_num_queries(0):
        ask([])
    assert tasks.count() == 1


@pytest.mark.parametrize("number", [1, 3, 30])
def test_cards_take_one_query(number: int, django_assert_num_queries: Any) -> None:
    addresses = [f"https://t.me/channel/{one}" for one in range(number)]
    ask(addresses)
    with django_assert_num_queries(1):
        cards = cards_for([*addresses, ADDRESS])
    assert set(cards) == set(addresses)
    with django_assert_num_queries(0):
        assert cards_for([]) == {}


def test_every_host_has_sources_of_its_own() -> None:
    assert set(SOURCES) == set(HOSTS)
    for typed, address in GOOD:
        found = recognize(typed)
        assert found is not None
        for source in SOURCES[found.host].pages:
            url = source.url(address)
            assert url.startswith("https://")
            assert source.wanted.allows(url.split("/")[2])


# --- on the queue ------------------------------------------------------------------------


def test_the_next_try_waits_on_the_queue(asked: Embed, host: Host) -> None:
    Task.objects.all().delete()
    host.fails("/oembed", 503)
    began = timezone.now()
    fetch(ADDRESS, host.fetcher(), again=again(ADDRESS))
    task = Task.objects.get()
    assert task.args_kwargs["args"] == [ADDRESS]
    assert PAUSES[0] <= task.run_after - began <= PAUSES[0] + timedelta(seconds=30)


def test_a_task_whose_embed_is_gone_or_done_does_nothing(asked: Embed) -> None:
    """It would ask the real host otherwise."""
    fetch_embed.call("https://t.me/nobody/1")
    Embed.objects.update(state="ready")
    fetch_embed.call(ADDRESS)
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("ready", 0)


def test_a_poster_is_served_as_renditions_are(asked: Embed, host: Host, client: Client) -> None:
    answers(host, files.jpeg())
    embed, _again = fetched(host.fetcher())
    response = client.get(embed.poster_url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
