"""Right of reply: a story that answers another one; each page leads to the other.

The link is no part of ``Content``: it says nothing in the story's own text, and it takes effect at
once, as the switch of comments does.
"""

from typing import Any

from django.db import transaction
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import page_keys, roles
from articles.models import Article
from articles.models.article import ArticleQuerySet, State
from articles.publishing import TransitionNotAllowed, locked
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.json_rows import JSONList, moment
from newsroom.pagecache.purging import purge
from newsroom.pagecache.record import tag

COLUMNS = ("id", "headline", "slug", "status")
TIMES = ("publish_at", "withdraw_at", "first_published_at")
_ROW = JSONObject(**{name: name for name in (*COLUMNS, *TIMES)})


@transaction.atomic
def link_reply(article: Article, to: Article | None, *, by: User) -> Article:
    """``article`` is the reply of whoever ``to`` speaks of; ``None`` ends it."""
    article = locked(article)
    roles.require(roles.may_publish(by) and roles.may_edit(by, article))
    if article.reply_to_id == (to.pk if to else None):
        return article
    if to is not None:
        _require_answerable(article, to)
    old, article.reply_to = article.reply_to_id, to
    article.save(update_fields=["reply_to"])
    touched = {article.pk, old, article.reply_to_id} - {None}
    purge(*(page_keys.replies(pk) for pk in touched if pk is not None))
    if to is None:
        record("unlink_reply", article, by=by, article=old)
    else:
        record("link_reply", article, by=by, article=to.pk)
    return article


def _require_answerable(article: Article, to: Article) -> None:
    if to.pk == article.pk:
        raise TransitionNotAllowed(_("An article cannot reply to itself."))
    if to.reply_to_id == article.pk:
        raise TransitionNotAllowed(_("That article is itself a reply to this one."))


def with_replies(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Bring both ends along in the stories' own query; the readers below are free then."""
    others = Article.objects.order_by()
    replies = others.filter(reply_to=OuterRef("pk")).values("reply_to")
    answered = others.filter(pk=OuterRef("reply_to")).values(row=_ROW)
    return stories.annotate(
        reply_rows=Subquery(replies.annotate(all=JSONList(_ROW)).values("all")),
        answered_row=Subquery(answered, output_field=JSONField()),
    )


def linked_by_reply(article: Article) -> tuple[Article | None, list[Article]]:
    """The story that this one answers and the answers to it, public or not; oldest first.

    Two queries, unless the story was fetched ``with_replies``.
    """
    if not hasattr(article, "reply_rows"):
        return article.reply_to, list(article.replies.order_by("first_published_at", "pk"))
    answered: Any = article.answered_row  # type: ignore[attr-defined]
    replies = [_story(row) for row in article.reply_rows or ()]
    replies.sort(key=lambda one: (str(one.first_published_at), one.pk))
    return (_story(answered) if answered else None), replies


def reply_boxes(request: HttpRequest | None, article: Article) -> dict[str, Any]:
    """What the story's page prints of it: only what readers can open."""
    answered, replies = linked_by_reply(article)
    tag(request, page_keys.replies(article.pk))
    # Those that are not public yet are waited for.
    for one in (*replies, *([answered] if answered else ())):
        tag(request, page_keys.card(one.pk), page_keys.address(one.pk))
    return {
        "answered": answered if answered and _is_public(answered) else None,
        "replies": [one for one in replies if _is_public(one)],
    }


def _is_public(article: Article) -> bool:
    return article.state() == State.PUBLISHED


def _story(row: dict[str, Any]) -> Article:
    times = {name: moment(row[name]) for name in TIMES if row[name]}
    return Article(**{name: row[name] for name in COLUMNS}, **times)
