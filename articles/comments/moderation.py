from django.db import transaction

from articles.comments.models import Comment
from articles.roles import require
from newsroom.accounts.models import User
from newsroom.audit.log import record


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
    record(f"comment_{state}", row, by=by, before=before, article=row.article_id)
    return True
