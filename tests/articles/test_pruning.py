from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles import pruning, publishing
from articles.models import Article, DueRevision, Revision
from articles.pruning import prune_daily, prune_some
from newsroom.accounts.models import User
from tests import factories

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
Kind = Revision.Kind


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.REVISIONS_KEPT = 3
    pruning._Round.began = pruning._Round.after = None


def written(article: Article, *times: datetime, kind: Kind = Kind.SAVE) -> list[Revision]:
    """Revisions of these times, as if saved then; the last one is the newest."""
    last = article.revisions.values_list("number", flat=True).first() or 0
    made = [
        Revision.objects.create(
            article=article, number=last + place, kind=kind, created_at=at, snapshot={}
        )
        for place, at in enumerate(times, 1)
    ]
    article.latest_revision = made[-1]
    article.save(update_fields=["latest_revision"])
    return made


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 1, number, hour, minute, tzinfo=UTC)


def numbers(article: Article) -> list[int]:
    return sorted(article.revisions.values_list("number", flat=True))


def recent(count: int = 3) -> list[datetime]:
    return [NOW - timedelta(minutes=count - place) for place in range(count)]


@pytest.fixture
def story(editor: User) -> Article:
    article = publishing.create(factories.content(), by=editor)
    article.revisions.update(created_at=day(1, 0))
    return article


def test_the_last_of_each_day_and_the_newest_stay(story: Article) -> None:
    written(story, day(1, 8), day(1, 22, 59), day(1, 23, 1), day(2, 9), day(2, 10), *recent())
    assert prune_some(NOW) == (4, None)
    # 23:01 in universal time is the next day in the newsroom: its last one came at ten.
    assert numbers(story) == [3, 6, 7, 8, 9]
    assert prune_some(NOW) == (0, None)


def test_what_readers_saw_stays(story: Article) -> None:
    written(story, day(1, 8), kind=Kind.PUBLISH)
    written(story, day(1, 9), kind=Kind.UPDATE)
    written(story, day(1, 10), kind=Kind.RESTORE)
    written(story, day(1, 11), *recent())
    assert prune_some(NOW)[0] == 2
    assert numbers(story) == [2, 3, 5, 6, 7, 8]


def test_the_last_thirty_days_stay(story: Article) -> None:
    begin = NOW - timedelta(days=29)
    written(story, *[begin + timedelta(minutes=place) for place in range(6)], *recent())
    prune_some(NOW)
    assert numbers(story) == list(range(1, 11))  # the first one is the last of its day


def test_what_a_row_points_to_stays(story: Article, editor: User) -> None:
    made = written(story, *[day(1, 8, minute) for minute in range(8)], *recent())
    Article.objects.filter(pk=story.pk).update(live_revision=made[0])
    DueRevision.objects.create(
        article=story, revision=made[2], at=NOW + timedelta(days=1), by=editor, kind="minor"
    )
    story.reviews.create(revision=made[4], submitted_by=editor, submitted_at=NOW)
    prune_some(NOW)
    assert numbers(story) == [2, 4, 6, 9, 10, 11, 12]


def test_legal_hold_keeps_all(story: Article) -> None:
    written(story, day(1, 8), day(1, 9), *recent())
    Article.objects.filter(pk=story.pk).update(legal_hold=True)
    assert prune_some(NOW)[0] == 0
    Article.objects.filter(pk=story.pk).update(legal_hold=False)
    assert prune_some(NOW)[0] == 2


def test_a_round_takes_some_stories_at_a_time_once_a_day(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "STORIES_AT_ONCE", 2)
    stories = [publishing.create(factories.content(), by=editor) for _ in range(5)]
    for story in stories:
        story.revisions.update(created_at=day(1, 0))
        written(story, day(1, 8), *recent())
    left = []
    for tick in range(4):
        prune_daily(NOW + timedelta(seconds=5 * tick))
        left.append(Revision.objects.count())
    assert left == [25 - 2, 25 - 4, 25 - 5, 25 - 5]
    written(stories[0], day(1, 9), *recent())
    prune_daily(NOW + timedelta(hours=23))
    assert numbers(stories[0]) == [2, 3, 4, 5, 6, 7, 8, 9]
    prune_daily(NOW + timedelta(hours=25))
    assert numbers(stories[0]) == [3, 4, 5, 6, 7, 8, 9]  # what is of today stays


def test_looking_costs_few_queries(
    story: Article, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        prune_some(timezone.now())
    written(story, *[day(1, 8, minute) for minute in range(50)], *recent())
    with django_assert_max_num_queries(3):
        prune_some(NOW)
    assert connection.in_atomic_block
