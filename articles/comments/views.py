from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.comments.forms import CommentForm
from articles.comments.posting import post
from articles.discussion import CommentsClosed, comments_open, comments_state
from articles.models import Article, PublicationSettings
from articles.models.settings import CommentsState
from newsroom.site.origin import require_same_origin

# Room for 2,000 letters in the longest encoding, and the name.
BODY_LIMIT = 64 * 1024


@csrf_exempt
@require_same_origin
@require_POST
@never_cache
def post_comment(request: HttpRequest, article_id: int) -> HttpResponse:
    """Takes name and text. No cookie is read or set: the origin check stands in for the token."""
    if _length(request) > BODY_LIMIT:
        return render(request, "comments/too_large.html", status=413)
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    form = CommentForm(request.POST)
    if not comments_open(article):
        return _closed(request, article, form)
    if not form.is_valid():
        context = {"article": article, "form": form}
        return render(request, "comments/form_page.html", context, status=400)
    try:
        if not form.is_trapped:
            post(article, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
    except CommentsClosed:
        return _closed(request, article, form)
    return HttpResponseRedirect(reverse("comments:received", args=[article.pk]))


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadRequest from None


@require_safe
def received(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    return render(request, "comments/received.html", {"article": article})


def _closed(request: HttpRequest, article: Article, form: CommentForm) -> HttpResponse:
    """What was typed stays on the page, to be copied."""
    context = {
        "article": article,
        "typed": form["text"].value() or "",
        "notice": PublicationSettings.load().closed_notice,
        "hidden": comments_state(article) == CommentsState.HIDDEN,
    }
    return render(request, "comments/closed.html", context, status=403)
