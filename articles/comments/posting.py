from django.db import transaction

from articles.comments.models import Comment
from articles.discussion import CommentsClosed, comments_open
from articles.models import Article


@transaction.atomic
def post(article: Article, *, name: str, text: str) -> Comment:
    """A reader's comment, kept for moderation. Raises CommentsClosed.

    The story is locked, so that no comment slips in behind a switch that closes it.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if not comments_open(article):
        raise CommentsClosed
    return Comment.objects.create(article=article, name=name, text=text)
