from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from newsroom.arabic.digits import to_ascii

Row = TypeVar("Row", bound=Model)
Fetch = Callable[[QuerySet[Any]], QuerySet[Any]]


def page_number(request: HttpRequest) -> int:
    """Counts from 1, in either digit family; anything else is no page of ours."""
    asked = to_ascii(request.GET.get("page", "1"))
    if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 8 and int(asked) > 0):
        raise Http404
    return int(asked)


def numbered_page(
    request: HttpRequest, rows: QuerySet[Any], *, size: int, fetch: Fetch = lambda rows: rows
) -> dict[str, Any]:
    """The context of a list with numbered pages. Raises Http404 beyond the end.

    ``fetch`` makes of the rows of a page what is shown of them.
    """
    pages, number = Paginator(rows, size), page_number(request)
    try:
        page = pages.page(number)
    except EmptyPage:
        raise Http404(_("There is no page with this number.")) from None
    chosen: Any = page.object_list
    page.object_list = fetch(chosen)
    shown = pages.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "page_numbers": list(shown),
        "canonical_path": request.path if number == 1 else f"{request.path}?page={number}",
    }


@dataclass(frozen=True)
class Step:
    """A page that knows whether another one follows, and does not count how many there are."""

    number: int
    object_list: Sequence[Model]
    has_next: bool

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def step(rows: QuerySet[Row], number: int, *, size: int, last: int) -> Step:
    """Page ``number`` of ordered rows, at most page ``last``. Raises Http404 beyond the end."""
    if number > last:
        raise Http404(_("There is no page with this number."))
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if number > 1 and not found:
        raise Http404(_("There is no page with this number."))
    return Step(number, found[:size], len(found) > size and number < last)
