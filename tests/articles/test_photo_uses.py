"""Where photos are used, and which photos a story may not take up any more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.content import ContentRefused
from articles.models import Article
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.media.archiving import archive
from newsroom.media.decoding import PhotoRefused
from newsroom.media.discarding import discard
from newsroom.media.models import Photo
from newsroom.media.uses import find_uses
from tests import factories
from tests.articles.admin.story_form import typed
from tests.newsroom.media import files

LogIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[Any]]


def figure(photo: Photo) -> str:
    return f'<p>نص</p><figure class="photo" data-photo="{photo.pk}"></figure>'


def run_out(photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(licence_expires_at=timezone.now())


@pytest.fixture
def photo(editor: User) -> Photo:
    return files.photo(editor, credit="و م ع", caption="وقفة")


def test_drafts_and_public_stories(photo: Photo, editor: User) -> None:
    draft = publishing.create(factories.content(lead_photo=photo), by=editor)
    public = factories.published(by=editor, body=figure(photo))
    uses = find_uses([photo.pk], editor)
    assert {use.title for use in uses.seen} == {draft.headline, public.headline}
    assert {use.tone for use in uses.seen} == {"draft", "pub"}
    assert uses.hidden == 0


def test_a_waiting_change_counts(photo: Photo, published: Article, editor: User) -> None:
    edit = Edit(factories.content(lead_photo=photo), 2)
    publishing.save(published, edit, by=editor)
    assert len(find_uses([photo.pk], editor).seen) == 1


def test_titles_of_others_drafts_are_counted_only(
    photo: Photo, reporter: User, editor: User, logged_in: LogIn
) -> None:
    secret = publishing.create(factories.content(lead_photo=photo, headline="سرّ"), by=editor)
    own = publishing.create(factories.content(lead_photo=photo), by=reporter)
    uses = find_uses([photo.pk], reporter)
    assert [use.title for use in uses.seen] == [own.headline]
    assert uses.hidden == 1
    page = logged_in(reporter).get(f"/admin/media/photo/{photo.pk}/change/").content.decode()
    assert secret.headline not in page
    assert own.headline in page


@pytest.mark.parametrize("count", [3, 30])
def test_queries(
    count: int, photo: Photo, reporter: User, editor: User, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        publishing.create(factories.content(lead_photo=photo), by=editor)
    editor = User.objects.get(pk=editor.pk)
    editor.has_perm("articles.view_article")
    with django_assert_num_queries(2):
        assert len(find_uses([photo.pk], editor).seen) == count


def test_unused_photos(photo: Photo, editor: User, logged_in: LogIn) -> None:
    publishing.create(factories.content(body=figure(photo)), by=editor)
    idle = files.photo(editor)
    page = logged_in(editor).get("/admin/media/photo/?show=unused").content.decode()
    assert f"/{idle.pk}/change/" in page
    assert f"/{photo.pk}/change/" not in page


def test_a_used_photo_is_not_discarded(photo: Photo, editor: User) -> None:
    publishing.create(factories.content(lead_photo=photo), by=editor)
    with pytest.raises(PhotoRefused):
        discard(photo, by=editor)


# --- new uses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["lead", "body"])
@pytest.mark.parametrize("why", ["archived", "expired"])
def test_new_uses_are_refused_and_name_the_photo(
    where: str, why: str, photo: Photo, editor: User, draft: Article
) -> None:
    if why == "archived":
        archive(photo, by=editor)
    else:
        run_out(photo)
    photo.refresh_from_db()
    said: dict[str, Any] = {"lead_photo": photo} if where == "lead" else {"body": figure(photo)}
    with pytest.raises(ContentRefused, match="«وقفة»"):
        publishing.create(factories.content(**said), by=editor)
    with pytest.raises(ContentRefused, match="«وقفة»"):
        publishing.save(draft, Edit(factories.content(**said), 1), by=editor)


def test_stories_that_have_it_go_on(photo: Photo, editor: User) -> None:
    public = factories.published(by=editor, lead_photo=photo, body=figure(photo))
    archive(photo, by=editor)
    run_out(photo)
    public = Article.objects.get(pk=public.pk)
    content = latest_content(public)
    publishing.update(public, by=editor, edit=Edit(content, 2))
    assert photo.credit in Client().get(public.get_absolute_url()).content.decode()


def test_a_draft_with_it_is_saved_but_not_published(photo: Photo, editor: User) -> None:
    draft = publishing.create(factories.content(lead_photo=photo), by=editor)
    run_out(photo)
    draft = Article.objects.select_related("latest_revision").get(pk=draft.pk)
    content = latest_content(draft)
    publishing.save(draft, Edit(content, 1), by=editor)
    with pytest.raises(ContentRefused, match="«وقفة»"):
        publishing.publish(draft, by=editor)


def test_not_scheduled_beyond_the_end(photo: Photo, editor: User) -> None:
    now = timezone.now()
    Photo.objects.update(licence_expires_at=now + timedelta(days=2))
    photo.refresh_from_db()
    draft = publishing.create(factories.content(lead_photo=photo), by=editor)
    with pytest.raises(ContentRefused, match="«وقفة»"):
        publishing.schedule(draft, now + timedelta(days=3), by=editor)
    publishing.schedule(draft, now + timedelta(days=1), by=editor)


def test_the_story_form_keeps_what_was_typed(photo: Photo, editor: User, logged_in: LogIn) -> None:
    archive(photo, by=editor)
    sent = typed(_save="1", lead_photo=photo.pk, headline="عنوان كُتب", body="متن كُتب")
    response = logged_in(editor).post("/admin/articles/article/add/", sent)
    assert response.status_code == 409
    page = response.content.decode()
    for words in ("عنوان كُتب", "متن كُتب", "«وقفة»"):
        assert words in page
    assert not Article.objects.exists()
