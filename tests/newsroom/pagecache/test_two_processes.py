"""Two real server processes and a third that changes a story."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import gettext

from newsroom.accounts.models import User
from tests import factories
from tests.load.changing import VISIBLE_WITHIN, shown_everywhere
from tests.load.database import FilledSite
from tests.load.newsroom import Newsroom, newsroom


@pytest.fixture
def administrator(transactional_db: None) -> User:
    return factories.user("administrator")


@pytest.fixture
def two_processes(administrator: User, tmp_path: Path) -> Iterator[Newsroom]:
    site = FilledSite(connection.vendor, 0, _shared_database(tmp_path), tmp_path)
    with newsroom(site, processes=2, DEBUG="true") as running:
        yield running


def _shared_database(folder: Path) -> str:
    """The test's own on PostgreSQL; of one in memory, a copy in a file."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with closing(sqlite3.connect(folder / "site.sqlite3")) as file:
        connection.connection.backup(file)
    return f"sqlite:///{folder}/site.sqlite3"


def test_a_change_is_shown_by_every_process_within_a_second(two_processes: Newsroom) -> None:
    desk = two_processes.desk
    story = desk.ask("publish", headline="خبر أول")
    assert len(two_processes.doors) == 2
    delays = []
    for headline in ("عنوان ثان", "عنوان ثالث", "عنوان رابع"):
        two_processes.fill(["/", story["path"]])
        desk.ask("update", pk=story["pk"], headline=headline)
        for path in ("/", story["path"]):
            delays.append(shown_everywhere(two_processes, path, headline) - desk.ended)

    # The machine may be busy with something else for a moment, not each time.
    assert min(delays) < VISIBLE_WITHIN

    desk.ask("withdraw", pk=story["pk"])
    shown_everywhere(two_processes, story["path"], gettext("This article was withdrawn."))
