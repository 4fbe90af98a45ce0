"""The task worker is dead for an hour: what readers see comes on time, what follows comes once."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import publishing
from articles.due_revisions import schedule_update
from articles.due_withdrawals import schedule_withdrawal
from articles.models import Article, DueRevision, Withdrawal
from articles.signals import article_announced, article_updated, article_withdrawn
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.pagecache.layer import path_info_of
from newsroom.pagecache.models import PurgeEvent
from newsroom.work import ticker
from tests import factories
from tests.articles.test_publishing import edit, reload
from tests.test_truth import Site

HEADLINE, CHANGED = "خبر في موعده", "تعديل في موعده"
MINUTES = timedelta(minutes=1)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def move(to: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: to)
        monkeypatch.setattr(time, "time", to.timestamp)

    return move


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its transaction is the test."""
    monkeypatch.setattr(ticker, "close_old_connections", lambda: None)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    found: list[tuple[str, int]] = []
    signals = {"a": article_announced, "u": article_updated, "w": article_withdrawn}
    receivers: list[Any] = []
    for name, signal in signals.items():

        def hear(sender: Any, article: Article, name: str = name, **values: Any) -> None:
            found.append((name, article.pk))

        receivers.append(hear)
        signal.connect(hear)
    yield found
    for signal, receiver in zip(signals.values(), receivers, strict=True):
        signal.disconnect(receiver)


def address(article: Article) -> str:
    return path_info_of(reload(article).get_absolute_url())


def shows(site: Site, path: str, words: str) -> bool:
    site.follower.read()
    return words.encode() in site.get(path)[1]


def test_a_story_is_public_on_time_and_its_effects_come_once_when_something_lives_again(
    requests_in_process: None, draft: Article, editor: User, clock: Clock, heard: list[Any]
) -> None:
    site, now = Site(), timezone.now()
    at, second = now + 20 * MINUTES, timedelta(seconds=1)
    publishing.schedule(draft, at, by=editor, edit=edit(draft, headline=HEADLINE))
    assert not shows(site, "/", HEADLINE)
    assert not shows(site, "/feed/", HEADLINE)
    assert {page.valid_until for page in site.pages().values()} <= {at.timestamp()}
    clock(at - second)
    assert not shows(site, "/", HEADLINE)
    assert draft not in Article.objects.published()
    clock(at)  # nothing has ticked
    assert draft in Article.objects.published()
    assert shows(site, "/", HEADLINE)
    assert shows(site, "/feed/", HEADLINE)
    assert shows(site, address(draft), HEADLINE)
    assert heard == []
    assert PurgeEvent.objects.filter(due=at).exists()
    clock(now + 60 * MINUTES)
    for _process in range(3):  # all of them begin again
        ticker.tick(timezone.now())
    assert heard == [("a", draft.pk)]
    assert reload(draft).announced_at == timezone.now()


def test_a_change_and_a_withdrawal_of_that_hour_are_followed_by_a_server_process_within_ten_seconds(
    requests_in_process: None, editor: User, clock: Clock, heard: list[Any]
) -> None:
    """The ticker of a server process is the worker's: see newsroom/wsgi.py."""
    assert ticker.EVERY + ticker.JITTER < 10
    site, now = Site(), timezone.now()
    changed, gone = factories.published(by=editor, now=now), factories.published(by=editor, now=now)
    ticker.tick(now)
    at = now + 20 * MINUTES
    schedule_update(changed, at, by=editor, edit=edit(changed, headline=CHANGED))
    schedule_withdrawal(gone, at, by=editor)
    paths = [address(one) for one in (changed, gone)]
    assert not shows(site, paths[0], CHANGED)
    assert shows(site, paths[1], gone.headline)
    heard.clear()
    clock(at)
    assert site.get(paths[1])[0] == 410  # nothing has ticked
    assert not shows(site, "/", gone.headline)
    clock(at + timedelta(seconds=ticker.EVERY))
    for _process in range(2):
        ticker.tick(timezone.now())
    assert shows(site, paths[0], CHANGED)
    assert shows(site, "/", CHANGED)
    assert sorted(heard) == [("u", changed.pk), ("w", gone.pk)]
    assert not DueRevision.objects.exists()
    assert Withdrawal.objects.filter(article=gone).count() == 1
    for verb in ("update", "withdraw"):
        assert Entry.objects.filter(verb=verb).count() == 1
    clock(now + 60 * MINUTES)
    ticker.tick(timezone.now())
    assert len(heard) == 2
