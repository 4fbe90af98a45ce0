"""Times in the newsroom's zone, over the changes of the clocks around Ramadan 2026 in Morocco."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from articles.admin.fields import parse_time


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        ("14/02/2026", "23:00", datetime(2026, 2, 14, 22, 0)),
        ("15/02/2026", "01:59", datetime(2026, 2, 15, 0, 59)),
        ("15/02/2026", "03:00", datetime(2026, 2, 15, 3, 0)),
        ("1/3/2026", "07:00", datetime(2026, 3, 1, 7, 0)),
        ("22/03/2026", "01:59", datetime(2026, 3, 22, 1, 59)),
        ("22/03/2026", "03:00", datetime(2026, 3, 22, 2, 0)),
        ("٢٣/٠٣/٢٠٢٦", "٠٧:٠٠", datetime(2026, 3, 23, 6, 0)),
    ],
)
def test_the_offset_is_that_of_the_day(day: str, clock: str, utc: datetime) -> None:
    assert parse_time(day, clock) == utc.replace(tzinfo=UTC)


@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59"])
def test_an_hour_that_comes_twice_or_never_is_asked_for_again(clock: str) -> None:
    for day, code in (("15/02/2026", "doubled_hour"), ("22/03/2026", "missing_hour")):
        with pytest.raises(ValidationError) as refused:
            parse_time(day, clock)
        assert refused.value.code == code
