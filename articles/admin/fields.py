"""Form fields and widgets of the story form that Django has no like of."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from newsroom.arabic.digits import to_ascii
from newsroom.arabic.typography import clean_text, split_tags
from newsroom.site.converters import parse_id

TAG_LENGTH = 60
TAG_COUNT = 30


class ChipsSelect(forms.SelectMultiple):
    """A multiple select that a script turns into chips; works without it. Keeps the order."""

    template_name = "admin/widgets/chips.html"

    def __init__(self, *, add_label: str | Promise) -> None:
        super().__init__(attrs={"data-chips": ""})
        self.add_label = add_label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["add_label"] = self.add_label
        return context

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        """The chosen options first, in the order in which they were chosen."""
        groups = super().optgroups(name, value, attrs)
        place = {chosen: index for index, chosen in enumerate(value)}
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))


class OrderedModelChoices(forms.ModelMultipleChoiceField):
    """Cleans to a list in the order in which the values were sent."""

    def clean(self, value: Any) -> list[Model]:  # type: ignore[override]
        for sent in value or ():
            if parse_id(str(sent)) is None:
                refusal = self.error_messages["invalid_choice"]
                raise ValidationError(refusal, code="invalid_choice", params={"value": sent})
        found = {str(row.pk): row for row in super().clean(value)}
        return [found[str(pk)] for pk in dict.fromkeys(map(str, value or ())) if str(pk) in found]


class TagsInput(forms.TextInput):
    template_name = "admin/widgets/tags.html"

    def __init__(self, *, add_label: str | Promise) -> None:
        super().__init__(attrs={"data-tags": ""})
        self.add_label = add_label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["add_label"] = self.add_label
        return context

    def format_value(self, value: Any) -> str | None:
        return "، ".join(value) if isinstance(value, list | tuple) else value


class TagsField(forms.CharField):
    """A line of tags → a list of names."""

    widget = TagsInput

    def clean(self, value: Any) -> list[str]:
        names = split_tags(clean_text(super().clean(value)))
        for name in names:
            if len(name) > TAG_LENGTH:
                raise ValidationError(
                    _(
                        "A tag has %(count)s characters; %(limit)s is the limit."
                        " Put «،» between tags."
                    )
                    % {"count": len(name), "limit": TAG_LENGTH},
                    code="max_length",
                )
            if not any(letter.isalnum() for letter in name):
                raise ValidationError(_("A tag needs letters or digits."), code="invalid")
        if len(names) > TAG_COUNT:
            raise ValidationError(
                _("%(limit)s tags are the limit.") % {"limit": TAG_COUNT}, code="max_count"
            )
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return split_tags(data or "") != list(initial or ())


def parse_time(day: str, clock: str) -> datetime:
    """What an editor typed («25/11/2026», «7:00»), in the newsroom's zone.

    Raises ValidationError.
    """
    day, clock = to_ascii(day).strip(), to_ascii(clock).strip()
    for form in _forms("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            typed = timezone.make_aware(datetime.strptime(f"{day} {clock}", form))
            typed.astimezone(UTC)  # as it is stored: the last day of the calendar may have none
        except (ValueError, OverflowError):
            continue
        _require_one_moment(typed)
        return typed
    raise ValidationError(_("Write the time as in 25/11/2026 and 07:00."), code="invalid")


def pressed_time(post: QueryDict, button: str, fields: str) -> datetime:
    """From a quick button (its value is the time), or from the two fields beside a button whose
    value is «at»."""
    value = post.get(button, "")
    if value == "at":
        return parse_time(post.get(f"{fields}_0", ""), post.get(f"{fields}_1", ""))
    day, _sep, clock = value.partition("T")
    return parse_time(day, clock)


def _require_one_moment(typed: datetime) -> None:
    """Where the clocks are changed, as in Morocco around Ramadan, an hour is missing or doubled."""
    first, second = typed.utcoffset(), typed.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return
    if first < second:
        raise ValidationError(
            _("The clocks are put forward then: this hour does not exist. Choose another one."),
            code="missing_hour",
        )
    raise ValidationError(
        _("The clocks are put back then: this hour comes twice. Choose another one."),
        code="doubled_hour",
    )


def _forms(*day_forms: str) -> Iterable[str]:
    return [f"{day} %H:%M" for day in day_forms]
