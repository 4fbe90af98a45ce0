"""The filters of the log: a period, a person, an operation or a group of them, a kind, words."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.normalize import fold
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.changes import stored
from newsroom.audit.models import Entry
from newsroom.audit.verbs import OTHER, all_areas, all_verbs, verb_label

WORDS_LENGTH = 100
SEARCHED = 100_000
"""Words are looked for in the newest of the lines that the other filters leave."""
SLACK = 1_000
"""Numbers and times of lines run alike, but for so many that are written at the same moment."""
GROUP = "group-"

Choices = list[tuple[Any, Any]]


class FilterForm(forms.Form):
    by: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("Everybody")
    )
    verb = forms.ChoiceField(label=_("operation"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(label=_("From the day"), required=False)
    until = forms.DateField(label=_("To the day"), required=False)
    q = forms.CharField(label=_("Words in the names"), required=False, max_length=WORDS_LENGTH)
    target = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.order_by("name", "pk")
        self.fields["by"].queryset = people.only("name", "username")  # type: ignore[attr-defined]
        self.fields["verb"].choices = _verb_choices()  # type: ignore[attr-defined]
        self.fields["kind"].choices = _kind_choices()  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def clean_q(self) -> str:
        return one_line(clean_text(self.cleaned_data["q"]))

    def entries(self) -> QuerySet[Entry]:
        """The lines that are asked for, newest first; a wrong filter filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        found = Entry.objects.order_by("-id")
        if by := asked.get("by"):
            found = found.filter(by=by)
        if verb := asked.get("verb"):
            group = verb.removeprefix(GROUP)
            found = found.filter(verb=verb) if group == verb else found.filter(area=group)
        if kind := asked.get("kind"):
            found = found.filter(target_type=kind)
            if target := asked.get("target"):
                found = found.filter(target_id=target)
        return _with_words(self._within(found), asked.get("q", ""))

    def told(self) -> dict[str, Any]:
        """The filters that are in use, as the line of an export keeps them."""
        used = {name: value for name, value in self.cleaned_data.items() if value}
        if by := used.get("by"):
            used["by"] = str(by)
        return {f"filter_{name}": stored(value) for name, value in used.items()}

    def _within(self, found: QuerySet[Entry]) -> QuerySet[Entry]:
        """Lines are numbered as they are written: a period is a range of numbers (two queries),
        so that every index serves it, and the times decide at its edges."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since:
            found = found.filter(
                at__gte=_midnight(since), pk__gte=_first_after(_midnight(since)) - SLACK
            )
        if until and until.year < 9999:
            end = _midnight(until + timedelta(days=1))
            found = found.filter(at__lt=end, pk__lt=_first_after(end) + SLACK)
        return found


def _verb_choices() -> Choices:
    grouped: Choices = [("", _("All operations"))]
    for area, label, verbs in all_areas():
        grouped.append((label, [(f"{GROUP}{area}", _("All: %s") % label), *verbs]))
    named = {verb for _area, _label, verbs in all_areas() for verb, _name in verbs}
    rest = [(verb, label) for verb, label in all_verbs() if verb not in named]
    return [*grouped, (_("Others"), [(f"{GROUP}{OTHER}", _("All others")), *rest])]


def _kind_choices() -> Choices:
    kinds = [
        (model._meta.label_lower, capfirst(model._meta.verbose_name))
        for model in admin.site._registry
    ]
    return [("", _("All kinds")), *sorted(kinds, key=lambda kind: str(kind[1]))]


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _first_after(moment: datetime) -> int:
    later = Entry.objects.filter(at__gte=moment).order_by("at", "pk").values_list("pk", flat=True)
    return later.first() or 2**62


def _with_words(found: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    folded = fold(words)
    if not folded:
        return found
    beyond = found.values_list("pk", flat=True)[SEARCHED : SEARCHED + 1]
    if floor := list(beyond):
        found = found.filter(pk__gt=floor[0])
    for word in folded.split():
        found = found.filter(folded__contains=word)
    return found


def asked_verb(verb: str) -> str:
    """In words: an operation, or all of a group."""
    if not verb.startswith(GROUP):
        return verb_label(verb)
    labels = {area: label for area, label, _verbs in all_areas()}
    return labels.get(verb.removeprefix(GROUP)) or str(_("All others"))
