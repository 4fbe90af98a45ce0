from collections.abc import Mapping

from django.utils.functional import Promise

_LABELS: dict[str, str | Promise] = {}


def name_verbs(labels: Mapping[str, str | Promise]) -> None:
    """What people read for a verb; an app names its own in ``AppConfig.ready()``."""
    _LABELS.update(labels)


def verb_label(verb: str) -> str:
    return str(_LABELS.get(verb, verb))


def all_verbs() -> list[tuple[str, str]]:
    return [(verb, str(label)) for verb, label in _LABELS.items()]
