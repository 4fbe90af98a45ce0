from collections.abc import Iterable, Mapping

from django.utils.functional import Promise

Label = str | Promise
OTHER = "other"

_LABELS: dict[str, Label] = {}
_AREAS: dict[str, Label] = {}
_AREA_OF: dict[str, str] = {}


def name_verbs(labels: Mapping[str, Label]) -> None:
    """What people read for a verb; an app names its own in ``AppConfig.ready()``."""
    _LABELS.update(labels)


def group_verbs(area: str, label: Label, verbs: Iterable[str]) -> None:
    """The verbs of one part of the newsroom's work; what stands in no group is ``OTHER``."""
    _AREAS[area] = label
    _AREA_OF.update(dict.fromkeys(verbs, area))


def verb_label(verb: str) -> str:
    return str(_LABELS.get(verb, verb))


def all_verbs() -> list[tuple[str, str]]:
    return [(verb, str(label)) for verb, label in _LABELS.items()]


def area_of(verb: str) -> str:
    return _AREA_OF.get(verb, OTHER)


def all_areas() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Id, label and verbs of every group that has any."""
    groups = [
        (area, str(label), [(verb, name) for verb, name in all_verbs() if area_of(verb) == area])
        for area, label in _AREAS.items()
    ]
    return [group for group in groups if group[2]]
