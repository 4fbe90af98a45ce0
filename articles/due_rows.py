"""How a scheduled change ends by itself: the verbs of publication call this,
``articles.due_revisions`` stands above them."""

from articles.models import Article, DueRevision, Revision
from newsroom.accounts.models import User
from newsroom.audit.log import record


def due_revision(article: Article) -> DueRevision | None:
    people = DueRevision.objects.select_related("revision", "by")
    return people.filter(article=article).first()


def drop(article: Article, *, by: User) -> None:
    """The story was updated, withdrawn or scheduled anew: what waited would undo that.

    ``article`` is locked by the caller. Its text stays in the history.
    """
    due = due_revision(article)
    if due is not None:
        due.delete()
        number, at = due.revision.number, due.at.isoformat()
        record("cancel_update", article, by=by, revision=number, due=at)


def carry(article: Article, revision: Revision) -> None:
    """What waits is now said by ``revision``. ``article`` is locked by the caller."""
    DueRevision.objects.filter(article=article).update(revision=revision)
