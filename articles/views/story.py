from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import page_keys
from articles.body import Bodies
from articles.comments.reading import with_discussion
from articles.content import Content
from articles.corrections import corrections_of, with_corrections
from articles.discussion import comments_state
from articles.gone import gone
from articles.models import Article
from articles.models.article import State
from articles.models.settings import CommentsState
from articles.related import RelatedStory, related_to, tag_places
from articles.replying import reply_boxes, with_replies
from newsroom.media.models import PhotoKeys
from newsroom.pagecache.record import finished_page, tag
from newsroom.site.addresses import absolute
from newsroom.site.converters import parse_id

_PUBLISHED = Article.objects.filter(status=Article.Status.PUBLISHED)
_DETAILED = _PUBLISHED.for_detail().select_related("short_link")
# Made once: Django needs longer to put it together than the database to answer it.
_STORIES = with_replies(with_corrections(with_discussion(_DETAILED)))


@require_safe
@finished_page()
def story(request: HttpRequest, year: str, month: str, day: str, spelled: str) -> HttpResponse:
    """The id alone decides; every other spelling of the address leads to the canonical one."""
    article = _STORIES.filter(pk=_id(spelled)).first()
    state = article.state() if article else None
    if article is None or state not in (State.PUBLISHED, State.WITHDRAWN):
        raise Http404
    tag(request, page_keys.address(article.pk))
    if state == State.WITHDRAWN:
        return gone(request, article)
    if request.path_info != _decoded(article):
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    return render_story(request, article, Content.from_article(article))


def render_story(
    request: HttpRequest,
    article: Article,
    content: Content,
    *,
    preview: bool = False,
    outside: bool = False,
) -> HttpResponse:
    """The public page of ``content``. A preview is not linked, shared or found by machines.

    ``outside``: it is shown to somebody who does not belong to the newsroom.
    """
    related = [] if preview else related_to(article)
    if not preview:
        _tag_story(request, article, content, related)
    context: dict[str, Any] = {
        "article": article,
        "content": content,
        "bodies": Bodies(request, [content]),
        "preview": preview,
        "outside": outside,
        "corrections": corrections_of(article),
        **reply_boxes(request, article),
        "related": related,
    }
    if not preview:
        link = getattr(article, "short_link", None)
        context["canonical"] = absolute(request, article.get_absolute_url())
        context["short"] = absolute(request, link.get_absolute_url()) if link else ""
    response = render(request, "articles/story.html", context)
    if context.get("short"):
        response.headers["Link"] = f"<{context['short']}>; rel=shortlink"
    return response


def _tag_story(
    request: HttpRequest, article: Article, content: Content, related: list[RelatedStory]
) -> None:
    page_keys.tag_content(request, article, content)
    page_keys.tag_categories(request, [*content.category.ancestors, *content.categories])
    if len(content.authors) == 1:
        page_keys.tag_authors(request, content.authors)
    if content.lead_photo:
        photo = PhotoKeys.of(content.lead_photo.pk)
        tag(request, photo.crop, photo.social)
    tag(request, page_keys.discussion(article.pk), page_keys.comments(article.pk))
    if comments_state(article) == CommentsState.CLOSED:
        tag(request, page_keys.CLOSED_NOTICE)
    page_keys.tag_cards(request, [other.article for other in related], decks=False)
    tag_places(request, article, related)


def _id(spelled: str) -> int:
    found = parse_id(spelled.partition("-")[0])
    if found is None:
        raise Http404
    return found


def _decoded(article: Article) -> str:
    day = article.address_day
    return f"/{day:%Y/%m/%d}/{article.pk}-{article.slug}/"
