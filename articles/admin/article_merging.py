"""Two people saved one story: both texts side by side, and one text made of them.

All of it is inside the story form and works without scripts: the choices are radio buttons, and the
button that puts the texts together shows the form again, with the result in it and nothing saved.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import comparing, merging, roles
from articles.admin import typed_text
from articles.admin.article_compare import BlockWords
from articles.comparing import Difference
from articles.content import SCALARS, Content, ContentRefused
from articles.merging import Agreed, Choice, Clash, Merge
from articles.models import Article, Revision
from articles.revisions import StaleBase
from newsroom import richtext
from newsroom.accounts.actor import actor
from newsroom.richtext.sanitizer import blocks
from newsroom.site.converters import parse_id

BUTTON = "_merge"
BASE = "merge_base"
"""The revision that the text of the form goes back to, while the choices are open."""
WORDS = tuple(name for name in SCALARS if name != "body")
LISTS = ("category", "categories", "authors", "tags", "lead_photo")


class Place(NamedTuple):
    """Something to choose."""

    name: str
    """Of its radio buttons."""
    label: str
    difference: Difference
    """Old: theirs. New: mine."""
    in_body: bool
    chosen: str


def conflict(
    stale: StaleBase, request: HttpRequest, model_admin: ModelAdmin[Article]
) -> dict[str, Any]:
    """The panel above what was typed here."""
    article = Article.objects.select_related("latest_revision").get(pk=stale.theirs.article_id)
    mine = _typed(request, article, model_admin)
    base = request.POST.get(BASE) or request.POST.get("base", "")
    try:
        return _panel(request, stale.theirs, mine, parse_id(base))
    except ContentRefused as refused:
        by, at = stale.theirs.created_by, stale.theirs.created_at
        return {"by": by, "at": at, "unreadable": str(refused)}


def put_together(
    request: HttpRequest, article: Article | None, model_admin: ModelAdmin[Article]
) -> dict[str, Any]:
    """The form is shown again: with the merged text, or, where a choice is missing, as it was."""
    if article is None or not roles.may_edit(actor(request), article):
        raise PermissionDenied
    theirs = article.latest_revision
    base = parse_id(request.POST.get(BASE, ""))
    form = typed_text.form_of(request, typed_text.typed_in(request.POST), article, model_admin)
    shown = typed_text.initial_of(form)
    page: dict[str, Any] = {}
    if theirs is not None:
        shown["base"] = theirs.number
        mine = typed_text.content_of(form)
        found = _merge(theirs, mine, base)
        choices = _choices(request, found)
        if found.missing(choices):
            page["conflict"] = _panel(request, theirs, mine, base)
            page["conflict"]["is_missing"] = True
        else:
            shown |= _merged(found, choices, Content.from_snapshot(theirs.snapshot), mine)
            page["merged"] = theirs
    request.shown_text = shown  # type: ignore[attr-defined]
    request.method = "GET"  # nothing is saved: the form is opened, with this text in it
    return page


def _typed(request: HttpRequest, article: Article, model_admin: ModelAdmin[Article]) -> Content:
    typed = typed_text.typed_in(request.POST)
    return typed_text.content_of(typed_text.form_of(request, typed, article, model_admin))


def _merge(theirs: Revision, mine: Content, base: int | None) -> Merge:
    other = Content.from_snapshot(theirs.snapshot)
    old = _base(theirs, base)
    return merging.merge(
        _values(old) if old else None,
        _values(other),
        _values(mine),
        (blocks(old.body) if old else None, blocks(other.body), blocks(mine.body)),
    )


def _base(theirs: Revision, number: int | None) -> Content | None:
    """Of a revision that was pruned, or shows what is gone, nothing is known."""
    found = Revision.objects.filter(article_id=theirs.article_id, number=number or 0).first()
    if found is None:
        return None
    try:
        return Content.from_snapshot(found.snapshot)
    except ContentRefused:
        return None


def _values(content: Content) -> dict[str, Any]:
    snapshot = content.snapshot()
    snapshot["categories"] = sorted(set(snapshot["categories"]) - {snapshot["category"]})
    return {name: snapshot[name] for name in (*WORDS, *LISTS)}


def _choices(request: HttpRequest, found: Merge) -> dict[str, str]:
    post = request.POST
    return {one.key: post.get(f"merge_{one.key}", "") for one in found.open_places}


def _merged(
    found: Merge, choices: dict[str, str], theirs: Content, mine: Content
) -> dict[str, Any]:
    """For the form. What only one of them has is taken from the one who has it."""
    values, body = found.result(choices)
    shown: dict[str, Any] = {name: values[name] for name in WORDS}
    other, own = theirs.initial(), mine.initial()
    their_values = _values(theirs)
    for name in LISTS:
        shown[name] = other[name] if values[name] == their_values[name] else own[name]
    shown["body"] = richtext.editable("\n".join(body))
    return shown


def _panel(
    request: HttpRequest, theirs: Revision, mine: Content, base: int | None
) -> dict[str, Any]:
    found = _merge(theirs, mine, base)
    other = Content.from_snapshot(theirs.snapshot)
    words_of = BlockWords(other.body, mine.body, user=actor(request))
    places = [
        *_field_places(request, found, other, mine),
        *_body_places(request, found, words_of),
    ]
    labels = comparing.labels()
    return {
        "by": theirs.created_by,
        "at": theirs.created_at,
        "number": theirs.number,
        "base": base,
        "places": places,
        "only_one": list(_changed_by_one(found, other, mine, labels)),
        "theirs": [
            (labels.get(name, name), name, _shown(other, name)) for name in ("headline", "body")
        ],
        "choices": Choice,
    }


def _field_places(
    request: HttpRequest, found: Merge, theirs: Content, mine: Content
) -> Iterable[Place]:
    labels = comparing.labels()
    compared = comparing.compare(theirs, mine, richtext.plain_text).fields
    for name, clash in found.clashes.items():
        difference = compared.get(name) or comparing.compare_words("", "")
        yield _place(request, clash, labels.get(name, name), difference, in_body=False)


def _body_places(request: HttpRequest, found: Merge, words_of: BlockWords) -> Iterable[Place]:
    number = 0
    for part in found.body:
        if isinstance(part, Agreed):
            number += len(part.blocks)
            continue
        theirs, mine = ("\n".join(map(words_of, side)) for side in (part.theirs, part.mine))
        label = _("Body text: at the beginning")
        if number:
            label = _("Body text: after paragraph %(number)s") % {"number": number}
        difference = comparing.compare_words(theirs, mine)
        yield _place(request, part, label, difference, in_body=True)
        number += max(len(part.theirs), len(part.mine))


def _place(
    request: HttpRequest, clash: Clash, label: str, difference: Difference, *, in_body: bool
) -> Place:
    name = f"merge_{clash.key}"
    return Place(name, label, difference, in_body, request.POST.get(name, ""))


def _changed_by_one(
    found: Merge, theirs: Content, mine: Content, labels: dict[str, str]
) -> Iterable[str]:
    """What needs no choice, in words."""
    other, own = _values(theirs), _values(mine)
    for name in found.fields:
        if other[name] != own[name]:
            yield labels.get(name, name)
    differs = blocks(theirs.body) != blocks(mine.body)
    if differs and not any(isinstance(part, Clash) for part in found.body):
        yield labels["body"]


def _shown(content: Content, name: str) -> str:
    return richtext.editable(content.body) if name == "body" else str(getattr(content, name))
