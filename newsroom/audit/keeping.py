from datetime import datetime

from django.db import transaction

from newsroom.audit.models import Entry
from newsroom.audit.origins import KEPT_WHOLE, shortened

AT_ONCE = 500


def shorten_old_addresses(now: datetime) -> None:
    """A step of the ticker. Twice the same is no harm: what is short stays as it is."""
    old = Entry.objects.filter(address_is_whole=True, at__lt=now - KEPT_WHOLE)
    rows = dict(old.order_by("at").values_list("pk", "address")[:AT_ONCE])
    if not rows:
        return
    entries = [
        Entry(pk=pk, address=shortened(address), address_is_whole=False)
        for pk, address in rows.items()
    ]
    with transaction.atomic():
        Entry.objects.bulk_update(entries, ["address", "address_is_whole"])
