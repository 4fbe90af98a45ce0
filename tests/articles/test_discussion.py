from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import publishing, withdrawal
from articles.discussion import (
    close_comments,
    comments_open,
    comments_state,
    hide_comments,
    open_comments,
    set_comments,
)
from articles.models import Article, PublicationSettings
from articles.models.settings import CommentsState
from articles.signals import comments_toggled
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

VERBS: dict[CommentsState, Callable[..., bool]] = {
    CommentsState.OPEN: open_comments,
    CommentsState.CLOSED: close_comments,
    CommentsState.HIDDEN: hide_comments,
}
ALL = list(CommentsState)


def reload(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def comment_lines(article: Article) -> list[tuple[str, dict[str, str]]]:
    entries = Entry.objects.filter(target_id=str(article.pk), verb__startswith="comments_")
    return list(entries.order_by("id").values_list("verb", "detail"))


@pytest.mark.parametrize("before", ALL)
@pytest.mark.parametrize("after", ALL)
def test_verb_sets_the_state(
    before: CommentsState, after: CommentsState, published: Article, editor: User
) -> None:
    Article.objects.filter(pk=published.pk).update(comments_state=before)
    assert VERBS[after](published, by=editor) == (before != after)
    assert comments_state(reload(published)) == after


def test_verb_writes_one_audit_line(published: Article, editor: User) -> None:
    assert close_comments(published, by=editor)
    assert hide_comments(published, by=editor)
    assert open_comments(published, by=editor)
    assert comment_lines(published) == [
        ("comments_closed", {"before": "open"}),
        ("comments_hidden", {"before": "closed"}),
        ("comments_open", {"before": "hidden"}),
    ]
    assert {entry.by for entry in Entry.objects.filter(verb="comments_closed")} == {editor}


def test_state_that_stands_already_changes_nothing(published: Article, editor: User) -> None:
    close_comments(published, by=editor)
    before = reload(published).changed_at
    assert close_comments(published, by=editor) is False
    assert len(comment_lines(published)) == 1
    assert reload(published).changed_at == before


def test_second_of_two_clicks_on_an_old_page_changes_nothing(
    published: Article, editor: User
) -> None:
    stale = reload(published)
    close_comments(published, by=editor)
    assert set_comments(stale, CommentsState.CLOSED, by=editor) is False
    assert len(comment_lines(published)) == 1


def test_verb_leaves_text_dates_and_revisions_alone(published: Article, editor: User) -> None:
    before = reload(published)
    close_comments(published, by=editor)
    after = reload(published)
    assert after.changed_at > before.changed_at
    for name in ("headline", "body", "publish_at", "substantive_update_at", "latest_revision_id"):
        assert getattr(after, name) == getattr(before, name)


def test_verb_is_announced_once(published: Article, editor: User) -> None:
    heard: list[tuple[str, User]] = []

    def listen(article: Article, by: User, **kwargs: object) -> None:
        heard.append((article.comments_state, by))

    comments_toggled.connect(listen)
    try:
        close_comments(published, by=editor)
        close_comments(published, by=editor)
    finally:
        comments_toggled.disconnect(listen)
    assert heard == [("closed", editor)]


@pytest.mark.parametrize("role", ["editor", "editor_in_chief", "moderator", "administrator"])
def test_desk_and_moderators_may(role: str, published: Article) -> None:
    assert close_comments(published, by=factories.user(role))


@pytest.mark.parametrize("state", ALL)
@pytest.mark.parametrize("role", ["reporter", ""])
def test_reporter_and_stranger_may_not(state: CommentsState, role: str, published: Article) -> None:
    before = CommentsState.HIDDEN if state == CommentsState.OPEN else CommentsState.OPEN
    Article.objects.filter(pk=published.pk).update(comments_state=before)
    with pytest.raises(PermissionDenied):
        set_comments(published, state, by=factories.user(role))
    assert comments_state(reload(published)) == before
    assert comment_lines(published) == []


def test_reporter_may_not_even_under_an_own_story(reporter: User) -> None:
    own = publishing.create(factories.content(), by=reporter)
    with pytest.raises(PermissionDenied):
        close_comments(own, by=reporter)


@pytest.mark.parametrize("state", ALL)
def test_comments_are_open_while_the_story_is_public(
    state: CommentsState, draft: Article, editor: User
) -> None:
    wanted = state == CommentsState.OPEN
    set_comments(draft, state, by=editor)
    assert not comments_open(reload(draft))
    publishing.schedule(draft, timezone.now() + timedelta(hours=1), by=editor)
    assert not comments_open(reload(draft))
    publishing.publish(draft, by=editor)
    assert comments_open(reload(draft)) == wanted
    withdrawal.withdraw(draft, by=editor)
    assert not comments_open(reload(draft))
    publishing.publish(draft, by=editor)
    assert comments_open(reload(draft)) == wanted


@pytest.mark.parametrize("state", ALL)
def test_new_story_begins_as_the_settings_say(state: CommentsState, editor: User) -> None:
    PublicationSettings.objects.update(new_article_comments=state)
    assert comments_state(publishing.create(factories.content(), by=editor)) == state
