import pytest
from django.core.exceptions import PermissionDenied

from articles.comments.models import Comment
from articles.comments.moderation import set_state
from articles.comments.posting import post
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

State = Comment.State


@pytest.fixture
def comment(published: Article) -> Comment:
    return post(published, name="قارئة", text="رأي")


def reload(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def lines() -> list[tuple[str, dict[str, object]]]:
    entries = Entry.objects.filter(target_type="comments.comment")
    return list(entries.order_by("id").values_list("verb", "detail"))


@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED, State.SPAM])
def test_verdict_is_stored_with_an_audit_line(
    state: Comment.State, comment: Comment, moderator: User
) -> None:
    assert set_state(comment, state, by=moderator)
    assert reload(comment).state == comment.state == state
    entry = Entry.objects.get(verb=f"comment_{state}")
    assert (entry.by, entry.target_id, entry.target_label) == (
        moderator,
        str(comment.pk),
        "قارئة",
    )
    assert entry.detail == {"before": "pending", "article": comment.article_id}


def test_verdict_can_be_taken_back(comment: Comment, moderator: User) -> None:
    for state in (State.APPROVED, State.SPAM, State.PENDING, State.APPROVED):
        assert set_state(comment, state, by=moderator)
    assert [verb for verb, _detail in lines()] == [
        "comment_approved",
        "comment_spam",
        "comment_pending",
        "comment_approved",
    ]


def test_verdict_that_stands_already_changes_nothing(comment: Comment, moderator: User) -> None:
    stale = reload(comment)
    set_state(comment, State.APPROVED, by=moderator)
    assert set_state(stale, State.APPROVED, by=moderator) is False
    assert len(lines()) == 1


def test_only_approved_comments_are_for_readers(published: Article, moderator: User) -> None:
    shown = [post(published, name=f"قارئ {state}", text="رأي") for state in State]
    for comment, state in zip(shown, State, strict=True):
        set_state(comment, state, by=moderator)
    assert [comment.name for comment in published.comments.approved()] == ["قارئ approved"]


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_moderators_may(role: str, comment: Comment) -> None:
    assert set_state(comment, State.APPROVED, by=factories.user(role))


@pytest.mark.parametrize("role", ["reporter", "editor", "editor_in_chief", ""])
def test_others_may_not(role: str, comment: Comment) -> None:
    user = factories.user(role)
    for state in (State.APPROVED, State.REJECTED, State.SPAM):
        with pytest.raises(PermissionDenied):
            set_state(comment, state, by=user)
    assert reload(comment).state == State.PENDING
    assert lines() == []
