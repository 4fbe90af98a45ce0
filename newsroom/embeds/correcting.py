"""What the desk does with an embed whose host said nothing, or something useless."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.arabic.typography import one_line
from newsroom.audit.log import record
from newsroom.embeds.keys import key_of
from newsroom.embeds.models import Embed
from newsroom.embeds.rights import may_correct
from newsroom.embeds.tasks import fetch_embed
from newsroom.pagecache.purging import purge


class StillWaiting(Exception):
    """It will be fetched anyway."""


@transaction.atomic
def fetch_again(embed: Embed, *, by: User) -> None:
    """Ask the host anew, with all its attempts. Raises StillWaiting, PermissionDenied."""
    if not may_correct(by):
        raise PermissionDenied
    done = Embed.objects.filter(pk=embed.pk).exclude(state=Embed.State.WAITING)
    if not done.update(state=Embed.State.WAITING, error="", tries=0, asked_at=timezone.now()):
        raise StillWaiting
    fetch_embed.enqueue(embed.address)
    record("fetch_embed", embed, by=by)


@transaction.atomic
def retitle(embed: Embed, *, title: str, by: User) -> None:
    """An empty title: that of the host comes back with the next fetching."""
    if not may_correct(by):
        raise PermissionDenied
    row = Embed.objects.select_for_update().get(pk=embed.pk)
    title = one_line(title)
    if title == row.title:
        return
    row.title, row.title_is_ours = title, bool(title)
    row.save(update_fields=["title", "title_is_ours"])
    record("save_embed", row, by=by)
    purge(key_of(row.address))
