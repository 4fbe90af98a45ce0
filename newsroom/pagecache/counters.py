"""What the page cache of this process has done since it started."""

from dataclasses import asdict, dataclass


@dataclass
class Counters:
    """Added to without a lock: a lost one in a million does no harm."""

    hits: int = 0
    stale: int = 0
    """Expired pages answered while another request renewed them, or without a database."""
    misses: int = 0
    bypasses: int = 0
    stored: int = 0
    refused: int = 0
    """Rendered, but purged before the rendering was done."""
    purged: int = 0
    evicted: int = 0
    pages: int = 0
    bytes: int = 0
    visible_delay_sum: float = 0.0
    """Seconds between the change and the moment at which this process dropped its pages."""
    visible_delay_count: int = 0

    def snapshot(self) -> dict[str, float]:
        return asdict(self)


COUNTERS = Counters()
