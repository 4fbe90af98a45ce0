from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.audit.verbs import verb_label
from newsroom.work.models import Task
from newsroom.work.queue import FAILED, READY
from newsroom.work.recovery import WORKER_LOST
from newsroom.work.system_page import page_cache
from tests.newsroom.work import tasks

SYSTEM = reverse("admin:work_process_changelist")
TASKS = reverse("admin:work_task_changelist")


@pytest.fixture
def browser(administrator: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(administrator)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_names_state_reason_and_attempts(browser: Client) -> None:
    tasks.failed(worker_ids=["a", "b"])
    page = shown(browser, TASKS)
    assert "render_photo" not in page.partition('id="result_list"')[2]
    reason = "FileNotFoundError: [Errno 2] No such file or directory: &#x27;a.jpg&#x27;"
    assert f'<bdi dir="ltr">{reason}</bdi>' in page
    assert "Traceback" not in page
    assert ">2</td>" in page


def test_a_task_without_a_name_shows_its_path(browser: Client) -> None:
    tasks.row(task_path="gone.tasks.send")
    assert '<bdi dir="ltr">gone.tasks.send</bdi>' in shown(browser, TASKS)


def test_list_is_filtered_by_state(browser: Client) -> None:
    failed, waiting = tasks.failed(), tasks.row()
    for query, found in {
        "": {failed, waiting},
        "?state=failed": {failed},
        "?state=ready": {waiting},
        "?state=running": set(),
        "?state=odd": {failed, waiting},
    }.items():
        response = browser.get(TASKS + query)
        assert set(response.context["cl"].result_list) == found, query


def test_page_of_a_task_shows_the_whole_traceback_as_text(browser: Client) -> None:
    task = tasks.failed(traceback="Traceback <b>\nValueError: <script>\n")
    page = shown(browser, reverse("admin:work_task_change", args=[task.pk]))
    assert '<pre dir="ltr">Traceback &lt;b&gt;\nValueError: &lt;script&gt;\n</pre>' in page
    assert reverse("admin:work_task_retry", args=[task.pk]) in page


def test_a_lost_worker_is_told_in_words(browser: Client) -> None:
    task = tasks.failed(exception_class_path=WORKER_LOST, traceback="WorkerLost: 3 times\n")
    page = shown(browser, TASKS)
    assert "WorkerLost" not in page
    assert "WorkerLost" in shown(browser, reverse("admin:work_task_change", args=[task.pk]))


def test_button_and_action_run_failed_tasks_again(browser: Client) -> None:
    one, two, waiting = tasks.failed(), tasks.failed(), tasks.row()
    response = browser.post(reverse("admin:work_task_retry", args=[one.pk]), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    ticked = {"action": "retry_tasks", "_selected_action": [two.pk, waiting.pk]}
    response = browser.post(TASKS, ticked, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert not Task.objects.exclude(status=READY).exists()
    response = browser.post(reverse("admin:work_task_retry", args=[one.pk]), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_there_is_no_button_for_what_has_not_failed(browser: Client) -> None:
    task = tasks.row()
    page = shown(browser, reverse("admin:work_task_change", args=[task.pk]))
    assert reverse("admin:work_task_retry", args=[task.pk]) not in page


@pytest.mark.parametrize("pk", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_tasks_that_do_not_exist(pk: str, browser: Client) -> None:
    assert browser.post(f"{TASKS}{pk}/retry/").status_code == 404


def test_failed_tasks_stand_on_the_start_page_of_administrators_only(
    browser: Client, chief: User, logged_in: Callable[[User], Client]
) -> None:
    assert "state=failed" not in shown(browser, reverse("admin:index"))
    tasks.failed()
    assert f"{TASKS}?state=failed" in shown(browser, reverse("admin:index"))
    assert "state=failed" not in shown(logged_in(chief), reverse("admin:index"))


def test_the_verb_has_a_name() -> None:
    assert verb_label("retry_task") != "retry_task"


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_the_same_whatever_it_shows(
    count: int, browser: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        tasks.failed()
    browser.get(TASKS)
    with django_assert_num_queries(10):
        browser.get(TASKS)


# --- the state of the system ------------------------------------------------------------------


def test_system_page_says_when_there_is_nothing_yet(browser: Client) -> None:
    response = browser.get(SYSTEM)
    assert response.context["cache"] is None
    assert response.context["processes"] == []
    assert response.content.decode().count('class="nr-empty"') == 2


def test_system_page_adds_up_the_living(browser: Client) -> None:
    now = timezone.now()
    figures: dict[str, float] = {
        "hits": 80,
        "stale": 10,
        "misses": 10,
        "bytes": 5 << 20,
        "pages": 7,
    }
    figures |= {"purged": 4, "visible_delay_sum": 1.5, "visible_delay_count": 5}
    tasks.process("a", kind="server", numbers={"pagecache": figures})
    tasks.process("b", kind="server", numbers={"pagecache": {"hits": 20}})
    dead = tasks.process("c", seen_at=now - timedelta(minutes=5))
    dead.numbers = {"pagecache": {"hits": 1000}}
    dead.save()
    response = browser.get(SYSTEM)
    assert response.context["cache"] == {
        "hits": 100, "stale": 10, "misses": 10, "bypasses": 0, "purged": 4, "pages": 7,
        "megabytes": 5, "hit_rate": 91, "delay": 300,
    }  # fmt: skip
    lives = {process.id: alive for process, alive in response.context["processes"]}
    assert lives == {"a": True, "b": True, "c": False}
    assert '<bdi dir="ltr">paper.example:12</bdi>' in response.content.decode()


def test_rates_need_something_to_count() -> None:
    figures = page_cache({"hits": 0, "visible_delay_count": 0})
    assert figures is not None
    assert "hit_rate" not in figures
    assert "delay" not in figures


@pytest.mark.parametrize("count", [3, 30])
def test_system_page_costs_the_same_whatever_it_shows(
    count: int, browser: Client, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        tasks.process(str(number), numbers={"pagecache": {"hits": 1}})
        tasks.row(status=FAILED)
    browser.get(SYSTEM)
    with django_assert_num_queries(8):
        browser.get(SYSTEM)
