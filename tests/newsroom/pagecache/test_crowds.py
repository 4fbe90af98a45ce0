"""The layer in front of a small application, where timing matters."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from newsroom.pagecache.layer import PageCache
from newsroom.pagecache.memory import MemoryStore
from newsroom.pagecache.record import HONEST, Record
from newsroom.pagecache.spans import WHOLE
from tests.newsroom.pagecache.reader import ORIGIN, Answer, Reader

Queries = Callable[[int], Any]


@dataclass
class Application:
    """In Django's place: renders when it is let, and answers what it is told."""

    status: int = 200
    keys: tuple[str, ...] = ("front",)
    lasts: timedelta = timedelta(hours=1)
    renderings: int = 0
    begun: Event = field(default_factory=Event)
    may_end: Event = field(default_factory=Event)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.renderings += 1
        body = f"rendering {self.renderings} "
        self.begun.set()
        assert self.may_end.wait(10)
        response = HttpResponse(body * 100, status=self.status)
        if self.status < 400:
            record = Record(timezone.now())
            record.keys |= dict.fromkeys(self.keys, WHOLE)
            record.valid_until = timezone.now() + self.lasts
            response.page_record = record  # type: ignore[attr-defined]
            response.headers["Cache-Control"] = HONEST
        start_response(f"{self.status} OK", list(response.items()))
        return response


@pytest.fixture
def application() -> Application:
    made = Application()
    made.may_end.set()
    return made


@pytest.fixture
def guest(application: Application, requests_in_process: None) -> Reader:
    return Reader(PageCache(application, MemoryStore(10_000_000)))


class Crowd:
    """Requests in threads; ``answers`` in no order."""

    def __init__(self, reader: Reader, size: int) -> None:
        self.answers: list[Answer] = []
        self.threads = [
            Thread(target=lambda: self.answers.append(reader.get())) for _number in range(size)
        ]
        for thread in self.threads:
            thread.start()

    def wait(self) -> list[Answer]:
        for thread in self.threads:
            thread.join(timeout=20)
        return self.answers


@pytest.fixture
def crowds() -> Iterator[list[Crowd]]:
    made: list[Crowd] = []
    yield made
    for crowd in made:
        crowd.wait()


def test_a_crowd_at_a_cold_page_is_one_rendering(application: Application, guest: Reader) -> None:
    application.may_end.clear()
    crowd = Crowd(guest, 30)
    assert application.begun.wait(5)
    application.may_end.set()
    bodies = {answer.body for answer in crowd.wait()}
    assert (len(bodies), application.renderings) == (1, 1)
    assert len(crowd.answers) == 30


def test_a_crowd_is_not_served_what_was_purged_meanwhile(
    application: Application, guest: Reader
) -> None:
    application.may_end.clear()
    crowd = Crowd(guest, 1)
    assert application.begun.wait(5)
    guest.cache.store.purge("front", None)
    application.may_end.set()
    crowd.wait()
    assert b"rendering 2" in guest.get().body
    assert b"rendering 2" in guest.get().body


def test_a_crowd_waits_for_one_more_rendering_after_a_purge(
    application: Application, guest: Reader
) -> None:
    application.may_end.clear()
    crowd = Crowd(guest, 10)
    assert application.begun.wait(5)
    guest.cache.store.purge("front", None)
    application.may_end.set()
    assert (len(crowd.wait()), application.renderings) == (10, 2)


def test_an_expired_page_is_answered_while_one_request_renews_it(
    application: Application, guest: Reader
) -> None:
    application.lasts = timedelta(seconds=-1)
    guest.get()
    application.lasts = timedelta(hours=1)
    application.begun.clear()
    application.may_end.clear()
    renewing = Crowd(guest, 1)
    assert application.begun.wait(5)
    assert b"rendering 1" in guest.get().body
    application.may_end.set()
    [renewed] = renewing.wait()
    assert b"rendering 2" in renewed.body
    assert (b"rendering 2" in guest.get().body, application.renderings) == (True, 2)


def test_a_page_long_expired_is_waited_for(application: Application, guest: Reader) -> None:
    application.lasts = timedelta(minutes=-5)
    guest.get()
    application.lasts = timedelta(hours=1)
    assert b"rendering 2" in guest.get().body


def test_what_cannot_be_renewed_goes_on_being_served(
    application: Application, guest: Reader
) -> None:
    application.lasts = timedelta(minutes=-5)
    guest.get()
    application.status = 500
    for _number in range(3):
        answer = guest.get()
        assert (answer.status, b"rendering 1" in answer.body) == (200, True)
    assert application.renderings == 2  # tried again only after a pause


def test_without_a_kept_page_the_error_is_answered_and_not_kept(
    application: Application, guest: Reader
) -> None:
    application.status = 500
    assert guest.get().status == 500
    application.status = 200
    assert guest.get().status == 200


def test_a_withdrawn_page_is_never_answered_again(application: Application, guest: Reader) -> None:
    guest.get()
    guest.cache.store.expire("front", None, time.time() - 0.001, withdraws=True)
    page = guest.cache.store.get(f"{ORIGIN}/")
    assert page is not None
    page.stale_until = page.valid_until = time.time() - 0.001
    application.status = 500
    assert guest.get().status == 500


def test_a_page_withdrawn_while_it_cannot_be_renewed_is_not_answered(
    application: Application, guest: Reader
) -> None:
    application.lasts = timedelta(minutes=-5)
    guest.get()
    application.status = 500
    application.begun.clear()
    application.may_end.clear()
    renewing = Crowd(guest, 1)
    assert application.begun.wait(5)
    guest.cache.store.purge("front", None)
    application.may_end.set()
    [answer] = renewing.wait()
    assert answer.status == 500


def test_longer_addresses_than_ours_are_not_kept(application: Application, guest: Reader) -> None:
    for number in range(1, 3):
        guest.get(f"/2026/11/24/7-{'a' * 2000}/")
        guest.get(HTTP_HOST=f"testserver:{'1' * 2000}")
        assert application.renderings == 2 * number
    assert guest.cache.origins == set()


def test_the_site_itself_is_renewed_before_anybody_has_asked(
    application: Application, settings: Any, db: None
) -> None:
    settings.SITE_URL = "https://news.example"
    cache = PageCache(application, MemoryStore(10_000_000))
    cache.renew("/2026/11/24/7-story/")
    assert cache.store.get("https://news.example/2026/11/24/7-story/")


def test_answers_with_a_cookie_are_not_kept(
    application: Application, guest: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    inner = application.__call__

    def with_cookie(environ: Any, start_response: Any) -> Any:
        return inner(
            environ, lambda status, headers: start_response(status, [*headers, ("Set-Cookie", "a")])
        )

    guest.cache.application = with_cookie
    guest.get()
    assert guest.cache.store.get(f"{ORIGIN}/") is None
    assert "Set-Cookie" in caplog.text
