from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles import publishing, trash, withdrawal
from articles.content import Content
from articles.editing import preview_links
from articles.editing.models import PreviewLink
from articles.editing.preview_links import Duration
from articles.models import Article, Reference, Revision
from articles.models.article import State
from articles.publishing import TransitionNotAllowed
from articles.revisions import latest_content
from articles.trash import AT_ONCE, KEPT_FOR
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media import uses
from newsroom.media.models import Photo
from tests import factories
from tests.articles.test_publishing import edit, reload, verbs_of
from tests.newsroom.media import files


def old_trash(by: User, count: int = 1, **age: float) -> list[Article]:
    drafts = [publishing.create(factories.content(), by=by) for _n in range(count)]
    thrown = [trash.trash(one, by=by) for one in drafts]
    long_ago = timezone.now() - KEPT_FOR - timedelta(**(age or {"minutes": 1}))
    Article.objects.filter(pk__in=[one.pk for one in thrown]).update(trashed_at=long_ago)
    return thrown


def test_a_draft_comes_back_whole(editor: User) -> None:
    photo = files.photo(editor, credit="زميلة")
    other = factories.published(by=editor)
    body = f'<p><a data-article="{other.pk}">خبر</a></p>'
    draft = publishing.create(factories.full_content(lead_photo=photo, body=body), by=editor)
    publishing.save(draft, edit(draft, deck="مقدمة أخرى"), by=editor)
    link = preview_links.create(reload(draft), Duration.DAY, by=editor)
    said, content = latest_content(reload(draft)), Content.from_article(reload(draft))

    def kept() -> list[object]:
        rows = (Revision, Reference, PreviewLink)
        return [list(model.objects.order_by("pk").values()) for model in rows]

    before = kept()
    thrown = trash.trash(draft, by=editor)
    assert thrown.state() == State.TRASHED
    assert thrown.trashed_by == editor
    assert Client().get(f"/preview/{link.token}/").status_code == 410
    assert not uses.unused(Photo.objects.filter(pk=photo.pk)).exists()
    back = trash.restore_from_trash(thrown, by=editor)
    assert back.state() == State.DRAFT
    assert (back.trashed_at, back.trashed_by) == (None, None)
    assert kept() == before
    assert latest_content(reload(back)) == said
    assert Content.from_article(reload(back)) == content
    assert Client().get(f"/preview/{link.token}/").status_code == 200
    assert verbs_of(back)[-2:] == ["trash", "restore_from_trash"]


def test_nothing_is_done_to_a_story_in_the_trash(draft: Article, editor: User) -> None:
    trash.trash(draft, by=editor)
    typed = edit(draft)
    tomorrow = timezone.now() + timedelta(days=1)
    verbs = [
        lambda: publishing.save(draft, typed, by=editor),
        lambda: publishing.publish(draft, by=editor),
        lambda: publishing.schedule(draft, tomorrow, by=editor),
        lambda: publishing.move(draft, factories.category(), by=editor),
        lambda: publishing.change_slug(draft, "اسم", by=editor),
        lambda: preview_links.create(draft, Duration.DAY, by=editor),
    ]
    for verb in verbs:
        with pytest.raises((PermissionDenied, TransitionNotAllowed)):
            verb()
    with pytest.raises(TransitionNotAllowed):
        trash.trash(draft, by=editor)
    assert verbs_of(draft) == ["create", "trash"]


def test_only_drafts_go_there(published: Article, editor: User) -> None:
    draft = publishing.create(factories.content(), by=editor)
    scheduled = publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    gone = withdrawal.withdraw(factories.published(by=editor), by=editor)
    for article in (published, scheduled, gone):
        with pytest.raises(TransitionNotAllowed):
            trash.trash(article, by=editor)
    assert trash.trash(publishing.unschedule(scheduled, by=editor), by=editor)


def test_the_database_lets_nothing_public_into_the_trash(published: Article) -> None:
    rows = Article.objects.filter(pk=published.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(status="trashed", trashed_at=timezone.now())


def test_reporters_throw_away_and_bring_back_their_own(
    reporter: User, moderator: User, editor: User, draft: Article
) -> None:
    own = publishing.create(factories.content(), by=reporter)
    trash.trash(own, by=reporter)
    trash.restore_from_trash(own, by=reporter)
    for user, article in ((reporter, draft), (moderator, draft), (moderator, own)):
        with pytest.raises(PermissionDenied):
            trash.trash(article, by=user)
    trash.trash(draft, by=editor)
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            trash.restore_from_trash(draft, by=user)


def test_emptying_is_the_chiefs(editor: User, chief: User, draft: Article) -> None:
    trash.trash(draft, by=editor)
    with pytest.raises(PermissionDenied):
        trash.empty(by=editor)
    kept = publishing.create(factories.content(), by=editor)
    assert trash.empty(by=chief) == 1
    assert Article.objects.get() == kept
    line = Entry.objects.get(verb="delete_for_good")
    assert (line.by, line.target_id, line.target_label) == (chief, str(draft.pk), draft.headline)
    assert not Revision.objects.filter(article=draft.pk).exists()


def test_the_ticker_empties_it_after_thirty_days(editor: User) -> None:
    [old] = old_trash(editor)
    [held] = old_trash(editor)
    Article.objects.filter(pk=held.pk).update(legal_hold=True)
    fresh = trash.trash(publishing.create(factories.content(), by=editor), by=editor)
    linked = factories.published(by=editor, body=f'<p><a data-article="{old.pk}">خبر</a></p>')
    trash.empty_due(timezone.now())
    trash.empty_due(timezone.now())
    assert set(Article.objects.trashed()) == {held, fresh}
    line = Entry.objects.get(verb="delete_for_good")
    assert (line.by, line.target_id) == (None, str(old.pk))
    assert "خبر" in Client().get(linked.get_absolute_url()).content.decode()


def test_many_go_in_several_steps(editor: User) -> None:
    old_trash(editor, AT_ONCE + 2)
    for left in (2, 0):
        trash.empty_due(timezone.now())
        assert Article.objects.trashed().count() == left


def test_what_was_brought_back_meanwhile_stays(editor: User) -> None:
    [article] = old_trash(editor)
    chosen = Article.objects.trashed().filter(pk=article.pk)
    trash.restore_from_trash(article, by=editor)
    assert not trash._delete(chosen, by=None)
    assert reload(article).state() == State.DRAFT


@pytest.mark.parametrize(
    ("age", "days"), [(0, 30), (0.5, 30), (1, 29), (29.5, 1), (30, 0), (31, 0)]
)
def test_days_left(age: float, days: int) -> None:
    now = timezone.now()
    assert trash.days_left(Article(trashed_at=now - timedelta(days=age)), now) == days
