"""The copy desk beside the story form: what stands in the form is checked, nothing is saved."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.copydesk import deciding, desk
from articles.copydesk.models import IgnoredMark
from articles.copydesk.reasons import REASONS
from articles.models import Article
from articles.models.article import BODY_LENGTH
from newsroom.accounts.actor import actor
from newsroom.arabic.copydesk import Block, Mark
from newsroom.richtext.text_blocks import TypedBlock, as_typed, typed_blocks

TEXT_LENGTH = BODY_LENGTH + 20_000
BLOCKS = 20_000
SHOWN = 200
"""More marks than this are counted, not listed."""
_AROUND = 30


class TooLong(Exception):
    pass


@dataclass(frozen=True)
class Place:
    """A mark and where it stands in the form."""

    mark: Mark
    field: str
    typed: TypedBlock
    number: int
    """Of the block in the editor."""

    @property
    def reason(self) -> str:
        return str(REASONS[self.mark.rule])

    @property
    def before(self) -> str:
        return self.typed.text[max(0, self.mark.start - _AROUND) : self.mark.start]

    @property
    def wrong(self) -> str:
        return self.typed.text[self.mark.start : self.mark.end]

    @property
    def after(self) -> str:
        return self.typed.text[self.mark.end : self.mark.end + _AROUND]

    @property
    def repaired(self) -> str:
        """The words as they would read afterwards; empty where a person has to see to it."""
        mark, text = self.mark, self.typed.text
        if mark.repair is None:
            return ""
        until = mark.found_at + len(mark.found)
        return text[mark.found_at : mark.start] + mark.repair + text[mark.end : until]

    def as_json(self, number: int) -> dict[str, Any]:
        mark, typed = self.mark, self.typed
        shown_to = mark.found_at + len(mark.found)
        return {
            "id": number,
            "field": self.field,
            "block": self.number,
            "start": typed.places[mark.start],
            "end": typed.end_of(mark.end),
            "from": typed.places[mark.found_at],
            "to": typed.end_of(shown_to),
            "expected": self.wrong,
            "repair": mark.repair,
            "safe": mark.safe,
            "severity": mark.severity,
            "rule": mark.rule,
            "found": mark.found,
        }


@never_cache
def check(request: HttpRequest, article: Article | None, site: AdminSite) -> HttpResponse:
    """From the script: JSON. Without it: the form itself, answered by a page in a new window."""
    try:
        if request.content_type == "application/json":
            return JsonResponse(_answer(request, article, _sent(request)))
        places = _places(dict(request.POST.items()), article)
    except TooLong:
        return _refused(_("The text is too long to be checked."), 413)
    except ValidationError as error:
        return _refused(error.messages[0], 400)
    page = {
        **site.each_context(request),
        **_context(request, article, places),
        "title": _("Copy check"),
        "opts": Article._meta,
        "article": article,
    }
    return render(request, "admin/articles/article/copy_desk_page.html", page)


@never_cache
def decide(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Lets a mark pass, in this story or for good, or takes that back."""
    try:
        sent, user = _sent(request), actor(request)
        if "undo" in sent:
            ignored = get_object_or_404(
                IgnoredMark.objects.select_related("article"), pk=_number(sent["undo"])
            )
            deciding.restore_mark(ignored, by=user)
            return JsonResponse({"undone": ignored.found})
        story = None if sent.get("for_good") is True else article
        if story is None and sent.get("for_good") is not True:
            raise ValidationError(_("Save the article first: only then can it ignore a mark."))
        rule, found = str(sent.get("rule", "")), str(sent.get("found", ""))
        mark = deciding.ignore_mark(rule, found, by=user, article=story)
    except ValidationError as error:
        return _refused(error.messages[0], 400)
    except TooLong:
        return _refused(_("The text is too long to be checked."), 413)
    except PermissionDenied:
        return _refused(_("You do not have the permission."), 403)
    return JsonResponse({"ignored": mark.pk})


def _refused(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": message}, status=status)


def _sent(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > TEXT_LENGTH * 6:
        raise TooLong
    try:
        sent = json.loads(request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise ValidationError(_("The browser sent something unreadable: reload the page."))
    return sent


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 < value < 2**63 else 0


def _places(sent: dict[str, Any], article: Article | None) -> list[Place]:
    blocks, typed = [], list[tuple[str, int, TypedBlock]]()
    for name, kind in desk.FIELDS.items():
        text = _text(sent.get(name, ""))
        blocks.append(Block(text, kind))
        typed.append((name, 0, as_typed(text)))
    for number, block in enumerate(_body(sent)):
        blocks.append(Block(block.text))
        typed.append(("body", number, block))
    if sum(len(block.text) for block in blocks) > TEXT_LENGTH or len(blocks) > BLOCKS:
        raise TooLong
    marks = desk.marks_in(blocks, article.pk if article else None)
    return list(_placed(marks, typed))


def _placed(marks: Sequence[Mark], typed: Sequence[tuple[str, int, TypedBlock]]) -> Iterator[Place]:
    for mark in marks:
        name, number, block = typed[mark.block]
        yield Place(mark, name, block, number)


def _body(sent: dict[str, Any]) -> list[TypedBlock]:
    """The blocks of the editor, or the lines of the plain text area with their HTML."""
    blocks = sent.get("blocks")
    if isinstance(blocks, list):
        return [as_typed(_text(block)) for block in blocks]
    return typed_blocks(_text(sent.get("body", "")).replace("\r\n", "\n"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("The browser sent something unreadable: reload the page."))
    return value


def _answer(request: HttpRequest, article: Article | None, sent: dict[str, Any]) -> dict[str, Any]:
    places = _places(sent, article)
    context = _context(request, article, places)
    html = render_to_string("admin/articles/article/copy_desk_list.html", context, request)
    listed = [place.as_json(number) for number, place in enumerate(context["listed"])]
    return {"html": html, "marks": listed}


def _context(request: HttpRequest, article: Article | None, places: list[Place]) -> dict[str, Any]:
    user = actor(request)
    return {
        "listed": places[:SHOWN],
        "errors": sum(place.mark.is_error for place in places),
        "hints": sum(not place.mark.is_error for place in places),
        "safe": sum(place.mark.safe for place in places),
        "more": max(0, len(places) - SHOWN),
        "may_ignore": article is not None,
        "may_ignore_for_good": deciding.may_ignore_for_good(user),
    }
