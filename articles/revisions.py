"""A story's history and the guard against overwriting somebody else's text."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.content import Content
from articles.models import Article, Revision
from articles.references import refer
from newsroom.accounts.models import User


class Edit(NamedTuple):
    """What an editor typed, and the number of the revision it was typed over (0: a new story)."""

    content: Content
    base: int


class StaleBase(Exception):
    """Somebody else saved the story since the editor opened it. ``theirs`` is what stands now."""

    def __init__(self, theirs: Revision) -> None:
        super().__init__(_("Somebody else saved this article in the meantime."))
        self.theirs = theirs


def latest_content(article: Article) -> Content:
    """What an editor goes on writing: the newest revision, published or not."""
    if article.latest_revision is None:
        return Content.from_article(article)
    return Content.from_snapshot(article.latest_revision.snapshot)


def check_base(article: Article, edit: Edit) -> None:
    """Raises StaleBase. ``article`` must be locked by the caller."""
    latest = article.latest_revision
    if latest is not None and latest.number != edit.base:
        raise StaleBase(latest)


def add_revision(
    article: Article, content: Content, kind: Revision.Kind, *, by: User, now: datetime
) -> Revision:
    """Append a revision and make it the latest; ``article`` is locked, and saved by the caller.

    Raises ContentRefused where the text shows a photo that does not exist.
    """
    latest = article.latest_revision
    article.latest_revision = article.revisions.create(
        number=latest.number + 1 if latest else 1,
        kind=kind,
        created_at=now,
        created_by=by,
        snapshot=content.snapshot(),
    )
    article.changed_at = now
    refer(article, content, article.latest_revision)
    return article.latest_revision
