"""A real Chromium for the journeys, watched: what a visitor's console would complain of fails them.

Playwright's sync API keeps an event loop running in the thread of the test, and there Django
refuses the database. So it starts after every fixture that writes rows and ends before they are
removed: a journey names its fixtures first and ``chromium`` last, and sees what happened as people
do, on the pages.
"""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from playwright.sync_api import Request as BrowserRequest
from pytest_django.live_server_helper import LiveServer

from newsroom.accounts.models import User
from tests import factories
from tests.conftest import PASSWORD

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""
EDITOR = ".nr-prose[contenteditable=true]"
TIMEOUT = 15_000  # milliseconds; two busy cores are slow
expect.set_options(timeout=TIMEOUT)


class Chromium:
    """Opens windows for the people of a journey, and keeps what went wrong in any of them."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.host = urlsplit(server).netloc
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.stubs: set[str] = set()

    def window(self, **options: Any) -> Page:
        """A new person: no cookies, no stored choice."""
        options = {"locale": "ar-MA", "timezone_id": "Africa/Casablanca", **options}
        context = self.browser.new_context(base_url=self.server, **options)
        context.set_default_timeout(TIMEOUT)
        if options.get("java_script_enabled", True):
            context.add_init_script(TELL_VIOLATIONS)
        context.on("page", self._watch)
        context.on("request", self._same_host)
        return context.new_page()

    def log_in(self, user: User, **options: Any) -> Page:
        page = self.window(**options)
        page.goto("/admin/")
        page.locator("#id_username").fill(user.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#login-form [type=submit]").click()
        page.wait_for_url("/admin/")
        return page

    def expect_status(self, status: int) -> None:
        """The browser's console mentions a page that is refused: say so before opening it."""
        self.expected.append(f"the server responded with a status of {status}")

    def stand_in_for(self, host: str, page: Page, body: str = "") -> None:
        """From now on the page may ask this host; what it asks is answered on this machine."""
        self.stubs.add(host)
        page.context.route(
            f"https://{host}/**",
            lambda route: route.fulfill(content_type="text/html", body=f"<!doctype html>{body}"),
        )

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if any(known in message.text for known in self.expected):
            return
        self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def _same_host(self, request: BrowserRequest) -> None:
        parts = urlsplit(request.url)
        known = {self.host, *self.stubs}
        if parts.scheme not in ("data", "blob") and parts.netloc not in known:
            self.complaints.append(f"request to another host: {request.url}")


@pytest.fixture
def chromium(transactional_db: None, live_server: LiveServer) -> Iterator[Chromium]:
    executable = os.environ.get("CHROMIUM")
    if not executable:
        pytest.skip("CHROMIUM does not name a Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        watched = Chromium(browser, live_server.url)
        yield watched
        browser.close()
    assert watched.complaints == []


def no_sideways_overflow(page: Page) -> None:
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide in a window of {wide[1]} px"


PASTE = """
(editor, { text, html }) => {
  const clipboardData = new DataTransfer();
  if (text) clipboardData.setData("text/plain", text);
  if (html) clipboardData.setData("text/html", html);
  const options = { clipboardData, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", options));
}
"""


def paste(page: Page, *, text: str = "", html: str = "") -> None:
    """Into the story's text, where the caret stands."""
    page.locator(EDITOR).evaluate(PASTE, {"text": text, "html": html})


def write_body(page: Page, text: str) -> None:
    """In place of what stands in the editor; a line is a paragraph."""
    page.locator(EDITOR).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    paste(page, text=text)


def body_of(page: Page) -> str:
    """What the form would send."""
    return page.locator("#id_body").input_value()


def colleague(role: str, username: str, name: str) -> User:
    return factories.user(role, username=username, name=name, password=make_password(PASSWORD))


@pytest.fixture
def saida(transactional_db: None) -> User:
    """An editor."""
    return colleague("editor", "saida", "سعيدة")


@pytest.fixture
def yunus(transactional_db: None) -> User:
    """Another editor."""
    return colleague("editor", "yunus", "يونس")


@pytest.fixture
def mariam(transactional_db: None) -> User:
    """A moderator."""
    return colleague("moderator", "mariam", "مريم")
