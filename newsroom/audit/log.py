from typing import TYPE_CHECKING, Any

from django.db.models import Model

from newsroom.arabic.normalize import fold
from newsroom.audit.models import LABEL_LENGTH, Entry
from newsroom.audit.origins import ORIGIN
from newsroom.audit.verbs import area_of

if TYPE_CHECKING:  # accounts writes lines too, so the log stands below it
    from newsroom.accounts.models import User


def record(verb: str, target: Model, *, by: "User | None", **detail: Any) -> Entry:
    """Write the audit line of a verb. Call it inside the verb's transaction.

    Nobody (``None``) tries to log in or asks for a new password. The line of a change names the
    fields in ``changed``: {"name": [before, after]}.
    """
    name = by.get_full_name()[:150] if by else ""
    label = str(target)[:LABEL_LENGTH]
    origin = ORIGIN.get()
    return Entry.objects.create(
        by=by,
        by_name=name,
        verb=verb,
        area=area_of(verb),
        target_type=target._meta.label_lower,
        target_id=str(target.pk or ""),
        target_label=label,
        folded=fold(f"{name} {label}")[:600],
        detail=detail,
        address=origin.address,
        address_is_whole=bool(origin.address),
        browser=origin.browser,
    )
