"""The watch over every window notices what it is there for."""

import pytest

from newsroom.accounts.models import User
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser

FAULTS = {
    "console.error('a message')": "a message",
    "setTimeout(() => { throw new Error('a fault') })": "a fault",
    "document.body.setAttribute('onclick', 'x()'); document.body.click()": "CSP: ",
    "fetch('http://example.invalid/').catch(() => {})": "example.invalid",
    "fetch('/nothing/here/')": "status of 404",
}


def test_watch_notices_every_fault(saida: User, chromium: Chromium) -> None:
    page = chromium.window()
    for script, complaint in FAULTS.items():
        page.goto("/")
        assert chromium.complaints == []
        page.evaluate(script)
        page.evaluate("new Promise((done) => requestIdleCallback(done))")
        page.goto("/")
        found, chromium.complaints = chromium.complaints, []
        assert any(complaint in line for line in found), (script, found)
