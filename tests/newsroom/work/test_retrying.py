import pytest
from django.core.exceptions import PermissionDenied

from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.work.models import Task
from newsroom.work.queue import FAILED, READY
from newsroom.work.retrying import NotFailed, retry
from tests.newsroom.work import tasks


def test_a_failed_task_runs_again_with_all_its_attempts(administrator: User) -> None:
    task = tasks.failed(worker_ids=["a", "b", "c"])
    again = retry(task, by=administrator)
    assert again in Task.objects.ready()
    assert (again.attempts, again.traceback, again.exception_class_path) == (0, "", "")
    assert (again.started_at, again.finished_at) == (None, None)
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.target_id) == ("retry_task", administrator, str(task.pk))
    assert (entry.target_type, entry.detail) == ("work.task", {"attempts": 3})


@pytest.mark.parametrize("status", ["READY", "RUNNING", "SUCCESSFUL"])
def test_other_tasks_are_left_alone(status: str, administrator: User) -> None:
    task = tasks.row(status=status, worker_ids=["a"])
    with pytest.raises(NotFailed):
        retry(task, by=administrator)
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (status, ["a"])
    assert not Entry.objects.exists()


def test_twice_at_once_is_once(administrator: User) -> None:
    task = tasks.failed()
    same = Task.objects.get()
    assert retry(task, by=administrator).status == READY
    with pytest.raises(NotFailed):
        retry(same, by=administrator)
    assert Entry.objects.count() == 1


def test_it_is_an_administrators_matter(
    reporter: User, editor: User, chief: User, moderator: User
) -> None:
    task = tasks.failed()
    for person in (reporter, editor, chief, moderator):
        with pytest.raises(PermissionDenied):
            retry(task, by=person)
    task.refresh_from_db()
    assert task.status == FAILED
