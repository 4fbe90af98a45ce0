"""The lead photo in the story form: chosen from the library or uploaded in place."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from articles.revisions import latest_content
from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from newsroom.media.models import Photo
from tests import factories
from tests.articles.admin.story_form import typed
from tests.newsroom.media import files
from tests.newsroom.media.test_intake import REFUSED, TAKEN
from tests.newsroom.media.test_likeness import encoded, scene

ADD = "/admin/articles/article/add/"
LogIn = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[Any]]


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def written() -> Article:
    return Article.objects.select_related("latest_revision").get()


def test_new_story_with_an_uploaded_photo(reporter: User, logged_in: LogIn) -> None:
    sent = typed(_save="1", photo_file=files.upload(files.jpeg()), photo_credit="سعيدة")
    assert logged_in(reporter).post(ADD, sent).status_code == 302
    photo = Photo.objects.get()
    assert latest_content(written()).lead_photo == photo
    assert (photo.credit, photo.created_by) == ("سعيدة", reporter)


def test_published_with_an_uploaded_photo(editor: User, logged_in: LogIn) -> None:
    sent = typed(_publish="1", photo_file=files.upload(files.jpeg()), photo_credit="سعيدة")
    assert logged_in(editor).post(ADD, sent).status_code == 302
    story = written()
    page = Client().get(story.get_absolute_url()).content.decode()
    assert re.search(
        r'<figure class="art-lead">\s*<div class="frame frame--fit">\s*<picture><img', page
    )
    assert "<cite>سعيدة</cite>" in page


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("verb", ["_save", "_publish"])
def test_refused_file_loses_nothing(kind: str, verb: str, editor: User, logged_in: LogIn) -> None:
    data, name = REFUSED[kind][0], "<b>\u202egpj.exe.jpg"
    chosen = files.photo(editor, credit="و م ع")
    words: dict[str, Any] = {"headline": "عنوان طويل كُتب", "body": "متن كُتب", "tags": "وسم كُتب"}
    sent = typed(**words, lead_photo=chosen.pk, photo_credit="سعيدة", photo_alt="وصف كُتب")
    sent |= {verb: "1", "photo_file": files.upload(data, name)}
    response = logged_in(editor).post(ADD, sent)
    assert response.status_code == 200
    assert not Article.objects.exists()
    page = response.content.decode()
    for text in (*words.values(), "سعيدة", "وصف كُتب"):
        assert text in page
    assert re.search(r'<div class="form-row errors field-photo_file">\s*<ul class="errorlist', page)
    assert re.search(rf'value="{chosen.pk}" name="lead_photo" checked', page)


@pytest.mark.parametrize("kind", ["cmyk jpeg", "animated webp", "avif"])
@pytest.mark.parametrize("name", ["x.svg", "ص" * 300 + ".jpg", "../../etc/passwd"])
def test_taken_whatever_its_name(kind: str, name: str, editor: User, logged_in: LogIn) -> None:
    sent = typed(_save="1", photo_file=files.upload(TAKEN[kind], name))
    assert logged_in(editor).post(ADD, sent).status_code == 302
    assert latest_content(written()).lead_photo == Photo.objects.get()


def test_a_picture_that_was_there_is_named(editor: User, logged_in: LogIn) -> None:
    add_photo(files.upload(encoded(scene(1))), by=editor, caption="وقفة أمام المقر")
    sent = typed(_save="1", photo_file=files.upload(encoded(scene(1), width=400)))
    page = logged_in(editor).post(ADD, sent, follow=True).content.decode()
    assert re.search('<li class="warning">[^<]*«وقفة أمام المقر»', page)


def test_a_good_file_stays_chosen_when_something_else_is_wrong(
    editor: User, logged_in: LogIn
) -> None:
    """A browser could not fill in the file a second time."""
    sent = typed(headline="", _save="1", photo_file=files.upload(files.jpeg()), photo_credit="ع")
    response = logged_in(editor).post(ADD, sent)
    photo = Photo.objects.get()
    assert response.status_code == 200
    assert re.search(rf'value="{photo.pk}" name="lead_photo" checked', response.content.decode())
    assert not Article.objects.exists()


def test_a_good_file_stays_chosen_when_the_verb_refuses(
    draft: Article, editor: User, logged_in: LogIn
) -> None:
    """The verb's transaction is undone; the photo was kept before it began."""
    sent = typed(draft, _publish="1", headline="عنوان آخر")
    sent["photo_file"] = files.upload(files.jpeg())
    response = logged_in(editor).post(change(draft), sent)
    assert response.status_code == 409  # no credit
    photo = Photo.objects.get()
    page = response.content.decode()
    assert re.search(rf'value="{photo.pk}" name="lead_photo" checked', page)
    assert "عنوان آخر" in page
    assert f'href="/admin/media/photo/{photo.pk}/change/"' in page
    draft.refresh_from_db()
    assert draft.status == Article.Status.DRAFT


