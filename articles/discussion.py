"""The discussion under a story: whether it is open, and the verbs that change that.

Page, form, endpoint and admin ask ``comments_state`` and nothing else.
"""

from django.db import transaction
from django.utils import timezone

from articles import page_keys, roles
from articles.models import Article
from articles.models.article import State
from articles.models.settings import CommentsState
from articles.signals import comments_toggled
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge


class CommentsClosed(Exception):
    """The discussion takes no comments now."""


def comments_state(article: Article) -> CommentsState:
    return CommentsState(article.comments_state)


def comments_open(article: Article) -> bool:
    return article.state() == State.PUBLISHED and comments_state(article) == CommentsState.OPEN


@transaction.atomic
def set_comments(article: Article, state: CommentsState, *, by: User) -> bool:
    """Returns whether anything changed. Comments that wait for moderation go on waiting."""
    roles.require(roles.may_set_comments(by))
    article_row = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    before = comments_state(article_row)
    if before == state:
        return False
    article_row.comments_state = article.comments_state = state
    article_row.changed_at = timezone.now()
    article_row.save(update_fields=["comments_state", "changed_at"])
    purge(page_keys.discussion(article.pk))
    record(f"comments_{state}", article_row, by=by, before=before)
    comments_toggled.send(Article, article=article_row, by=by)
    return True


def open_comments(article: Article, *, by: User) -> bool:
    return set_comments(article, CommentsState.OPEN, by=by)


def close_comments(article: Article, *, by: User) -> bool:
    return set_comments(article, CommentsState.CLOSED, by=by)


def hide_comments(article: Article, *, by: User) -> bool:
    return set_comments(article, CommentsState.HIDDEN, by=by)
