"""The verb of one story, for several."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.content import ContentRefused
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.arabic.plurals import Noun
from newsroom.site.phrases import count_phrase


def each_story(
    request: HttpRequest,
    stories: Iterable[Article],
    verb: Callable[[Article], object],
    done: str,
    undo: Callable[[list[Article]], str] = lambda reached: "",
) -> list[Article]:
    """Run the verb on every story and say how many it reached, and why it refused the others.

    ``undo`` gives the ``extra_tags`` of the message, which offers to undo it.
    """
    reached: list[Article] = []
    refusals = []
    for article in stories:
        try:
            if verb(article) is not False:
                reached.append(article)
        except (TransitionNotAllowed, ContentRefused) as error:
            refusals.append(f"«{article.headline}»: {error}")
        except PermissionDenied:
            refusals.append(f"«{article.headline}»: " + _("You do not have the permission"))
    if reached or not refusals:
        phrase = count_phrase(len(reached), Noun.ARTICLES)
        messages.success(request, f"{done}: {phrase}", undo(reached))
    for refusal in refusals[:5]:
        messages.warning(request, refusal)
    return reached
