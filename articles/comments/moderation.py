from django.db import transaction

from articles import page_keys
from articles.comments.models import Comment
from articles.roles import require
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge


@transaction.atomic
def set_state(comment: Comment, state: Comment.State, *, by: User) -> bool:
    """Approve, reject or mark as spam. Returns whether anything changed."""
    require(by.has_perm("comments.change_comment"))
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    before = row.state
    if before == state:
        return False
    row.state = comment.state = state
    row.save(update_fields=["state"])
    if Comment.State.APPROVED in (before, state):
        purge(page_keys.comments(row.article_id))
    record(f"comment_{state}", row, by=by, before=before, article=row.article_id)
    return True
