from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import page_keys, publishing
from articles.content import Content
from articles.due_revisions import (
    apply_due,
    cancel_update,
    move_update,
    obstacle,
    schedule_update,
)
from articles.due_rows import due_revision
from articles.models import Article, DueRevision, PublicationSettings, Revision
from articles.publishing import TransitionNotAllowed, UpdateKind
from articles.revisions import StaleBase, latest_content
from articles.signals import article_updated, update_refused
from articles.withdrawal import withdraw
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.models import Photo
from newsroom.pagecache.models import PurgeEvent
from tests import factories
from tests.articles.frontpage.test_races import at_once, editors
from tests.articles.test_publishing import edit, reload, verbs_of
from tests.newsroom.media import files

__all__ = ["editors"]

NEW = "العنوان في موعده"


def later(**delta: float) -> datetime:
    return timezone.now() + timedelta(**delta)


def fix(article: Article, at: datetime, by: User, **changes: Any) -> DueRevision:
    values = {"kind": changes.pop("kind", UpdateKind.MINOR), **changes.pop("note", {})}
    typed = edit(article, **{"headline": NEW, **changes})
    return schedule_update(article, at, by=by, edit=typed, **values)


@pytest.fixture
def updated() -> Iterator[list[Any]]:
    heard: list[Any] = []

    def hear(sender: Any, **values: Any) -> None:
        heard.append((values["article"].pk, values["by"], values["substantive"]))

    article_updated.connect(hear)
    yield heard
    article_updated.disconnect(hear)


def test_readers_see_it_at_its_time_and_not_before(
    published: Article, editor: User, updated: list[Any]
) -> None:
    at = later(hours=1)
    due = fix(published, at, editor)
    assert Content.from_article(reload(published)).headline != NEW
    assert reload(published).latest_revision == due.revision
    apply_due(at - timedelta(seconds=1))
    assert Content.from_article(reload(published)).headline != NEW
    PurgeEvent.objects.all().delete()
    apply_due(at)
    article = reload(published)
    assert article.headline == NEW
    assert article.live_revision == article.latest_revision == due.revision
    assert not article.has_unpublished_changes
    assert article.revisions.get(pk=due.revision_id).kind == Revision.Kind.UPDATE
    assert PurgeEvent.objects.filter(key=page_keys.story(article.pk)).exists()
    assert not DueRevision.objects.exists()
    assert updated == [(article.pk, editor, False)]
    assert verbs_of(article) == ["create", "publish", "schedule_update", "update"]
    assert Entry.objects.get(verb="update").by == editor
    apply_due(at + timedelta(seconds=5))
    assert len(updated) == 1


def test_kind_and_correction_are_those_that_were_fixed(published: Article, editor: User) -> None:
    at = later(hours=1)
    note: dict[str, Any] = {"correction": "القطار يصل في السابعة", "wrong": "القطار يصل في السادسة"}
    note = {**note, "at_top": True}
    fix(published, at, editor, kind=UpdateKind.CORRECTION, note=note)
    assert not published.corrections.exists()
    assert reload(published).substantive_update_at is None
    apply_due(at)
    correction = published.corrections.get()
    assert (correction.text, correction.wrong, correction.at_top) == (
        "القطار يصل في السابعة",
        "القطار يصل في السادسة",
        True,
    )
    assert correction.by == editor
    assert correction.at == reload(published).substantive_update_at == at


def test_later_saves_are_not_in_it_and_are_not_lost(published: Article, editor: User) -> None:
    at = later(hours=1)
    fix(published, at, editor)
    publishing.save(published, edit(published, headline="ما كُتب بعده"), by=editor)
    apply_due(at)
    article = reload(published)
    assert article.headline == NEW
    assert latest_content(article).headline == "ما كُتب بعده"
    assert article.has_unpublished_changes
    # Who had the form open goes on from where they were.
    publishing.save(published, edit(published, headline="وبعده"), by=editor)


def test_an_update_by_hand_cancels_it(published: Article, editor: User, chief: User) -> None:
    """What was fixed before would undo it."""
    at = later(hours=1)
    fix(published, at, editor)
    publishing.update(published, by=chief, edit=edit(published, headline="تحديث باليد"))
    assert due_revision(published) is None
    assert verbs_of(published)[-2:] == ["cancel_update", "update"]
    apply_due(at)
    assert reload(published).headline == "تحديث باليد"
    assert Revision.objects.filter(article=published, snapshot__headline=NEW).exists()


def test_a_withdrawal_cancels_it(published: Article, editor: User) -> None:
    at = later(hours=1)
    fix(published, at, editor)
    withdraw(published, by=editor)
    assert due_revision(published) is None
    publishing.publish(published, by=editor)
    apply_due(at)
    assert reload(published).state() == "published"


def test_moving_the_category_is_not_undone_by_it(published: Article, editor: User) -> None:
    at = later(hours=1)
    fix(published, at, editor)
    publishing.save(published, edit(published, headline="ما كُتب بعده"), by=editor)
    sport = factories.category("رياضة")
    publishing.move(published, sport, by=editor)
    apply_due(at)
    article = reload(published)
    assert (article.headline, article.category) == (NEW, sport)
    assert latest_content(article).headline == "ما كُتب بعده"


def test_fixing_again_takes_its_place(published: Article, editor: User) -> None:
    fix(published, later(hours=1), editor)
    at = later(hours=2)
    fix(published, at, editor, headline="الثاني")
    assert DueRevision.objects.get().at == at
    apply_due(at)
    assert reload(published).headline == "الثاني"


