"""Stories that use photos of the library, and photos that a story may not take up any more."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.content import Content, ContentRefused
from articles.models import Article, Reference
from articles.models.article import State
from newsroom.accounts.models import User
from newsroom.media import uses
from newsroom.media.decoding import PhotoRefused
from newsroom.media.models import Photo
from newsroom.media.rights import require_choosable, require_licence

TONES = {
    State.DRAFT: "draft",
    State.SCHEDULED: "sched",
    State.PUBLISHED: "pub",
    State.WITHDRAWN: "arch",
    State.TRASHED: "arch",
}
UNUSED = Q(references=None)


def find(photos: Collection[int], by: User) -> uses.Uses:
    """Drafts too. At most three queries, however many photos and stories."""
    pairs = Reference.objects.filter(photo__in=photos).order_by("-article__changed_at", "-article")
    used = list(dict.fromkeys(pairs.values_list("article_id", "photo_id")))
    stories = _visible({article for article, _photo in used}, by) if used else {}
    now = timezone.now()
    seen = [_use(stories[pk], photo, now) for pk, photo in used if pk in stories]
    return uses.Uses(seen, len({pk for pk, _photo in used} - stories.keys()))


def require_new_choosable(article: Article, photos: Collection[int]) -> None:
    """Photos that the story did not have, in its row or its newest revision, must be on offer.

    Raises ContentRefused. Two queries where there are photos.
    """
    if photos:
        known = Reference.objects.filter(article=article, photo__in=photos).values("photo")
        _refuse_unusable(Photo.objects.filter(pk__in=photos).exclude(pk__in=known))


def require_licences(article: Article, content: Content, at: datetime) -> None:
    """Before readers see it at ``at``: no licence may be over, but of what they see already.

    Raises ContentRefused.
    """
    photos = Photo.objects.filter(pk__in=content.photos)
    if article.was_public():
        shown = Reference.objects.filter(article=article, revision=None, photo__isnull=False)
        photos = photos.exclude(pk__in=shown.values("photo"))
    try:
        require_licence(photos.expired(at), at=at)
    except PhotoRefused as refused:
        raise ContentRefused(str(refused)) from refused


def _refuse_unusable(photos: Iterable[Photo]) -> None:
    try:
        require_choosable(list(photos))
    except PhotoRefused as refused:
        raise ContentRefused(str(refused)) from refused


def _visible(articles: set[int], by: User) -> dict[int, Article]:
    stories = Article.objects.defer("body", "folded")
    if not by.has_perm("articles.view_article"):
        stories = stories.owned_by(by)
    return stories.in_bulk(articles)


def _use(article: Article, photo: int, now: datetime) -> uses.Use:
    state = article.state(now)
    address = reverse("admin:articles_article_change", args=[article.pk])
    return uses.Use(photo, article.headline, state.label, address, TONES[state])