def test_chosen_from_the_library_and_taken_away_again(
    draft: Article, editor: User, logged_in: LogIn
) -> None:
    photo = files.photo(editor, credit="و م ع")
    client = logged_in(editor)
    assert client.post(change(draft), typed(draft, lead_photo=photo.pk)).status_code == 302
    assert latest_content(written()).lead_photo == photo
    page = client.get(change(draft)).content.decode()
    assert re.search(rf'value="{photo.pk}" name="lead_photo" checked', page)
    assert client.post(change(draft), typed(draft, lead_photo="")).status_code == 302
    assert latest_content(written()).lead_photo is None


@pytest.mark.parametrize("value", ["999999", "x", "1 OR 1", "٣"])
def test_no_such_photo(value: str, draft: Article, editor: User, logged_in: LogIn) -> None:
    response = logged_in(editor).post(change(draft), typed(draft, lead_photo=value))
    assert response.status_code == 200
    assert "errors field-lead_photo" in response.content.decode()


def test_the_picker_offers_the_newest(editor: User, logged_in: LogIn) -> None:
    photos = [files.photo(editor) for _number in range(26)]
    page = logged_in(editor).get(ADD).content.decode()
    offered = re.findall(r'value="(\d+)" name="lead_photo"', page)
    assert offered == [str(photo.pk) for photo in reversed(photos[2:])]
    assert 'enctype="multipart/form-data"' in page
    assert page.count('src="/static/js/admin-photos.js"') == 1


def test_one_who_may_not_add_photos(draft: Article, editor: User, logged_in: LogIn) -> None:
    for group in editor.groups.all():
        group.permissions.filter(codename="add_photo").delete()
    client = logged_in(editor)
    assert 'name="photo_file"' not in client.get(change(draft)).content.decode()
    sent = typed(draft, photo_file=files.upload(files.jpeg()))
    assert client.post(change(draft), sent).status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_form_costs_the_same_with_many_photos(
    count: int, editor: User, logged_in: LogIn, django_assert_max_num_queries: Queries
) -> None:
    story = factories.published(by=editor, lead_photo=files.photo(editor, credit="و م ع"))
    for _number in range(count):
        files.photo(editor)
    client = logged_in(editor)
    client.get(change(story))
    with django_assert_max_num_queries(36):
        client.get(change(story))


def test_credit_that_was_missing_is_typed_afterwards(editor: User, logged_in: LogIn) -> None:
    """Uploaded without a credit, publishing is refused; the credit typed then is kept."""
    client = logged_in(editor)
    sent = typed(_publish="1", photo_file=files.upload(files.jpeg()))
    refused = client.post(ADD, sent)
    assert refused.status_code == 409
    photo = Photo.objects.get()
    again = typed(_publish="1", lead_photo=photo.pk, photo_credit="سعيدة")
    assert client.post(ADD, again).status_code == 302
    photo.refresh_from_db()
    assert photo.credit == "سعيدة"
    assert written().lead_photo == photo


def test_same_file_again_brings_the_credit_it_lacked(editor: User, logged_in: LogIn) -> None:
    client, data = logged_in(editor), files.jpeg()
    client.post(ADD, typed(_save="1", photo_file=files.upload(data)))
    client.post(ADD, typed(_save="1", photo_file=files.upload(data), photo_credit="سعيدة"))
    assert Photo.objects.get().credit == "سعيدة"


def test_credit_of_a_photo_that_has_one_stays(editor: User, logged_in: LogIn) -> None:
    photo = files.photo(editor, credit="و م ع")
    sent = typed(_save="1", lead_photo=photo.pk, photo_credit="غيره")
    logged_in(editor).post(ADD, sent)
    photo.refresh_from_db()
    assert photo.credit == "و م ع"
