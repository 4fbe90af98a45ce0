from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import publishing
from articles.due_revisions import schedule_update
from articles.due_withdrawals import cancel_withdrawal, follow_due, schedule_withdrawal
from articles.listing import misplaced
from articles.models import Article, DueWithdrawal, Withdrawal
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from articles.signals import article_withdrawn
from articles.withdrawal import Reason, withdraw
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.pagecache.models import PurgeEvent
from tests import factories
from tests.articles.frontpage.test_races import at_once, editors
from tests.articles.test_publishing import edit, reload, verbs_of

__all__ = ["editors"]


def later(**delta: float) -> datetime:
    return timezone.now() + timedelta(**delta)


@pytest.fixture
def withdrawn() -> Iterator[list[int]]:
    heard: list[int] = []

    def hear(sender: Any, article: Article, **values: Any) -> None:
        heard.append(article.pk)

    article_withdrawn.connect(hear)
    yield heard
    article_withdrawn.disconnect(hear)


def test_it_is_gone_at_its_time_and_the_rest_follows_once(
    published: Article, editor: User, withdrawn: list[int]
) -> None:
    at = later(hours=1)
    PurgeEvent.objects.all().delete()
    schedule_withdrawal(
        published, at, by=editor, reason=Reason.LEGAL, note="حكم", sentence="سُحب بحكم."
    )
    assert PurgeEvent.objects.filter(due=at, withdraws=True).exists()
    assert not any(rows.exists() for rows in misplaced())
    story = reload(published)
    assert story.state() == State.PUBLISHED
    assert story.state(at) == State.WITHDRAWN  # whatever runs
    follow_due(at - timedelta(seconds=1))
    assert withdrawn == []
    for seconds in (0, 5):
        follow_due(at + timedelta(seconds=seconds))
    assert withdrawn == [published.pk]
    story = reload(published)
    assert story.legal_hold
    assert story.withdraw_at == at
    kept = Withdrawal.objects.get()
    assert (kept.at, kept.by, kept.reason, kept.note) == (at, editor, "legal", "حكم")
    assert kept.sentence == story.withdrawal_sentence == "سُحب بحكم."
    assert verbs_of(published)[-2:] == ["schedule_withdrawal", "withdraw"]
    assert Entry.objects.get(verb="withdraw").by == editor


def test_it_is_cancelled(published: Article, editor: User, withdrawn: list[int]) -> None:
    at = later(hours=1)
    schedule_withdrawal(published, at, by=editor, sentence="سُحب.")
    cancel_withdrawal(published, by=editor)
    follow_due(at)
    story = reload(published)
    assert (story.state(at), story.withdrawal_sentence, withdrawn) == (State.PUBLISHED, "", [])
    assert not DueWithdrawal.objects.exists()
    with pytest.raises(TransitionNotAllowed):
        cancel_withdrawal(published, by=editor)


def test_a_second_choice_takes_the_place_of_the_first(published: Article, editor: User) -> None:
    schedule_withdrawal(published, later(hours=1), by=editor)
    at = later(hours=3)
    schedule_withdrawal(published, at, by=editor)
    assert reload(published).withdraw_at == DueWithdrawal.objects.get().at == at


def test_a_scheduled_story_has_both_times(draft: Article, editor: User) -> None:
    begin, end = later(hours=1), later(hours=5)
    publishing.schedule(draft, begin, by=editor)
    with pytest.raises(TransitionNotAllowed):
        schedule_withdrawal(draft, begin, by=editor)
    schedule_withdrawal(draft, end, by=editor)
    publishing.schedule(draft, begin + timedelta(hours=1), by=editor)
    assert reload(draft).withdraw_at == end  # the other time is not forgotten
    with pytest.raises(TransitionNotAllowed):
        publishing.schedule(draft, end, by=editor)
    publishing.publish(draft, by=editor)
    assert reload(draft).withdraw_at == end
    assert reload(draft).state(end) == State.WITHDRAWN


def test_a_story_that_is_a_draft_again_has_none(draft: Article, editor: User) -> None:
    publishing.schedule(draft, later(hours=1), by=editor)
    schedule_withdrawal(draft, later(hours=2), by=editor)
    publishing.unschedule(draft, by=editor)
    assert reload(draft).withdraw_at is None
    follow_due(later(hours=3))
    assert not Withdrawal.objects.exists()


def test_withdrawn_by_hand_before_its_time_it_happens_once(
    published: Article, editor: User, withdrawn: list[int]
) -> None:
    schedule_withdrawal(published, later(hours=1), by=editor)
    withdraw(published, by=editor)
    follow_due(later(hours=2))
    assert withdrawn == [published.pk]
    publishing.publish(published, by=editor)
    follow_due(later(hours=2))
    assert reload(published).state(later(hours=3)) == State.PUBLISHED


def test_times_that_cannot_be(published: Article, draft: Article, editor: User) -> None:
    for story, at in ((published, later(hours=-1)), (draft, later(hours=1))):
        with pytest.raises(TransitionNotAllowed):
            schedule_withdrawal(story, at, by=editor)
    schedule_update(published, later(hours=2), by=editor, edit=edit(published))
    with pytest.raises(TransitionNotAllowed):
        schedule_withdrawal(published, later(hours=1), by=editor)
    schedule_withdrawal(published, later(hours=3), by=editor)
    with pytest.raises(TransitionNotAllowed):
        schedule_update(published, later(hours=4), by=editor, edit=edit(published))


def test_who_may_not_publish_may_not(published: Article, reporter: User) -> None:
    Article.objects.filter(pk=published.pk).update(created_by=reporter)
    with pytest.raises(PermissionDenied):
        schedule_withdrawal(published, later(hours=1), by=reporter)
    with pytest.raises(PermissionDenied):
        cancel_withdrawal(published, by=reporter)


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_do_it_once(editors: list[User], withdrawn: list[int]) -> None:
    story = factories.published(by=editors[0])
    at = later(hours=1)
    schedule_withdrawal(story, at, by=editors[0])
    at_once(*[lambda: follow_due(at)] * 4)
    assert withdrawn == [story.pk]
    assert Withdrawal.objects.count() == 1
