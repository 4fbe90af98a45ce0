from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import page_keys, story_lists
from articles.models import Article
from newsroom.pagecache.record import tag

LATEST = 6
_LINE = ("headline", "slug", "publish_at", "first_published_at")


def gone(request: HttpRequest, article: Article | None) -> HttpResponse:
    """The answer at every address of a withdrawn story: nothing of it is told. One query.

    ``None``: of a story that is there no more. The caller tags ``page_keys.address``.
    """
    newest = story_lists.every_story()
    latest = list(newest.stories(newest.newest_first()[:LATEST]).only(*_LINE))
    tag(request, *(page_keys.card(line.pk) for line in latest))
    newest.tag(request, latest, ends_here=len(latest) < LATEST)
    sentence = article.withdrawal_sentence if article else ""
    page = {"sentence": sentence, "latest": latest}
    return render(request, "articles/gone.html", page, status=410)
