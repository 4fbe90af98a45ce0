"""No story goes out with a lead photo that has no credit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.newsroom.media import files


@pytest.fixture
def uncredited(editor: User) -> Photo:
    return files.photo(editor)


def test_not_published_and_not_scheduled(uncredited: Photo, editor: User) -> None:
    draft = publishing.create(factories.content(lead_photo=uncredited), by=editor)
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(TransitionNotAllowed, match="credit|مصدر"):
        publishing.publish(draft, by=editor)
    with pytest.raises(TransitionNotAllowed, match="credit|مصدر"):
        publishing.schedule(draft, tomorrow, by=editor)
    draft.refresh_from_db()
    assert draft.status == Article.Status.DRAFT

    Photo.objects.update(credit="و م ع")
    publishing.publish(draft, by=editor)


def test_not_updated(uncredited: Photo, published: Article, editor: User) -> None:
    edit = Edit(factories.content(lead_photo=uncredited), 2)
    with pytest.raises(TransitionNotAllowed, match="credit|مصدر"):
        publishing.update(published, by=editor, edit=edit)
    publishing.save(published, edit, by=editor)  # a draft may wait for its credit


def test_not_slipped_into_a_scheduled_story(uncredited: Photo, editor: User) -> None:
    draft = publishing.create(factories.content(), by=editor)
    story = publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    edit = Edit(factories.content(lead_photo=uncredited), 2)
    with pytest.raises(TransitionNotAllowed, match="credit|مصدر"):
        publishing.save(story, edit, by=editor)
    publishing.unschedule(story, by=editor)
    publishing.save(story, edit, by=editor)
