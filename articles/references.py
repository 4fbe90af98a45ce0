"""Which photos and stories a story's text refers to, as rows: who uses a photo, who leads here."""

from django.utils.translation import gettext as _

from articles.content import Content, ContentRefused, photos_in
from articles.models import Article, DueRevision, Reference, Revision
from articles.photo_uses import require_new_choosable
from newsroom.embeds import cards
from newsroom.media.models import Photo


def refer(article: Article, content: Content, revision: Revision | None) -> None:
    """Write anew what the story's row says (``revision`` is ``None``), or its newest revision.

    One query, up to five where it refers to something, one more for a revision. A story that does
    not exist is passed over: readers see the words alone. Raises ContentRefused for a photo that
    does not exist or must not be put into a story any more.
    """
    wanted = content.references
    photos = dict.fromkeys(content.photos)
    _require(wanted.photos)
    require_new_choosable(article, photos)
    if revision is not None:
        photos |= dict.fromkeys(_waiting(article))
    targets = _existing(wanted.articles, article)
    shared = {"article": article, "revision": revision}
    Reference.objects.filter(article=article, revision__isnull=revision is None).delete()
    Reference.objects.bulk_create(
        [
            *(Reference(**shared, photo_id=pk) for pk in photos),
            *(Reference(**shared, target_id=pk) for pk in targets),
        ]
    )
    if revision is not None:
        cards.ask(wanted.embeds)


def _waiting(article: Article) -> list[int]:
    """Photos of a change that is scheduled: a later save does not set them free."""
    due = DueRevision.objects.filter(article=article)
    snapshot = due.values_list("revision__snapshot", flat=True).first()
    if snapshot is None:
        return []
    shown = Photo.objects.filter(pk__in=photos_in(snapshot))
    return sorted(shown.values_list("pk", flat=True))


def _require(photos: tuple[int, ...]) -> None:
    if not photos:
        return
    known = set(Photo.objects.filter(pk__in=photos).values_list("pk", flat=True))
    if missing := [pk for pk in photos if pk not in known]:
        numbers = "، ".join(map(str, missing))
        raise ContentRefused(
            _("A photo in the text no longer exists (number %(numbers)s): choose another.")
            % {"numbers": numbers}
        )


def _existing(articles: tuple[int, ...], article: Article) -> list[int]:
    """A story that leads to itself says nothing about another."""
    others = [pk for pk in articles if pk != article.pk]
    if not others:
        return []
    known = set(Article.objects.filter(pk__in=others).values_list("pk", flat=True))
    return [pk for pk in others if pk in known]
