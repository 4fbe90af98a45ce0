"""From any page of the admin to a story, a photo, an author or a tag, by a few letters.

What can be found is told by sources, which the publication sets on the admin site. A source asks
for the person's rights itself: it never finds what its person may not open.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.models import Entry

LONGEST = 200
RECENT = 8
# Of so many lines of the audit log: whoever saves often has one story in many of them.
RECENT_LINES = 60


class Hit(NamedTuple):
    label: str
    address: str
    note: str = ""


class Source(Protocol):
    name: str
    label: Any
    model_label: str
    """As in the audit log, which knows what a person has worked on."""

    def is_open_to(self, user: User) -> bool: ...

    def exact(self, typed: str, user: User) -> Iterable[Hit]:
        """What ``typed`` names alone: a number, or an address that was pasted."""

    def found(self, typed: str, user: User) -> Iterable[Hit]: ...

    def by_ids(self, ids: Sequence[int], user: User) -> Mapping[int, Hit]: ...

    def newest(self, user: User) -> Iterable[Hit]:
        """For those who have not worked on anything yet."""


class Group(NamedTuple):
    label: str
    hits: list[Hit]


def open_sources(sources: Iterable[Source], user: User) -> list[Source]:
    return [source for source in sources if source.is_open_to(user)]


def jump(typed: str, sources: Sequence[Source], user: User) -> list[Group]:
    """Groups of what is found, none of them empty; what was worked on last for no word."""
    if not typed:
        return _recent(sources, user)
    exact = [hit for source in sources for hit in source.exact(typed, user)]
    groups = [Group(_("Exactly this"), exact)]
    for source in sources:
        hits = [hit for hit in source.found(typed, user) if hit not in exact]
        groups.append(Group(str(source.label), hits))
    return [group for group in groups if group.hits]


def _recent(sources: Sequence[Source], user: User) -> list[Group]:
    """By the audit log: one query for all, and one for each kind that is in it."""
    kinds = {source.model_label: source for source in sources}
    lines = Entry.objects.filter(by=user).order_by("-id").values_list("target_type", "target_id")
    seen = dict.fromkeys(line for line in lines[:RECENT_LINES] if line[0] in kinds)
    touched = [(kind, int(pk)) for kind, pk in seen if pk.isdigit()]
    hits: dict[tuple[str, int], Hit] = {}
    for kind, source in kinds.items():
        if ids := [pk for one, pk in touched if one == kind]:
            rows = source.by_ids(ids, user)
            hits |= {(kind, pk): hit for pk, hit in rows.items()}
    worked_on = [hits[one] for one in touched if one in hits][:RECENT]
    if worked_on:
        return [Group(_("Worked on last"), worked_on)]
    groups = [Group(_("Newest"), list(source.newest(user))) for source in sources]
    return [group for group in groups if group.hits][:1]


# --- the two addresses --------------------------------------------------------------------------

Context = Callable[[HttpRequest], dict[str, Any]]
TITLE = gettext_lazy("Quick jump")


def results(request: HttpRequest, sources: Iterable[Source]) -> HttpResponse:
    """For the script."""
    groups = _groups(request, sources)
    answer = [
        {"label": group.label, "hits": [hit._asdict() for hit in group.hits]} for group in groups
    ]
    response = JsonResponse({"groups": answer})
    response.headers["Cache-Control"] = "no-store"
    return response


def page(request: HttpRequest, sources: Iterable[Source], context: Context) -> HttpResponse:
    """The same, where no script runs."""
    groups = _groups(request, sources)
    more = {"title": TITLE, "groups": groups, "typed": _typed(request), "is_jump_page": True}
    return TemplateResponse(request, "admin/quick_jump/page.html", {**context(request), **more})


def _groups(request: HttpRequest, sources: Iterable[Source]) -> list[Group]:
    user = actor(request)
    allowed = open_sources(sources, user)
    if not allowed:
        raise PermissionDenied
    return jump(_typed(request), allowed, user)


def _typed(request: HttpRequest) -> str:
    return one_line(clean_text(request.GET.get("q", "")))[:LONGEST]
