from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
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