def test_it_is_moved_and_cancelled(published: Article, editor: User, chief: User) -> None:
    at = later(hours=1)
    fix(published, at, editor)
    move_update(published, at + timedelta(hours=1), by=chief)
    apply_due(at)
    assert reload(published).headline != NEW
    cancel_update(published, by=chief)
    apply_due(at + timedelta(hours=2))
    assert reload(published).headline != NEW
    assert verbs_of(published)[-3:] == ["schedule_update", "move_update", "cancel_update"]
    for verb in (cancel_update, lambda one, by: move_update(one, later(hours=1), by=by)):
        with pytest.raises(TransitionNotAllowed):
            verb(published, by=chief)


def test_what_is_not_ready_at_its_time_waits_for_a_decision(
    published: Article, editor: User
) -> None:
    refused: list[str] = []

    def hear(sender: Any, reason: str, **values: Any) -> None:
        refused.append(reason)

    update_refused.connect(hear)
    at = later(hours=1)
    fix(published, at, editor, deck="")
    settings = PublicationSettings.load()
    settings.ready_deck = "blocking"
    settings.save()
    apply_due(at)
    apply_due(at + timedelta(seconds=5))
    update_refused.disconnect(hear)
    due = due_revision(published)
    assert due is not None
    assert due.refused_at == at
    assert reload(published).headline != NEW
    assert verbs_of(published)[-1:] == ["refuse_update"]
    assert refused == [obstacle(due)]
    settings.ready_deck = "warning"
    settings.save()
    assert obstacle(due) == ""
    move_update(published, later(hours=3), by=editor)
    apply_due(later(hours=4))
    assert reload(published).headline == NEW


def test_its_photos_stay_its_own(published: Article, editor: User) -> None:
    """A later save does not set them free to be discarded, nor does archiving take them away."""
    photo = files.photo(editor)
    photo.credit = "تصوير"
    photo.save()
    at = later(hours=1)
    fix(published, at, editor, lead_photo=photo)
    publishing.save(published, edit(published, lead_photo=None), by=editor)
    assert photo.references.exists()
    Photo.objects.filter(pk=photo.pk).update(archived_at=timezone.now())
    apply_due(at)
    assert reload(published).lead_photo == photo


def test_an_author_that_is_gone_refuses_it(published: Article, editor: User) -> None:
    author = factories.author()
    fix(published, later(hours=1), editor, authors=(author,))
    publishing.save(published, edit(published, authors=()), by=editor)
    author.delete()
    apply_due(later(hours=2))
    assert DueRevision.objects.get().refused_at is not None


def test_who_fixed_it_may_have_left(published: Article, editor: User) -> None:
    at = later(hours=1)
    fix(published, at, editor)
    editor.groups.clear()
    User.objects.filter(pk=editor.pk).update(is_active=False)
    apply_due(at)
    assert reload(published).headline == NEW


def test_one_that_fails_does_not_hold_up_the_others(
    editor: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = factories.published(by=editor), factories.published(by=editor)
    fix(broken, later(minutes=1), editor)
    fix(sound, later(minutes=2), editor)
    DueRevision.objects.filter(article=broken).update(kind="nonsense")
    apply_due(later(minutes=3))
    assert reload(sound).headline == NEW
    assert DueRevision.objects.get().article == broken
    assert "failed" in caplog.text


@pytest.mark.parametrize("delta", [timedelta(0), timedelta(hours=-1)])
def test_a_time_that_has_passed_is_refused(
    published: Article, editor: User, delta: timedelta
) -> None:
    with pytest.raises(TransitionNotAllowed):
        fix(published, timezone.now() + delta, editor)
    assert published.revisions.count() == 2


def test_only_what_readers_see_is_changed_at_a_time(draft: Article, editor: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        fix(draft, later(hours=1), editor)
    publishing.schedule(draft, later(hours=2), by=editor)
    with pytest.raises(TransitionNotAllowed):
        fix(draft, later(hours=1), editor)


def test_the_base_is_checked_and_the_permission(
    published: Article, editor: User, chief: User, reporter: User
) -> None:
    stale = edit(published)
    publishing.save(published, edit(published, headline="لزميلتي"), by=chief)
    with pytest.raises(StaleBase):
        schedule_update(published, later(hours=1), by=editor, edit=stale)
    fix(published, later(hours=1), editor)
    Article.objects.filter(pk=published.pk).update(created_by=reporter)
    for verb in (
        lambda: fix(published, later(hours=1), reporter),
        lambda: move_update(published, later(hours=1), by=reporter),
        lambda: cancel_update(published, by=reporter),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_looking_costs_one_query(published: Article, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        apply_due(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_apply_it_once(editors: list[User], updated: list[Any]) -> None:
    stories = [factories.published(by=editors[0]) for _ in range(3)]
    at = later(hours=1)
    for story in stories:
        fix(story, at, editors[0])
    at_once(*[lambda: apply_due(at)] * 4)
    assert sorted(pk for pk, _by, _substantive in updated) == [story.pk for story in stories]
    assert Entry.objects.filter(verb="update").count() == 3
    assert {reload(story).headline for story in stories} == {NEW}


@pytest.mark.django_db(transaction=True)
def test_at_the_moment_of_an_update_by_hand_one_of_both_stands(editors: list[User]) -> None:
    """Never the older text over the newer one."""
    story = factories.published(by=editors[0])
    at = later(hours=1)
    fix(story, at, editors[0])
    by_hand = edit(story, headline="باليد")
    at_once(
        lambda: apply_due(at),
        lambda: publishing.update(story, by=editors[1], edit=by_hand),
    )
    assert reload(story).headline == "باليد"
    assert not DueRevision.objects.exists()
