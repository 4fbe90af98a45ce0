from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from newsroom.accounts.models import User
from newsroom.audit.models import Entry


def record(verb: str, target: Model, *, by: User, **detail: Any) -> Entry:
    """Write the audit line of a verb. Call it inside the verb's transaction."""
    return Entry.objects.create(
        by=by,
        by_name=by.get_full_name()[:150],
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:250],
        detail=detail,
    )


_LABELS: dict[str, str | Promise] = {}


def name_verbs(labels: Mapping[str, str | Promise]) -> None:
    """What people read for a verb; an app names its own in ``AppConfig.ready()``."""
    _LABELS.update(labels)


def verb_label(verb: str) -> str:
    return str(_LABELS.get(verb, verb))


def all_verbs() -> list[tuple[str, str]]:
    return [(verb, str(label)) for verb, label in _LABELS.items()]
