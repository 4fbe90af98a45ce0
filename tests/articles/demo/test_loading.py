import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from articles.comments.models import Comment
from articles.content import Content
from articles.demo import loading
from articles.demo.accounts import ACCOUNTS
from articles.models import Article, Author, Category, Correction
from articles.models.article import State
from articles.models.settings import CommentsState
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings
from tests import factories

ZONE = ZoneInfo("Africa/Casablanca")
STORIES = Path(loading.__file__).parent / "stories"


def demo(*options: str) -> str:
    printed = StringIO()
    call_command("demo", *options, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def debug(settings: Any) -> None:
    settings.DEBUG = True


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stories without pictures, for what is said of the command and not of the stories."""
    for name in ("people.toml", "sections.toml", "pages.toml"):
        shutil.copy(STORIES / name, tmp_path)
    first, *stories = (STORIES / "first.toml").read_text(encoding="utf-8").split("[[story]]\n")
    kept = [text for text in stories if re.match(rf'key = "(?:model|{loading.LEAD})"', text)]
    plain = [re.sub(r"(?m)^photo = .*$", "", text) for text in kept]
    text = "[[story]]\n".join([first, *plain])
    (tmp_path / "first.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(loading, "STORIES", tmp_path)


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[datetime]:
    """The whole demo, loaded once for this module and rolled back after it."""
    now = timezone.now()
    media = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("demo"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), media, transaction.atomic():
        loading.load(now=now)
        yield now
        transaction.set_rollback(True)


def model_story() -> Article:
    return Article.objects.for_detail().get(first_published_at__year=2023)


# --- the command ---------------------------------------------------------------------------------


def test_demo_is_loaded_once(small: None, debug: None, db: None) -> None:
    assert "2 stories" in demo("--if-empty")
    assert Article.objects.count() == 2
    before = set(Article.objects.values_list("pk", "changed_at"))
    assert "stories" not in demo("--if-empty")
    with pytest.raises(CommandError, match="has data already"):
        demo()
    assert set(Article.objects.values_list("pk", "changed_at")) == before
    assert User.objects.count() == len(ACCOUNTS)


def test_demo_is_not_loaded_over_a_newsroom(debug: None, editor: User) -> None:
    factories.published(by=editor)
    assert demo("--if-empty") == ""
    with pytest.raises(CommandError, match="has data already"):
        demo()
    assert Article.objects.count() == 1
    assert not User.objects.filter(is_demo=True).exists()


def test_one_account_is_data_too(debug: None, db: None) -> None:
    factories.user("administrator")
    assert demo("--if-empty") == ""
    assert not Article.objects.exists()


def test_accounts_are_printed_at_every_start(small: None, debug: None, db: None) -> None:
    for printed in (demo("--if-empty"), demo("--if-empty")):
        for account in ACCOUNTS:
            assert f"{account.username:<10} password {account.password}" in printed


def test_demo_needs_debug(db: None) -> None:
    assert demo("--if-empty") == ""
    with pytest.raises(CommandError, match="DEBUG"):
        demo()
    assert not Article.objects.exists()
    assert not User.objects.exists()


def test_accounts_are_not_printed_without_debug(
    small: None, debug: None, settings: Any, db: None
) -> None:
    demo()
    settings.DEBUG = False
    assert demo("--if-empty") == ""


def test_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(loading, "STORIES", Path(__file__).parent)
    with pytest.raises(FileNotFoundError):
        loading.load(now=timezone.now())
    assert not User.objects.exists()
    assert not Author.objects.exists()
    assert SiteSettings.objects.get().name != "المحبرة"


# --- what it holds -------------------------------------------------------------------------------


def test_every_story_is_there(loaded: datetime, db: None) -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in STORIES.glob("*.toml")]
    stories = [story for file in files for story in file.get("story", ())]
    assert Article.objects.count() == len(stories) >= 81
    with_photo = Article.objects.exclude(lead_photo=None).count()
    assert with_photo == sum("photo" in story for story in stories)
    assert Correction.objects.count() == sum("correction" in story for story in stories)
    assert Author.objects.count() == 12
    assert Category.objects.all().top_level().count() == 9
    assert set(Comment.objects.values_list("state", flat=True)) == set(Comment.State)


def test_accounts_have_the_five_roles(loaded: datetime, db: None) -> None:
    for account in ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.check_password(account.password)
        assert (user.is_demo, user.is_staff) == (True, True)
        assert list(user.groups.values_list("name", flat=True)) == [account.role]
        assert user.is_superuser == (account.role == "administrator")


def test_model_story_has_its_anatomy(loaded: datetime, db: None) -> None:
    article = model_story()
    content = Content.from_article(article)
    assert article.get_absolute_url().startswith(f"/2023/11/14/{article.pk}-")
    assert article.publish_at == datetime(2023, 11, 14, 10, 30, tzinfo=ZONE)
    assert content.category == Category.objects.default()
    assert content.category.name == "غير مصنف"
    assert content.lead_photo is None
    assert article.comments_state == CommentsState.CLOSED
    assert article.substantive_update_at == datetime(2023, 12, 20, 16, 5, tzinfo=ZONE)
    assert content.authors
    assert content.tags


def test_model_story_is_read_as_its_readers_saw_it(
    loaded: datetime, db: None, client: Client
) -> None:
    article = model_story()
    day = client.get("/2023/11/14/").content.decode()
    assert article.get_absolute_url() in day
    page = client.get(article.get_absolute_url()).content.decode()
    assert article.headline in page
    assert "غير مصنف" in page
    assert "14 نونبر 2023، 10:30" in page
    assert "آخر تحديث: <time" in page
    assert 'datetime="2023-12-20T16:05+01:00"' in page
    assert "عذراً التعليقات مغلقة" in page
    assert f"/s/{article.short_link.code}" in page


def test_every_state_is_shown(loaded: datetime, db: None) -> None:
    states = {article.state(loaded) for article in Article.objects.all()}
    assert states == {State.DRAFT, State.SCHEDULED, State.PUBLISHED}
    assert set(Article.objects.values_list("comments_state", flat=True)) == set(CommentsState)
    assert Comment.objects.pending().exists()
    assert Comment.objects.approved().exists()


def test_times_lie_where_they_should(loaded: datetime, db: None) -> None:
    for article in Article.objects.published(now=loaded):
        assert article.publish_at is not None
        assert article.created_at < article.publish_at <= loaded
        updated = article.substantive_update_at
        assert updated is None or article.publish_at < updated <= loaded
        for comment in article.comments.all():
            assert article.publish_at < comment.created_at <= loaded
    for article in Article.objects.scheduled(now=loaded):
        assert article.publish_at is not None
        assert article.publish_at > loaded


def test_stories_are_stored_as_the_sanitiser_leaves_them(loaded: datetime, db: None) -> None:
    for article in Article.objects.for_detail():
        content = Content.from_article(article)
        assert Content.from_snapshot(content.snapshot()).body == content.body
        assert content.body.startswith("<")
