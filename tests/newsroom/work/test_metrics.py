import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from newsroom.work import metrics, reports
from tests.newsroom.work import tasks

pytestmark = pytest.mark.django_db
TOKEN = "a long and secret token"
SAMPLE = re.compile(r'newsroom_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+')


@pytest.fixture
def token(settings: Any) -> str:
    settings.METRICS_TOKEN = TOKEN
    return TOKEN


def read(client: Client, token: str) -> str:
    response = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    return response.content.decode()


def test_without_a_token_there_is_no_such_page(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", "Bearer tokén", TOKEN]
)
def test_a_wrong_token_is_refused(given: str, token: str, client: Client) -> None:
    response = client.get("/metrics", headers={"authorization": given} if given else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.content == b"unauthorized\n"


def test_figures_are_those_of_the_system(
    token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "_reports", {})
    reports.register("pagecache", dict, gauges=("pages",))
    tasks.process("a", kind="server", pid=1, numbers={"pagecache": {"hits": 7, "pages": 3}})
    tasks.process("b", pid=2, numbers={"pagecache": {"hits": 0.5}})
    tasks.process("old", pid=3, seen_at="2023-01-01T00:00Z", numbers={"pagecache": {"hits": 99}})
    tasks.failed()
    lines = read(client, token).splitlines()
    for line in (
        'newsroom_tasks{state="failed"} 1',
        'newsroom_tasks{state="ready"} 0',
        "newsroom_tasks_oldest_waiting_seconds 0",
        'newsroom_processes{kind="server"} 1',
        'newsroom_processes{kind="worker"} 1',
        "# TYPE newsroom_pagecache_hits_total counter",
        'newsroom_pagecache_hits_total{process="paper.example:1"} 7',
        'newsroom_pagecache_hits_total{process="paper.example:2"} 0.5',
        "# TYPE newsroom_pagecache_pages gauge",
        'newsroom_pagecache_pages{process="paper.example:1"} 3',
    ):
        assert line in lines
    assert "99" not in "".join(line for line in lines if "pagecache" in line)


def test_is_well_formed(token: str, client: Client) -> None:
    tasks.process("a", host='odd"\\host\n', numbers={"pagecache": {"hits": 7}})
    text = read(client, token)
    assert text.endswith("\n")
    assert r'process="odd\"\\host\n:12"' in text
    families = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(families) == len(set(families))
    for line in text.splitlines():
        if "odd" not in line and not line.startswith("# "):
            assert SAMPLE.fullmatch(line), line


def test_costs_two_queries(token: str, client: Client, django_assert_num_queries: Any) -> None:
    for number in range(30):
        tasks.process(str(number), numbers={"pagecache": {"hits": 7}})
    with django_assert_num_queries(2):
        read(client, token)


def test_without_a_database_it_says_so(
    token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: Any) -> Any:
        raise DatabaseError("secret host")

    monkeypatch.setattr(metrics, "queue_state", broken)
    response = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert (response.status_code, response.content) == (503, b"no database\n")
