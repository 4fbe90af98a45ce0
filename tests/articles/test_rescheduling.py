from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import due_withdrawals, publishing, withdrawal
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from articles.rescheduling import reschedule
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories


@pytest.fixture
def at() -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=1)


@pytest.fixture
def scheduled(editor: User, at: datetime) -> Article:
    return publishing.schedule(publishing.create(factories.content(), by=editor), at, by=editor)


def test_story_stands_at_its_new_time(scheduled: Article, editor: User, at: datetime) -> None:
    later = at + timedelta(days=3)
    reschedule(scheduled, later, by=editor, expected=at)
    scheduled.refresh_from_db()
    assert (scheduled.publish_at, scheduled.first_published_at) == (later, later)
    assert Entry.objects.filter(verb="schedule").count() == 2


def test_a_faster_colleague_is_not_overruled(
    scheduled: Article, editor: User, at: datetime
) -> None:
    reschedule(scheduled, at + timedelta(hours=1), by=editor, expected=at)
    with pytest.raises(TransitionNotAllowed):
        reschedule(scheduled, at + timedelta(hours=2), by=editor, expected=at)
    publishing.unschedule(scheduled, by=editor)
    with pytest.raises(TransitionNotAllowed):  # a draft is not scheduled by the way
        reschedule(scheduled, at + timedelta(hours=2), by=editor, expected=at)


def test_what_is_not_scheduled_is_not_moved(editor: User, at: datetime) -> None:
    public = factories.published(by=editor)
    gone = withdrawal.withdraw(factories.published(by=editor), by=editor)
    for story in (public, gone):
        assert story.publish_at is not None
        with pytest.raises(TransitionNotAllowed):
            reschedule(story, at, by=editor, expected=story.publish_at)


def test_refused_times(scheduled: Article, editor: User, at: datetime) -> None:
    due_withdrawals.schedule_withdrawal(scheduled, at + timedelta(days=1), by=editor)
    for wrong in (timezone.now() - timedelta(minutes=1), at + timedelta(days=1)):
        with pytest.raises(TransitionNotAllowed):
            reschedule(scheduled, wrong, by=editor, expected=at)
    scheduled.refresh_from_db()
    assert scheduled.publish_at == at


def test_moving_is_publishing(
    scheduled: Article, reporter: User, moderator: User, at: datetime
) -> None:
    Article.objects.filter(pk=scheduled.pk).update(created_by=reporter)
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            reschedule(scheduled, at + timedelta(hours=1), by=user, expected=at)
