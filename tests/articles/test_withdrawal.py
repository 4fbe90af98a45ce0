from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.test import Client

from articles import publishing, withdrawal
from articles.models import Article, Withdrawal
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from articles.withdrawal import Reason
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media import moving
from newsroom.media.models import Photo
from tests import factories
from tests.articles.test_publishing import edit, reload, verbs_of
from tests.newsroom.media import files

CREDIT = "تصوير زميل"
Committed = Callable[..., Any]


def names_of(*photos: Photo) -> set[str]:
    return {str(row.file) for photo in photos for row in photo.renditions.all()}


def status_of(name: str) -> int:
    return Client().get(f"/media/{name}").status_code


def test_the_reason_stands_in_record_and_log(published: Article, editor: User) -> None:
    seen = published.live_revision
    address = published.get_absolute_url()
    article = withdrawal.withdraw(
        published,
        by=editor,
        reason=Reason.LEGAL,
        note=" أمر قضائي ",
        sentence=" سُحب المقال\u202e بأمر قضائي. ",
    )
    row = Withdrawal.objects.get()
    assert (row.article, row.by, row.by_name) == (article, editor, editor.name)
    assert (row.at, row.revision, row.address) == (article.withdraw_at, seen, address)
    assert (row.reason, row.note) == (Reason.LEGAL, "أمر قضائي")
    assert article.withdrawal_sentence == row.sentence == "سُحب المقال بأمر قضائي."
    assert article.legal_hold
    assert Entry.objects.get(verb="withdraw").detail == {
        "reason": "legal",
        "note": "أمر قضائي",
        "sentence": "سُحب المقال بأمر قضائي.",
    }


def test_the_fingerprint_is_that_of_what_readers_saw(published: Article, editor: User) -> None:
    publishing.save(published, edit(published, headline="مسودة لم تُنشر"), by=editor)
    withdrawal.withdraw(reload(published), by=editor)
    row = Withdrawal.objects.get()
    assert row.revision.snapshot["headline"] == published.headline
    assert row.fingerprint == withdrawal.fingerprint(row.revision)
    row.revision.snapshot["body"] += "<p>كلمة</p>"
    assert row.fingerprint != withdrawal.fingerprint(row.revision)


def test_too_long_words_are_refused(published: Article, editor: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        withdrawal.withdraw(published, by=editor, note="ن" * 1001)
    with pytest.raises(TransitionNotAllowed):
        withdrawal.withdraw(published, by=editor, sentence="ن" * 201)
    assert reload(published).state() == State.PUBLISHED


def test_hold_outlasts_publication_and_is_lifted_by_the_chief(
    published: Article, editor: User, chief: User
) -> None:
    withdrawal.withdraw(published, by=editor)
    article = publishing.publish(published, by=editor)
    assert article.legal_hold
    with pytest.raises(PermissionDenied):
        withdrawal.lift_legal_hold(article, by=editor, note="انتهت القضية")
    with pytest.raises(TransitionNotAllowed):
        withdrawal.lift_legal_hold(article, by=chief, note="  ")
    assert not withdrawal.lift_legal_hold(article, by=chief, note="انتهت القضية").legal_hold
    assert Entry.objects.get(verb="lift_legal_hold").detail == {"note": "انتهت القضية"}
    with pytest.raises(TransitionNotAllowed):
        withdrawal.lift_legal_hold(article, by=chief, note="مرة أخرى")
    assert verbs_of(article)[-1] == "lift_legal_hold"


def test_neither_the_story_nor_what_readers_saw_can_be_deleted(
    published: Article, editor: User
) -> None:
    article = withdrawal.withdraw(published, by=editor)
    row = Withdrawal.objects.get()
    with pytest.raises(ProtectedError):
        row.revision.delete()
    with pytest.raises(ProtectedError):
        article.delete()


def test_its_photos_leave_their_addresses_and_come_back_under_others(
    editor: User, django_capture_on_commit_callbacks: Committed
) -> None:
    lead, inside, shared = (files.photo(editor, credit=CREDIT) for _n in range(3))
    body = f'<p>نص</p><figure class="photo" data-photo="{inside.pk}"></figure>'
    body += f'<figure class="photo" data-photo="{shared.pk}"></figure>'
    story = factories.published(by=editor, lead_photo=lead, body=body)
    other = factories.published(by=editor, lead_photo=shared)
    own, others = names_of(lead, inside), names_of(shared)
    assert {status_of(name) for name in own | others} == {200}

    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(story, by=editor)

    assert {status_of(name) for name in own} == {404}
    assert not any(default_storage.exists(name) for name in own)
    assert names_of(shared) == others
    assert {status_of(name) for name in others} == {200}
    assert other.lead_photo == shared
    new = names_of(lead, inside)
    assert not new & own
    publishing.publish(story, by=editor)
    page = Client().get(reload(story).get_absolute_url()).content.decode()
    assert all(f"/media/{name}" in page for name in new)
    assert not any(name in page for name in own)


def test_a_photo_that_readers_saw_before_the_last_update_leaves_too(
    editor: User, django_capture_on_commit_callbacks: Committed
) -> None:
    first, second = files.photo(editor, credit=CREDIT), files.photo(editor, credit=CREDIT)
    story = factories.published(by=editor, lead_photo=first)
    publishing.update(story, by=editor, edit=edit(story, lead_photo=second))
    old = names_of(first, second)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(reload(story), by=editor)
    assert {status_of(name) for name in old} == {404}


def test_photos_of_two_withdrawn_stories_leave_with_the_second(
    editor: User, django_capture_on_commit_callbacks: Committed
) -> None:
    photo = files.photo(editor, credit=CREDIT)
    stories = [factories.published(by=editor, lead_photo=photo) for _n in range(2)]
    names = names_of(photo)
    for story, status in zip(stories, (200, 404), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            withdrawal.withdraw(story, by=editor)
        assert {status_of(name) for name in names} == {status}


def test_the_task_moves_what_a_killed_process_left(
    editor: User, media_folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    photo = files.photo(editor, credit=CREDIT)
    story = factories.published(by=editor, lead_photo=photo)
    names = names_of(photo)
    withdrawal.withdraw(story, by=editor)  # its process dies before it moves anything
    assert {status_of(name) for name in names} == {200}
    assert moving.move(sorted(names)) == len(names)
    assert {status_of(name) for name in names} == {404}
    new = names_of(photo)
    assert moving.move(sorted(names)) == 0
    assert names_of(photo) == new
    assert {status_of(name) for name in new} == {200}


def test_a_missing_file_stops_nothing(editor: User) -> None:
    photo = files.photo(editor, credit=CREDIT)
    [name] = names_of(photo)
    default_storage.delete(name)
    assert moving.move([name]) == 0
    assert names_of(photo) == {name}
