"""Two texts of one story side by side, and the way back to the older one."""

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import comparing, roles
from articles.content import Content, ContentRefused
from articles.models import Article, Revision
from newsroom import richtext
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.site.converters import parse_id

OFFERED = 100
Pair = tuple[Revision | None, Revision | None]
BESIDE_THE_TEXT = ("category", "categories", "authors", "tags", "lead_photo")


def compare_page(
    request: HttpRequest,
    article: Article,
    site: AdminSite,
    *,
    pair: Pair | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """``?old=`` and ``?new=`` are numbers of revisions; without them what was published last and
    what was written last. ``pair`` and ``refusal``: why something was not done."""
    user = actor(request)
    revisions = list(article.revisions.select_related("created_by").defer("snapshot")[:OFFERED])
    old, new = pair or _chosen(request, article, revisions)
    latest = article.latest_revision
    page: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Comparison of two revisions"),
        "nav": True,
        "article": article,
        "opts": Article._meta,
        "revisions": _with_chosen(revisions, old, new),
        "old": old,
        "new": new,
        "refusal": refusal,
    }
    if old is not None and new is not None:
        try:
            before, after = (Content.from_snapshot(each.snapshot) for each in (old, new))
            page |= compared(before, after, user)
        except ContentRefused as refused:
            page["unreadable"] = str(refused)
        page["may_restore"] = roles.may_edit(user, article) and old != latest
        page["base"] = latest.number if latest else 0
    return render(request, "admin/articles/article/compare.html", page, status=status)


def _with_chosen(revisions: list[Revision], *chosen: Revision | None) -> list[Revision]:
    """Those on offer, and an old one that was asked for by its number."""
    known = {revision.pk for revision in revisions}
    return revisions + [one for one in chosen if one is not None and one.pk not in known]


def _chosen(request: HttpRequest, article: Article, revisions: list[Revision]) -> Pair:
    newest = revisions[0] if revisions else None
    new = _numbered(article, revisions, request.GET.get("new")) or newest
    old = _numbered(article, revisions, request.GET.get("old"))
    if old is None and new is not None:
        live = next((one for one in revisions if one.pk == article.live_revision_id), None)
        before = next((one for one in revisions if one.number < new.number), None)
        old = live if live is not None and live.number < new.number else before
    return old, new


def _numbered(article: Article, revisions: list[Revision], asked: str | None) -> Revision | None:
    if not asked:
        return None
    number = parse_id(asked)
    found = next((one for one in revisions if one.number == number), None)
    found = found or article.revisions.filter(number=number or 0).first()
    if found is None:
        raise Http404
    return found


def compared(before: Content, after: Content, user: User) -> dict[str, Any]:
    """What compare_parts.html shows."""
    words_of = BlockWords(before.body, after.body, user=user)
    comparison = comparing.compare(before, after, words_of)
    names = comparing.labels()
    return {
        "comparison": comparison,
        "texts": [
            (name, names[name], found)
            for name, found in comparison.fields.items()
            if name not in BESIDE_THE_TEXT
        ],
        "others": [
            (names[name], comparison.fields[name])
            for name in BESIDE_THE_TEXT
            if name in comparison.fields
        ],
    }


class BlockWords:
    """What a block of a body shows, in words: pictures and boxes too. Two queries if there are any.

    A story that ``user`` may not see has no headline here.
    """

    def __init__(self, *bodies: str, user: User) -> None:
        found = [richtext.references(body) for body in bodies]
        photos = {pk for each in found for pk in each.photos}
        articles = {pk for each in found for pk in each.articles}
        self.photos = Photo.objects.in_bulk(photos) if photos else {}
        self.headlines = _headlines(articles, user) if articles else {}

    def __call__(self, block: str) -> str:
        references, lines = richtext.references(block), [richtext.plain_text(block)]
        if block.startswith("<figure"):
            photos = (self.photos.get(pk, pk) for pk in references.photos)
            lines += [_("[Photo: %(name)s]") % {"name": photo} for photo in photos]
            lines += [_("[Embed: %(address)s]") % {"address": one} for one in references.embeds]
        elif block.startswith("<aside"):
            stories = (self.headlines.get(pk, pk) for pk in references.articles)
            lines += [_("[Read also: %(headline)s]") % {"headline": one} for one in stories]
        elif block == "<hr>":
            lines = [_("[Rule]")]
        return "\n".join(line for line in lines if line)


def _headlines(articles: set[int], user: User) -> dict[int, str]:
    stories = Article.objects.filter(pk__in=articles)
    if not user.has_perm("articles.view_article"):
        own = Article.objects.owned_by(user).values("pk")
        stories = stories.filter(Q(pk__in=Article.objects.published().values("pk")) | Q(pk__in=own))
    return dict(stories.values_list("pk", "headline"))
