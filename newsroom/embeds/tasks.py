from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from newsroom.embeds.fetching import Fetcher, fetch


@task()
def fetch_embed(address: str) -> None:
    """Title, duration and poster of an embed; until then, and if it fails, its box is plain."""
    fetch(address, Fetcher(), again=again(address))


def again(address: str) -> Callable[[timedelta], None]:
    def enqueue(pause: timedelta) -> None:
        fetch_embed.using(run_after=timezone.now() + pause).enqueue(address)

    return enqueue
