from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from articles import publishing
from articles.models import Article, Category
from newsroom.accounts.models import User
from tests import factories

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_media(settings: Any, media_folder: Path) -> None:
    settings.MEDIA_ROOT = media_folder
    settings.PRIVATE_ROOT = media_folder.with_name(f"{media_folder.name}-private")


@pytest.fixture
def reporter(db: None) -> User:
    return factories.user("reporter")


@pytest.fixture
def editor(db: None) -> User:
    return factories.user("editor")


@pytest.fixture
def chief(db: None) -> User:
    return factories.user("editor_in_chief")


@pytest.fixture
def moderator(db: None) -> User:
    return factories.user("moderator")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.user("administrator")


@pytest.fixture
def default_category(db: None) -> Category:
    return Category.objects.default()


@pytest.fixture
def published(editor: User) -> Article:
    """A published story with every element."""
    return factories.published(by=editor)


@pytest.fixture
def draft(editor: User) -> Article:
    return publishing.create(factories.content(), by=editor)


@pytest.fixture
def logged_in() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def requests_in_process(db: None) -> Iterator[None]:
    """Requests go straight to Django's handler: as its test client does, let none of them close the
    connection whose transaction the test is."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
