"""What the layer and the follower ask of a store of finished pages."""

from typing import Protocol

from newsroom.pagecache.page import Page


class Store(Protocol):
    """Addresses are ``scheme://host/path`` or ``scheme://host/path?query``; times are seconds since
    1970, except ``began``, which is ``time.monotonic()``. Every method may be called by several
    threads at once.
    """

    def get(self, address: str) -> Page | None:
        """Expired pages too."""

    def put(self, address: str, page: Page, *, began: float) -> bool:
        """Keep a page, unless one of its keys was purged since its rendering began.

        The page's ``valid_until`` is brought forward to the first ``expire`` of its keys.
        """

    def postpone(self, address: str, page: Page, until: float) -> None:
        """The page could not be renewed: it counts as valid until then."""

    def purge(self, key: str, place: int | None, *, event: str | None = None) -> int:
        """Drop the pages with that key at that place; returns how many.

        ``event`` names the change: a store that several processes share acts upon it once.
        """

    def expire(self, key: str, place: int | None, due: float, *, withdraws: bool) -> None:
        """The pages with that key, also those stored later, are valid until ``due`` at most.

        ``withdraws``: they may not be answered after it either.
        """

    def sweep(self, now: float, *, only_withdrawn: bool = False) -> None:
        """Called twice a second: remove what expired from where others would go on serving it, and
        forget what is no longer needed. ``only_withdrawn``: the database is away, so that expired
        pages cannot be renewed; what may not be served past its time is removed all the same."""

    def clear(self) -> None: ...

    def load_position(self) -> str | None:
        """The last one saved: how far the events are known to what the store holds.

        None where it holds nothing.
        """

    def save_position(self, position: str) -> None: ...
