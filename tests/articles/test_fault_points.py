"""Every verb, made to fail before and after each of its writes: either all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from articles import publishing, withdrawal
from articles.models import Article
from newsroom.accounts.models import User
from tests.articles.fault_verbs import VERBS, Act, Stage, apply_a_change, publish, withdraw
from tests.faults import (
    Dump,
    Fault,
    Point,
    different,
    dump,
    fail,
    forget_files,
    lose_connection,
    result,
    rewind_ids,
    watched,
)

SOME = 5
"""After each of so many faults the verb runs again: nothing is left that could disturb it."""


@pytest.fixture(autouse=True)
def _quick_renditions(settings: Any) -> None:
    settings.PHOTO_FORMATS = ["jpeg"]


class Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within is gone afterwards, from the disk too."""
    with forget_files(), suppress(Undo), transaction.atomic():
        yield
        raise Undo
    rewind_ids()


def succeeding(act: Act) -> tuple[Dump, list[Point]]:
    with undone(), watched() as writes:
        act()
        outcome = result()
    return outcome, writes.seen


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_a_verb_that_fails_anywhere_has_done_nothing_and_succeeds_the_next_time(
    verb: Callable[[Stage], Act], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    monkeypatch.setattr(timezone, "now", lambda: stage.now)  # so that two runs give the same
    act = verb(stage)
    before, waiting = dump(), len(connection.run_on_commit)
    outcome, points = succeeding(act)
    assert different(before, dump()) == {}
    assert points
    wrong: dict[str, Any] = {}
    for number, point in enumerate(points):
        with undone():
            with suppress(Fault, Error), watched(point, fail) as writes:
                act()
            found = different(before, dump())
            assert writes.reached
            assert len(connection.run_on_commit) == waiting
            if found:
                wrong[str(point)] = found
            elif number % SOME == 0:
                rewind_ids()
                act()
                if again := different(outcome, result()):
                    wrong[f"the time after {point}"] = again
    assert wrong == {}


def test_half_of_what_is_not_one_transaction_is_seen(draft: Article, editor: User) -> None:
    def act() -> None:
        publishing.publish(draft, by=editor)
        withdrawal.withdraw(draft, by=editor)

    before, seen = dump(), []
    for point in succeeding(act)[1][::6]:
        with undone():
            with suppress(Fault, Error), watched(point, fail):
                act()
            seen.append(bool(different(before, dump())))
    assert seen == sorted(seen)  # nothing until the first verb is done, its whole afterwards
    assert set(seen) == {True, False}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "verb", [publish, withdraw, apply_a_change], ids=lambda verb: verb.__name__
)
def test_a_verb_that_loses_its_connection_has_done_nothing(
    verb: Callable[[Stage], Act],
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("only on PostgreSQL: the database in memory would be lost too")
    act = verb(Stage())
    before = dump()
    with watched() as writes, suppress(Undo), transaction.atomic():
        act()
        raise Undo
    for point in writes.seen[:: max(1, len(writes.seen) // 8)]:
        with suppress(Error), watched(point, lose_connection):
            act()
        connection.close()
        assert different(before, dump()) == {}, point
    act()
    assert different(before, dump()) != {}
