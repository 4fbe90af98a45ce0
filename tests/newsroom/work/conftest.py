from dataclasses import fields

import pytest

from newsroom.work.reports import THIS, ThisProcess


@pytest.fixture(autouse=True)
def _new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not reported yet."""
    new = ThisProcess()
    for field in fields(new):
        monkeypatch.setattr(THIS, field.name, getattr(new, field.name))
