import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from logging.config import DictConfigurator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django_tasks import default_task_backend
from django_tasks_db.management.commands.db_worker import Worker

from articles.views import lists
from newsroom.logs import REQUEST_ID, TASK_ID, AddIds
from tests.newsroom.work import tasks

ROOT = Path(__file__).resolve().parents[2]


def formatter(name: str) -> logging.Formatter:
    config: dict[str, Any] = site_settings.LOGGING
    made = DictConfigurator(config).configure_formatter(deepcopy(config["formatters"][name]))
    assert isinstance(made, logging.Formatter)
    return made


class Lines:
    """What the site's handler would have written."""

    def __init__(self, form: str) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter(form))
        self.handler.addFilter(AddIds())

    @property
    def all(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.all]


@pytest.fixture
def log() -> Iterator[Callable[[str], Lines]]:
    added: list[tuple[logging.Logger, logging.Handler]] = []
    root, requests = logging.getLogger(), logging.getLogger("newsroom.requests")
    level = requests.level
    requests.setLevel(logging.INFO)

    def listen(form: str) -> Lines:
        lines = Lines(form)
        root.addHandler(lines.handler)
        added.append((root, lines.handler))
        return lines

    yield listen
    requests.setLevel(level)
    for logger, handler in added:
        logger.removeHandler(handler)


def test_every_answer_has_an_id_of_its_own(client: Client, db: None) -> None:
    ids = [client.get(address).headers["X-Request-ID"] for address in ("/healthz", "/x/", "/x/")]
    assert len(set(ids)) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("abc-DEF_12345678", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("short", False),
        ("with space 1", False),
        ("عربي-عربي", False),
        ("12345678\n", False),
        ("", False),
    ],
)
def test_only_a_trusted_proxy_gives_the_id(
    given: str, is_kept: bool, client: Client, settings: Any
) -> None:
    headers = {"x-request-id": given}
    assert client.get("/healthz", headers=headers).headers["X-Request-ID"] != given
    settings.TRUSTED_PROXIES = 1
    assert (client.get("/healthz", headers=headers).headers["X-Request-ID"] == given) == is_kept


def test_a_line_a_request_as_json(log: Callable[[str], Lines], client: Client, db: None) -> None:
    lines = log("json")
    answer = client.get("/nothing/here/?secret=1")
    [warned, seen] = sorted(lines.objects, key=lambda line: line["logger"])
    assert (warned["logger"], warned["message"]) == (
        "django.request",
        "Not Found: /nothing/here/",
    )
    assert (seen["logger"], seen["level"]) == ("newsroom.requests", "INFO")
    assert (seen["method"], seen["path"], seen["status"]) == ("GET", "/nothing/here/", 404)
    assert 0 <= seen["duration"] < 60
    for line in (warned, seen):
        assert line["request_id"] == answer.headers["X-Request-ID"]
        assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta()
        assert "request" not in line
    assert "secret" not in "".join(lines.all)
    assert REQUEST_ID.get() == ""


def test_static_files_are_not_logged(log: Callable[[str], Lines], client: Client) -> None:
    lines = log("json")
    answer = client.get("/static/css/site.css")
    answer.getvalue()
    assert answer.headers["X-Request-ID"]
    assert lines.all == []


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_path_cannot_break_a_line(
    form: str, log: Callable[[str], Lines], client: Client, db: None
) -> None:
    """Line breaks of every kind, terminal commands, and what turns the direction."""
    lines = log(form)
    client.get("/a%0AERROR%0D%1B[31m%C2%85%E2%80%A8%E2%80%AE/")
    assert len(lines.all) == 2
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", "".join(lines.all))


def test_plain_lines_end_with_the_id(log: Callable[[str], Lines], client: Client, db: None) -> None:
    lines = log("plain")
    answer = client.get("/nothing/")
    for line in lines.all:
        assert line.endswith(f" [{answer.headers['X-Request-ID']}]")
    assert re.match(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO newsroom.requests GET /nothing/ 404 ",
        next(line for line in lines.all if "newsroom.requests" in line),
    )


def test_an_exception_is_text_in_the_object(
    log: Callable[[str], Lines], client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("of\nall things")

    monkeypatch.setattr(lists, "render", broken)
    client.raise_request_exception = False
    lines = log("json")
    answer = client.get("/2023/")
    [error] = [line for line in lines.objects if line["level"] == "ERROR"]
    assert error["exception"].startswith("Traceback (most recent call last):")
    assert error["exception"].endswith("ValueError: of\nall things")
    assert error["request_id"] == answer.headers["X-Request-ID"]


def test_lines_of_a_task_carry_its_id(
    log: Callable[[str], Lines], db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = log("json")
    logger = logging.getLogger("newsroom.media")

    def exists(path: Path) -> bool:
        logger.warning("on the way")
        return True

    monkeypatch.setattr(Path, "exists", exists)
    task = tasks.row(
        task_path="tests.newsroom.work.tasks.wait_for_file",
        args_kwargs={"args": [str(tmp_path)], "kwargs": {}},
    )
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name=default_task_backend.alias,
        startup_delay=False, max_tasks=None, worker_id="a", excluded_queue_names=[],
    )  # fmt: skip
    worker.run_task(task)
    [line] = [line for line in lines.objects if line["message"] == "on the way"]
    assert line["task_id"] == str(task.pk)
    assert TASK_ID.get() == ""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"DEBUG": "true"}, "plain"),
        ({"DEBUG": "false"}, "json"),
        ({"DEBUG": "true", "LOG_FORMAT": "json"}, "json"),
        ({"DEBUG": "false", "LOG_FORMAT": "plain"}, "plain"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be plain or json, not 'xml'."),
    ],
)
def test_form_of_the_log_follows_the_environment(
    environment: dict[str, str], expected: str
) -> None:
    program = (
        "from newsroom.settings import LOGGING; print(LOGGING['handlers']['stderr']['formatter'])"
    )
    clean = {
        name: value for name, value in os.environ.items() if name not in ("DEBUG", "LOG_FORMAT")
    }
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**clean, "SECRET_KEY": "x", "ALLOWED_HOSTS": "a.example", **environment},
        capture_output=True,
        text=True,
    )
    assert expected in told.stdout + told.stderr
