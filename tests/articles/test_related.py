from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import page_keys, publishing, related, withdrawal
from articles.models import Article, Tag
from articles.related import related_to
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.pagecache.models import PurgeEvent
from newsroom.pagecache.spans import place_of
from tests import factories

Queries = Callable[[int], Any]


def names(article: Article) -> list[str]:
    return [found.article.headline for found in related_to(article)]


def test_shared_tags_come_before_the_category_and_newer_before_older(editor: User) -> None:
    section, other = factories.category(), factories.category()
    now = timezone.now()

    def story(headline: str, hours: int, **values: Any) -> Article:
        at = now - timedelta(hours=hours)
        return factories.published(by=editor, headline=headline, now=at, **values)

    subject = story("الموضوع", 1, category=section, tags=("سدود", "مطر"))
    story("قسم بعده", 0, category=section, tags=())
    story("قسم قديم", 9, category=section, tags=())
    story("قسم جديد", 2, category=section, tags=())
    story("وسمان", 8, category=other, tags=("سدود", "مطر"))
    story("وسم", 7, category=other, tags=("مطر",))
    story("بعيد", 1, category=other, tags=("زيتون",))
    assert names(subject) == ["وسمان", "وسم", "قسم جديد", "قسم قديم"]


def test_uncategorized_is_no_subject(editor: User) -> None:
    subject = factories.published(by=editor, tags=())
    factories.published(by=editor, tags=())
    assert related_to(subject) == []


def test_nothing_that_readers_cannot_see(editor: User, client: Client) -> None:
    section = factories.category()
    gone = factories.published(by=editor, category=section, headline="مسحوب")
    subject = factories.published(by=editor, category=section)
    publishing.create(factories.content(category=section, headline="مسودة"), by=editor)
    later = publishing.create(factories.content(category=section, headline="مجدول"), by=editor)
    publishing.schedule(later, timezone.now() + timedelta(hours=1), by=editor)
    assert names(subject) == ["مسحوب"]
    assert gone.get_absolute_url() in client.get(subject.get_absolute_url()).content.decode()
    withdrawal.withdraw(gone, by=editor)
    assert related_to(subject) == []
    assert 'class="rail"' not in client.get(subject.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_related_takes_one_query(
    count: int, editor: User, django_assert_num_queries: Queries
) -> None:
    section = factories.category()
    stories = [
        factories.published(by=editor, category=section, tags=("سدود", f"وسم {number}"))
        for number in range(count)
    ]
    detail = Article.objects.for_detail().get(pk=stories[0].pk)
    with django_assert_num_queries(1):
        found = related_to(detail)
        assert [one.article.get_absolute_url() for one in found]
    assert len(found) == min(4, count - 1)


def test_picture_is_the_smallest_that_fills_a_thumbnail(editor: User) -> None:
    photo = Photo.objects.create(
        file="originals/x.jpg", sha256="0" * 64, width=1600, height=900, credit="رسم", alt="x"
    )
    for width in (160, 320, 640):
        photo.renditions.create(
            format="jpeg", width=width, height=90, file=f"renditions/{width}.jpg"
        )
    section = factories.category()
    factories.published(by=editor, category=section, lead_photo=photo)
    subject = factories.published(by=editor, category=section)
    [found] = related_to(subject)
    assert found.thumb.endswith("renditions/320.jpg")


def test_only_the_newest_of_a_tag_are_weighed(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(related, "WEIGHED", 2)
    now = timezone.now()
    stories = [
        factories.published(by=editor, now=now - timedelta(hours=9 - number), tags=("سدود",))
        for number in range(5)
    ]
    tag = Tag.objects.get()
    assert tag.related_since == stories[3].publish_at
    assert names(stories[0]) == [stories[4].headline, stories[3].headline]
    older = factories.published(by=editor, now=now - timedelta(hours=12), tags=("سدود",))
    newer = factories.published(by=editor, now=now, tags=("سدود",))
    assert names(older) == [story.headline for story in (newer, stories[4], stories[3])]
    [moved] = PurgeEvent.objects.filter(key=page_keys.weighed(tag.pk))
    assert moved.place is not None
    assert place_of(stories[2].publish_at or now) <= moved.place
    assert moved.place < place_of(tag.related_since)
