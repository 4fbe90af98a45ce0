from typing import Any

from django.db.models import Model

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
