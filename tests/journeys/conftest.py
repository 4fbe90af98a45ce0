"""A real Chromium for the journeys, watched: what a visitor's console would complain of fails them.

Playwright's sync API keeps an event loop running in the thread that drives it, and Django refuses
the database there. So the browser lives in a thread of its own, with nothing but playwright in it;
the test speaks to it through ``Browser.run`` and keeps its own thread for the database.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer
