"""What the detail of a line says, in words: labels and values instead of keys and JSON."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TextChoices
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from newsroom.audit.models import Entry
from newsroom.audit.verbs import Label

NOTHING = "–"

_LABELS: dict[str, Label] = {}
_WORDS: dict[str, Callable[[str], str]] = {}
_ROWS: dict[str, str] = {}


class Value(NamedTuple):
    """Of one of three kinds: a template prints times and numbers as the site does."""

    text: str = ""
    time: datetime | None = None
    number: int | None = None

    def plain(self) -> str:
        if self.time is not None:
            return f"{timezone.localtime(self.time):%Y-%m-%d %H:%M}"
        return self.text if self.number is None else str(self.number)


class Line(NamedTuple):
    label: str
    value: Value
    before: Value | None = None
    """Of a change: ``value`` came after it."""


def name_details(
    labels: Mapping[str, Label],
    *,
    words: Mapping[str, Callable[[str], str]] | None = None,
    rows: Mapping[str, str] | None = None,
) -> None:
    """What people read for a key. ``words`` print a stored word; ``rows`` name the model whose
    primary key is stored. An app names its own in ``AppConfig.ready()``."""
    _LABELS.update(labels)
    _WORDS.update(words or {})
    _ROWS.update(rows or {})


def words_of(choices: type[TextChoices]) -> Callable[[str], str]:
    """Prints a stored choice by its label, for ``name_details``."""

    def word(stored: str) -> str:
        return str(choices(stored).label) if stored in choices.values else stored

    return word


def lines(entry: Entry, *, look_up: bool = True) -> list[Line]:
    """Keys that begin with "_" are nobody's to read. Costs a query for each row that is named,
    unless they are not looked up: then their numbers stand there."""
    model = model_of(entry.target_type)
    told: list[Line] = []
    for key, value in entry.detail.items():
        if key == "changed" and isinstance(value, dict):
            told += [_change(model, name, *pair) for name, pair in value.items()]
        elif key == "changed":
            told.append(Line(_label(key), Value(_joined(_field_label(model, n) for n in value))))
        elif key in _ROWS and look_up and value is not None:
            told.append(Line(_label(key), _row(_ROWS[key], value)))
        elif not key.startswith("_"):
            told.append(Line(_label(key), _value(key, value)))
    return told


def in_one_line(entry: Entry) -> str:
    """For a cell of a table; without a query."""
    parts = []
    for line in lines(entry, look_up=False):
        value = line.value.plain()
        if line.before is not None:
            words = {"before": line.before.plain(), "after": value}
            value = _("from “%(before)s” to “%(after)s”") % words
        parts.append(_("%(label)s: %(value)s") % {"label": line.label, "value": value})
    return " | ".join(parts)


def model_of(target_type: str) -> type[Model] | None:
    """None for a kind of thing that is no longer part of the newsroom."""
    try:
        return apps.get_model(target_type)
    except (LookupError, ValueError):
        return None


def kind_label(target_type: str) -> str:
    model = model_of(target_type)
    return str(capfirst(model._meta.verbose_name)) if model else ""


def _change(model: type[Model] | None, name: str, before: Any, after: Any) -> Line:
    choices = dict(getattr(_field(model, name), "flatchoices", ()))

    def said(value: Any) -> Value:
        if isinstance(value, str) and value in choices:
            return Value(str(choices[value]))
        return _value(name, value)

    return Line(_field_label(model, name), said(after), said(before))


def _field(model: type[Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _field_label(model: type[Model] | None, name: str) -> str:
    own = getattr(_field(model, name), "verbose_name", None)
    return str(capfirst(str(own))) if own and name not in _LABELS else _label(name)


def _label(key: str) -> str:
    return str(_LABELS.get(key, key))


def _value(key: str, value: Any) -> Value:
    if value in (None, "", []):
        return Value(NOTHING)
    if isinstance(value, bool):
        return Value(_("Yes") if value else _("No"))
    if isinstance(value, list | tuple):
        return Value(_joined(_value(key, one).plain() for one in value))
    if isinstance(value, int):
        return Value(number=value)
    if key in _WORDS:
        return Value(_WORDS[key](str(value)))
    return _time(str(value)) or Value(str(value))


def _row(target_type: str, pk: Any) -> Value:
    model = model_of(target_type)
    row = model._default_manager.filter(pk=pk).first() if model else None
    return Value(str(row)) if row else Value(number=int(pk))


def _time(text: str) -> Value | None:
    try:
        moment = parse_datetime(text) if len(text) >= 16 else None
    except ValueError:
        return None
    return Value(time=moment) if moment and moment.tzinfo else None


def _joined(words: Any) -> str:
    return f"{pgettext('between names', ',')} ".join(words)
