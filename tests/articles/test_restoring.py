from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import publishing
from articles.content import Content, ContentRefused
from articles.models import Article, PublicationSettings, Reference, Revision
from articles.publishing import TransitionNotAllowed
from articles.restoring import restore
from articles.revisions import StaleBase, latest_content
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.articles.test_publishing import edit, reload, verbs_of
from tests.newsroom.media import files


def test_the_older_text_becomes_the_newest_and_nothing_is_lost(
    draft: Article, editor: User
) -> None:
    first = latest_content(draft)
    publishing.save(draft, edit(draft, headline="عنوان ثان"), by=editor)
    article = restore(draft, 1, base=2, by=editor)
    assert latest_content(article) == first
    assert Content.from_article(reload(draft)) == first
    assert [r.kind for r in article.revisions.all()] == ["restore", "save", "save"]
    assert verbs_of(draft) == ["create", "save", "restore"]
    entry = Entry.objects.filter(verb="restore").get()
    assert entry.detail == {"revision": 3, "restored": 1}


def test_what_readers_see_of_a_live_story_is_not_touched(published: Article, editor: User) -> None:
    shown = Content.from_article(published)
    publishing.save(published, edit(published, headline="مسودة"), by=editor)
    publishing.update(published, by=editor, edit=edit(published, headline="منشور ثان"))
    live = Content.from_article(reload(published))
    article = restore(published, 1, base=4, by=editor)
    assert Content.from_article(reload(published)) == live
    assert live.headline == "منشور ثان"
    assert latest_content(article).headline == shown.headline
    assert article.has_unpublished_changes


def test_undo_restores_the_former_newest_one(draft: Article, editor: User) -> None:
    publishing.save(draft, edit(draft, headline="الأحدث"), by=editor)
    restore(draft, 1, base=2, by=editor)
    restore(draft, 2, base=3, by=editor)
    assert reload(draft).headline == "الأحدث"
    assert reload(draft).latest_revision.number == 4  # type: ignore[union-attr]


def test_somebody_else_saved_in_between(draft: Article, editor: User, chief: User) -> None:
    publishing.save(draft, edit(draft, headline="لزميلتي"), by=chief)
    with pytest.raises(StaleBase) as refused:
        restore(draft, 1, base=1, by=editor)
    assert refused.value.theirs.number == 2
    assert reload(draft).headline == "لزميلتي"


def test_a_scheduled_story_stays_ready(editor: User) -> None:
    """As a save does: what is restored is what will be published."""
    story = publishing.create(factories.content(), by=editor)
    PublicationSettings.objects.update(ready_deck="blocking")
    ready = edit(story, deck="مقدمة")
    publishing.schedule(story, timezone.now() + timedelta(days=1), by=editor, edit=ready)
    with pytest.raises(TransitionNotAllowed):
        restore(story, 1, base=2, by=editor)
    assert reload(story).deck == "مقدمة"


def test_references_follow(draft: Article, editor: User) -> None:
    photo = files.photo(editor)
    publishing.save(draft, edit(draft, lead_photo=photo), by=editor)
    publishing.save(draft, edit(draft, lead_photo=None), by=editor)
    assert not Reference.objects.filter(article=draft, photo=photo).exists()
    restore(draft, 2, base=3, by=editor)
    assert Reference.objects.filter(article=draft, photo=photo).count() == 2


def test_what_cannot_be_shown_any_more_is_refused_with_a_reason(
    draft: Article, editor: User
) -> None:
    author = factories.author()
    publishing.save(draft, edit(draft, authors=(author,)), by=editor)
    publishing.save(draft, edit(draft, authors=()), by=editor)
    author.delete()
    with pytest.raises(ContentRefused):
        restore(draft, 2, base=3, by=editor)
    with pytest.raises(TransitionNotAllowed):
        restore(draft, 77, base=3, by=editor)
    assert Revision.objects.filter(article=draft).count() == 3


def test_who_may_not_edit_may_not_restore(draft: Article, reporter: User, moderator: User) -> None:
    for person in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            restore(draft, 1, base=1, by=person)
