import pytest

from articles import withdrawal
from articles.comments.models import Comment
from articles.comments.posting import post
from articles.discussion import CommentsClosed, close_comments, hide_comments, open_comments
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.audit.models import Entry


def test_comment_waits_for_moderation(published: Article) -> None:
    comment = post(published, name="قارئة", text="رأي في سطرين\nاثنين")
    assert Comment.objects.get() == comment
    assert (comment.article, comment.state) == (published, Comment.State.PENDING)
    assert (comment.name, comment.text) == ("قارئة", "رأي في سطرين\nاثنين")
    assert list(Comment.objects.pending()) == [comment]
    assert not Comment.objects.approved().exists()


def test_reader_is_no_actor_of_the_audit_log(published: Article) -> None:
    lines = Entry.objects.count()
    post(published, name="قارئة", text="رأي")
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("verb", [close_comments, hide_comments])
def test_closed_and_hidden_discussion_takes_none(
    verb: type, published: Article, editor: User
) -> None:
    verb(published, by=editor)
    with pytest.raises(CommentsClosed):
        post(published, name="قارئة", text="رأي")
    assert not Comment.objects.exists()
    open_comments(published, by=editor)
    assert post(published, name="قارئة", text="رأي").pk


def test_draft_and_withdrawn_story_take_none(
    draft: Article, published: Article, editor: User
) -> None:
    withdrawal.withdraw(published, by=editor)
    for article in (draft, published):
        with pytest.raises(CommentsClosed):
            post(article, name="قارئة", text="رأي")
    assert not Comment.objects.exists()


def test_switch_thrown_since_the_page_was_read_is_seen(published: Article, editor: User) -> None:
    read_before = Article.objects.get(pk=published.pk)
    close_comments(published, by=editor)
    with pytest.raises(CommentsClosed):
        post(read_before, name="قارئة", text="رأي")


def test_closing_keeps_what_waits(published: Article, editor: User) -> None:
    comment = post(published, name="قارئة", text="رأي")
    close_comments(published, by=editor)
    assert list(Comment.objects.pending()) == [comment]
