from collections.abc import Callable

import pytest
from django.test import Client

from articles.comments.models import Comment
from articles.models import Article
from newsroom.accounts.models import User


@pytest.mark.parametrize("ticked", ["abc", "9" * 30, "\x00", "-1", "²"])
def test_comment_that_was_not_in_the_list_is_not_judged(
    ticked: str, published: Article, moderator: User, logged_in: Callable[[User], Client]
) -> None:
    comment = Comment.objects.create(article=published, name="قارئة", text="رأي")
    rows = [str(comment.pk), ticked]
    data = {"action": "approve", "index": "0", "_selected_action": rows}
    assert logged_in(moderator).post("/admin/comments/comment/", data).status_code == 400
    comment.refresh_from_db()
    assert comment.state == Comment.State.PENDING
