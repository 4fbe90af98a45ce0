"""«Undo» in the message that a switch of comments leaves: once, for ten minutes."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.discussion import set_comments
from articles.models import Article
from articles.models.settings import CommentsState
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun
from newsroom.site.phrases import count_phrase

SALT = "articles.comments_undo"
SECONDS = 600
LARGEST = 500
TAG = "undo:"
SPENT = "undone_comments"
DONE = {
    CommentsState.OPEN: gettext_lazy("Comments opened"),
    CommentsState.CLOSED: gettext_lazy("Comments closed"),
    CommentsState.HIDDEN: gettext_lazy("Comments hidden"),
}
"""What the message says that offers to undo it."""


def tag(request: HttpRequest, before: dict[int, str], now: str) -> str:
    """``extra_tags`` of the message; the message list draws the button from it.

    ``before`` is the former state of each story that was switched to ``now``.
    """
    if not before or len(before) > LARGEST:
        return ""
    data = {"by": actor(request).pk, "once": get_random_string(8), "before": before, "now": now}
    return TAG + signing.dumps(data, salt=SALT, compress=True)


def undo(request: HttpRequest) -> None:
    """Restore what the signed data names, but for stories that somebody switched again since."""
    try:
        data = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        messages.warning(request, _("Undo was possible for ten minutes only."))
        return
    spent = request.session.get(SPENT, [])
    if data["by"] != actor(request).pk:
        raise PermissionDenied
    if data["once"] in spent:
        messages.warning(request, _("This is undone already."))
        return
    request.session[SPENT] = [*spent[-50:], data["once"]]
    count = _restore(request, data)
    messages.success(
        request,
        _("Comments are as before: %(articles)s")
        % {"articles": count_phrase(count, Noun.ARTICLES)},
    )


def _restore(request: HttpRequest, data: dict[str, Any]) -> int:
    articles = Article.objects.filter(pk__in=data["before"], comments_state=data["now"])
    return sum(
        set_comments(article, CommentsState(data["before"][str(article.pk)]), by=actor(request))
        for article in articles.only("pk", "comments_state")
    )
