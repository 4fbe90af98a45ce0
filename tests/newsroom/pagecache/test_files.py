"""What is special about the file store: the files, and the other processes."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.pagecache import files
from newsroom.pagecache.files import FileStore
from tests.newsroom.pagecache.pages import (
    ADDRESS,
    FILE,
    MAX_BYTES,
    folders,
    live,
    opened,
    page,
    put,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FileStore]:
    yield from opened(tmp_path)


@pytest.fixture
def other(tmp_path: Path, store: FileStore) -> Iterator[FileStore]:
    """As another process has it."""
    yield from opened(tmp_path)


def index_of(folder: Path) -> Path:
    return folder / "cache" / (folder / "cache" / "current").read_text()


def test_purge_removes_the_file_and_empty_folders(store: FileStore, tmp_path: Path) -> None:
    put(store)
    put(store, page(keys=["front"]), "https://news.example/")

    store.purge("story:7", None)

    assert live(tmp_path) == ["https/1/news.example.html.gz"]
    assert [path.name for path in folders(tmp_path)] == ["https", "1"]


def test_sweep_removes_the_files_of_expired_pages(store: FileStore, tmp_path: Path) -> None:
    put(store)
    now = time.time()

    store.sweep(now)
    assert live(tmp_path) == [FILE]
    store.sweep(now + 7200)

    assert live(tmp_path) == []
    assert store.get(ADDRESS) is not None


def test_sweep_without_a_database_removes_only_what_was_withdrawn(
    store: FileStore, tmp_path: Path
) -> None:
    put(store, page(valid_for=60))
    put(store, page(valid_for=60, keys=["story:8"]), "https://news.example/8/")
    now = time.time()
    store.expire("story:7", None, now + 30, withdraws=True)

    store.sweep(now + 100, only_withdrawn=True)

    assert live(tmp_path) == ["https/1/news.example/8.html.gz"]


def test_two_versions_never_share_date_and_size(store: FileStore, tmp_path: Path) -> None:
    """nginx would give both the same ETag."""
    first, second = page("abcd", now=1_795_000_000.2), page("dcba", now=1_795_000_000.4)
    first.valid_until = second.valid_until = time.time() + 3600
    put(store, first)
    store.purge("story:7", None)
    put(store, second)

    assert first.etag != second.etag
    assert (tmp_path / "cache/live" / FILE).stat().st_mtime == first.modified + 1


def test_the_same_page_keeps_its_date_when_purged(store: FileStore, tmp_path: Path) -> None:
    put(store, page(now=time.time() - 100, valid_for=3600))
    before = (tmp_path / "cache/live" / FILE).stat()
    store.purge("story:7", None)

    put(store)

    after = (tmp_path / "cache/live" / FILE).stat()
    assert (after.st_mtime, after.st_size) == (before.st_mtime, before.st_size)


def test_purge_in_another_process(store: FileStore, other: FileStore, tmp_path: Path) -> None:
    start = time.monotonic()
    put(store)

    assert other.purge("story:7", None) == 1

    assert live(tmp_path) == []
    assert store.get(ADDRESS) is None
    assert store.put(ADDRESS, page(), began=start) is False


def test_purge_acts_once_on_an_event(store: FileStore, other: FileStore, tmp_path: Path) -> None:
    put(store)
    assert store.purge("story:7", None, event="31") == 1
    put(store, page("new"))

    assert other.purge("story:7", None, event="31") == 0

    assert live(tmp_path) == [FILE]
    assert other.purge("story:7", None, event="32") == 1


def test_position_is_shared(store: FileStore, other: FileStore) -> None:
    assert store.load_position() is None

    store.save_position("31")

    assert other.load_position() == "31"
    store.clear()
    assert other.load_position() is None


def test_pages_outlast_the_process(store: FileStore, tmp_path: Path) -> None:
    put(store)
    store.save_position("31")
    store.close()

    for later in opened(tmp_path):
        assert later.get(ADDRESS) is not None
        assert later.load_position() == "31"
        assert live(tmp_path) == [FILE]


def damage_bytes(folder: Path) -> None:
    with index_of(folder).open("r+b") as file:
        file.write(random.Random(1).randbytes(60_000))
    for log in folder.glob("cache/index-*-*"):
        log.unlink()


def delete_index(folder: Path) -> None:
    index_of(folder).unlink()


def delete_all(folder: Path) -> None:
    subprocess.run(["rm", "-rf", *(folder / "cache").iterdir()], check=True)


def change_version(folder: Path) -> None:
    db = sqlite3.connect(index_of(folder))
    db.execute("PRAGMA user_version=99")
    db.close()


def name_an_alien(folder: Path) -> None:
    (folder / "cache" / "alien").write_text("not a database")
    (folder / "cache" / "current").write_text("alien")


@pytest.mark.parametrize(
    "damage", [damage_bytes, delete_index, delete_all, change_version, name_an_alien]
)
def test_a_damaged_index_is_begun_anew(
    store: FileStore, tmp_path: Path, damage: Any, caplog: pytest.LogCaptureFixture
) -> None:
    due = time.time() + 60
    store.expire("menu", None, due, withdraws=False)
    put(store)
    store.save_position("31")
    start = time.monotonic()
    store.close()

    damage(tmp_path)

    assert store.get(ADDRESS) is None
    assert live(tmp_path) == []
    assert store.load_position() is None
    assert store.put(ADDRESS, page(), began=start) is False
    put(store, page(keys=["menu"]))
    found = store.get(ADDRESS)
    assert found is not None
    assert found.valid_until == due
    assert live(tmp_path) == [FILE]
    assert "thrown away" in caplog.text


@pytest.mark.parametrize("damage", [damage_bytes, delete_all, change_version])
def test_a_purge_finds_a_damaged_index(store: FileStore, tmp_path: Path, damage: Any) -> None:
    put(store)
    store.close()
    damage(tmp_path)

    store.purge("story:7", None)

    assert live(tmp_path) == []
    assert store.get(ADDRESS) is None


def test_a_process_notices_that_another_began_anew(store: FileStore, other: FileStore) -> None:
    put(store)
    assert other.get(ADDRESS) is not None

    store.clear()

    assert other.get(ADDRESS) is None
    put(other)
    assert store.get(ADDRESS) is not None
    assert len([*store.index.folder.glob("index-*.sqlite3")]) == 1


def test_after_a_reboot_all_is_begun_anew(store: FileStore, tmp_path: Path) -> None:
    """What was written last may not have reached the disk, nor what was deleted."""
    put(store)
    store.index.change(lambda db: db.execute("UPDATE facts SET value = 'x' WHERE name = 'boot'"))
    store.close()

    for later in opened(tmp_path):
        assert later.get(ADDRESS) is None
        assert live(tmp_path) == []


def test_a_request_does_not_wait_for_a_stopped_process(
    store: FileStore, other: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store)
    monkeypatch.setattr(files, "PATIENCE", 0.05)

    def stop(db: sqlite3.Connection) -> None:
        assert store.put(ADDRESS, page("new"), began=time.monotonic()) is False
        assert store.get(ADDRESS) is not None

    other.index.change(stop)
    put(store, page("new"))


def test_symbolic_links_lead_nowhere(store: FileStore, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "1").mkdir(parents=True)
    (elsewhere / "1" / "news.example.html.gz").write_bytes(b"not ours")
    (tmp_path / "cache/live/https").symlink_to(elsewhere)

    put(store, address="https://news.example/")
    put(store)
    store.purge("story:7", None)

    assert [path.name for path in elsewhere.rglob("*")] == ["1", "news.example.html.gz"]
    assert (elsewhere / "1" / "news.example.html.gz").read_bytes() == b"not ours"


def test_the_folder_does_not_outgrow_its_bound(store: FileStore, tmp_path: Path) -> None:
    keys = [f"key:{number}" for number in range(30)]
    for number in range(700):
        address = f"https://news.example/2026/11/{number % 30}/{number}-story/"
        put(store, page(str(number), keys=[*keys, f"story:{number}"]), address)

    used = subprocess.run(
        ["du", "--block-size=1", "--summarize", tmp_path / "cache"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert MAX_BYTES * 0.5 < int(used.stdout.split()[0]) <= MAX_BYTES
    files_of_rows = store.index.read(
        lambda db: db.execute("SELECT live FROM pages WHERE live IS NOT NULL").fetchall()
    )
    assert sorted(os.fsdecode(row[0]) for row in files_of_rows) == live(tmp_path)


PROCESS = """
import random, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(SITE_URL="")
from newsroom.pagecache.files import FileStore
from tests.newsroom.pagecache.pages import page
store = FileStore(Path(sys.argv[1]) / "cache", 400_000)
print("begins", flush=True)
while True:
    number = random.randrange(40)
    if random.random() < 0.8:
        put = page(str(random.random()), keys=[f"story:{number}"])
        store.put(f"https://news.example/{number % 7}/{number}/", put, began=time.monotonic())
    else:
        store.purge(f"story:{number}", None)
    if random.random() < 0.005:
        store.clear()
"""


def test_killed_processes_leave_no_file_that_a_purge_would_not_find(
    store: FileStore, tmp_path: Path
) -> None:
    for _ in range(2):
        argv = [sys.executable, "-c", PROCESS, str(tmp_path)]
        processes = [
            subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
        ]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "begins\n"
        deadline = time.monotonic() + 20
        while not live(tmp_path):  # they are at work
            assert time.monotonic() < deadline
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.communicate()

        rows = store.index.read(
            lambda db: db.execute(
                "SELECT live, body, modified FROM pages WHERE live > ''"
            ).fetchall()
        )
        found = {os.fsdecode(name): (body, modified) for name, body, modified in rows}
        files = live(tmp_path)
        assert set(files) <= set(found)
        for name in files:
            file = tmp_path / "cache/live" / name
            assert (file.read_bytes(), file.stat().st_mtime) == found[name]
        for number in range(40):
            store.purge(f"story:{number}", None)
        assert live(tmp_path) == []
