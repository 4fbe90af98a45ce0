from typing import Any

from django.db.models import Model

# A line tells what was changed; it is no second archive of texts.
LONGEST = 500

Changes = dict[str, list[Any]]


def form_changes(form: Any, *, without: frozenset[str] = frozenset()) -> Changes:
    """Field → [before, after] of a bound, valid form, for ``record(changed=…)``."""
    return {
        name: [stored(form.initial.get(name)), stored(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name not in without
    }


def stored(value: Any) -> Any:
    """As it stands in the log, which outlives the rows that it names."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Model):
        return str(value)[:LONGEST]
    if isinstance(value, list | tuple | set):
        return [stored(one) for one in value]
    return str(value)[:LONGEST]
