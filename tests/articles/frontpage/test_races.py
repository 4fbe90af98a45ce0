"""Two editors at the same moment, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from articles.first_rows import ensure
from articles.frontpage import placing
from articles.frontpage.arrangement import front_page
from articles.frontpage.breaking import announce
from articles.frontpage.models import Breaking
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.articles.frontpage.stories import slots

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editors(transactional_db: None) -> list[User]:
    ensure()
    return [factories.user("editor"), factories.user("editor")]


def at_once(*verbs: Callable[[], object]) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        for verb in verbs:  # threads would share one connection
            verb()
        return
    start = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as people:
        for done in [people.submit(run, verb) for verb in verbs]:
            done.result(timeout=30)


def test_two_leads_at_once_end_one_below_the_other(editors: list[User]) -> None:
    stories = [factories.published(by=editors[0]) for _ in range(4)]
    first, second = stories[0], stories[1]
    at_once(
        lambda: placing.make_lead(first, by=editors[0]),
        lambda: placing.make_lead(second, by=editors[1]),
    )
    standing = slots()
    assert set(standing) == {"lead 1", "second 1"}
    assert set(standing.values()) == {first, second}
    page = front_page(timezone.now())
    assert [page.lead, page.second[0]] == [standing["lead 1"], standing["second 1"]]


def test_eight_verbs_at_once_leave_a_whole_page(editors: list[User]) -> None:
    stories = [factories.published(by=editors[0]) for _ in range(9)]
    at_once(
        *(
            lambda story=story, by=editors[n % 2]: placing.make_lead(story, by=by)
            for n, story in enumerate(stories[:8])
        )
    )
    assert len(slots()) == 5
    page = front_page(timezone.now())
    assert page.lead is not None
    assert len({page.lead.pk, *(story.pk for story in page.second)}) == 5


def test_two_announcements_at_once_leave_one(editors: list[User]) -> None:
    at_once(
        lambda: announce(by=editors[0], minutes=30, text="الأول"),
        lambda: announce(by=editors[1], minutes=30, text="الثاني"),
    )
    assert Breaking.objects.count() == 2
    assert Breaking.objects.active().count() == 1


def test_a_story_withdrawn_meanwhile_is_not_shown(editors: list[User]) -> None:
    from_the_list = factories.published(by=editors[0])
    other = factories.published(by=editors[0])
    placing.make_lead(from_the_list, by=editors[0])
    Article.objects.filter(pk=from_the_list.pk).update(withdraw_at=timezone.now())
    assert front_page(timezone.now()).lead == other
