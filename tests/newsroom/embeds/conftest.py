from collections.abc import Iterator

import pytest

from tests.newsroom.embeds import server


@pytest.fixture
def host() -> Iterator[server.Host]:
    with server.host() as running:
        yield running
