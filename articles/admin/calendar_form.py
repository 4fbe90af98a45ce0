"""What the calendar was asked for: which part of the year, and which stories."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.fields import parse_time
from articles.calendar import YEARS, Kind, Sheet, Span
from articles.models import Author, Byline, Category

FILTERS = ("category", "author", "state")


class CalendarForm(forms.Form):
    """What cannot be understood is left out, and said beside its field."""

    view = forms.ChoiceField(choices=Span.choices, required=False, widget=forms.HiddenInput)
    day = forms.CharField(
        label=gettext_lazy("Go to a date"),
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": "25/11/2026", "dir": "ltr", "autocomplete": "off"}
        ),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    author = forms.ChoiceField(label=gettext_lazy("Author"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("All")), *Kind.choices],
        required=False,
    )

    def __init__(self, data: QueryDict, *, today: date, by_author: bool) -> None:
        super().__init__(data, label_suffix="")
        self.today = today
        rows = _choices()
        self.categories = {pk: (name, path) for kind, pk, name, path in rows if kind == "category"}
        self._offer("category", _named_with_parents(self.categories))
        if by_author:
            self._offer("author", ((pk, name) for kind, pk, name, _ in rows if kind == "author"))
        else:
            del self.fields["author"]
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
        self.full_clean()

    def _offer(self, name: str, choices: Iterator[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, choices=[("", _("All")), *choices], required=False
        )

    def clean_day(self) -> date:
        typed = self.cleaned_data["day"]
        if not typed:
            return self.today
        try:
            day = parse_time(typed, "12:00").date()
        except ValidationError:
            raise ValidationError(_("Write the date as in 25/11/2026."), code="invalid") from None
        if day.year not in YEARS:
            raise ValidationError(_("Write the date as in 25/11/2026."), code="invalid")
        return day

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data.get("view") or Span.MONTH)

    @property
    def around(self) -> date:
        return self.cleaned_data.get("day") or self.today

    @property
    def kinds(self) -> list[Kind]:
        chosen = self.cleaned_data.get("state")
        return [Kind(chosen)] if chosen else list(Kind)

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in FILTERS)

    def condition(self) -> Q:
        condition = Q()
        if category := self.cleaned_data.get("category"):
            top = self.categories[category][1]
            inside = [
                pk
                for pk, (_name, path) in self.categories.items()
                if path == top or path.startswith(f"{top}/")
            ]
            condition &= Q(category__in=inside)
        if author := self.cleaned_data.get("author"):
            condition &= Q(pk__in=Byline.objects.filter(author=author).values("article"))
        return condition

    def query(self, **changes: Any) -> str:
        """The address of the same calendar, with changes."""
        chosen = {name: self.cleaned_data.get(name) for name in FILTERS}
        chosen |= {"view": self.span.value, "day": self.around.isoformat(), **changes}
        return urlencode({name: str(value) for name, value in chosen.items() if value})

    def places(self, sheet: Sheet, today: date) -> dict[str, str]:
        """Where the buttons of the calendar lead."""
        places = {view.value: self.query(view=view.value) for view in Span}
        places["today"] = self.query(day=today)
        if sheet.before().year in YEARS:
            places["before"] = self.query(day=sheet.before())
        if sheet.after().year in YEARS:
            places["after"] = self.query(day=sheet.after())
        places["all"] = urlencode({"view": self.span.value, "day": self.around.isoformat()})
        return places


def _choices() -> list[tuple[str, str, str, str]]:
    """Kind, id, name and path of the categories and authors, in their orders. One query."""
    categories = Category.objects.order_by().values_list(Value("category"), "pk", "name", "path")
    authors = Author.objects.order_by().values_list(Value("author"), "pk", "name", Value(""))
    rows = sorted(categories.union(authors, all=True), key=itemgetter(3, 2))
    return [(kind, str(pk), name, path) for kind, pk, name, path in rows]


def _named_with_parents(categories: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """«politics › parliament»."""
    names = {path: name for name, path in categories.values()}
    for pk, (_name, path) in categories.items():
        parts = path.split("/")
        above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        yield pk, " › ".join(names[each] for each in above if each in names)
