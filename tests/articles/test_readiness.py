"""What a story lacks, and what of it stops its publication."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import publishing, readiness
from articles.content import Content
from articles.frontpage.flash import flash
from articles.models import Article, Category, PublicationSettings
from articles.models.article import State
from articles.models.settings import Strictness
from articles.publishing import NotReady
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.newsroom.media import files

ALL = tuple(readiness.RULES)


@pytest.fixture
def photo(editor: User) -> Photo:
    return files.photo(editor, credit="و م ع", alt="حشد في ميناء")


@pytest.fixture
def whole(photo: Photo) -> dict[str, Any]:
    """What makes a content that lacks nothing."""
    return {"category": factories.category(), "lead_photo": photo}


@pytest.fixture
def copy_desk() -> Iterator[list[int]]:
    """The errors that the copy desk finds; what it is asked about stands behind them."""
    errors = [0]
    before = list(readiness._copy_desks)
    readiness._copy_desks[:] = [lambda article_id, content: errors[0]]
    yield errors
    readiness._copy_desks[:] = before


@pytest.fixture(autouse=True)
def no_copy_desk(copy_desk: list[int]) -> None:
    """The texts of these tests are nobody's copy."""


def rules(content: Content) -> list[str]:
    return [finding.rule for finding in readiness.findings(content)]


def set_all(strictness: Strictness) -> None:
    values = {f"ready_{rule}": strictness for rule in ALL}
    PublicationSettings.objects.update_or_create(pk=1, defaults=values)


def test_whole_story_lacks_nothing(whole: dict[str, Any]) -> None:
    assert rules(factories.full_content(**whole)) == []


def test_empty_story_lacks_nearly_everything(db: None) -> None:
    assert rules(factories.content()) == ["category", "byline", "photo", "deck"]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("byline", {"authors": (), "agency": ""}),
        ("photo", {"lead_photo": None}),
        ("deck", {"deck": ""}),
    ],
)
def test_one_thing_is_missing(rule: str, changes: dict[str, Any], whole: dict[str, Any]) -> None:
    assert rules(factories.full_content(**{**whole, **changes})) == [rule]


def test_default_category(whole: dict[str, Any]) -> None:
    whole["category"] = Category.objects.default()
    assert rules(factories.full_content(**whole)) == ["category"]


def test_words_of_the_photo(whole: dict[str, Any], photo: Photo) -> None:
    photo.credit = photo.alt = ""
    found = readiness.findings(factories.full_content(**whole))
    assert [(finding.rule, finding.is_blocking) for finding in found] == [
        ("credit", True),
        ("alt", False),
    ]
    assert rules(factories.full_content(**whole, photo_alt="وصف هنا")) == ["credit"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("admin", ["byline"]),
        ("Redaction", ["byline"]),
        ("saida", ["byline"]),
        ("سعيدة", ["byline"]),  # the name of an account below
        ("أدونيس", []),  # one Arabic word is a name
        ("إدريس العلوي", []),
        ("Jean Dupont", []),
    ],
)
def test_byline_that_looks_like_an_account(
    name: str, expected: list[str], whole: dict[str, Any]
) -> None:
    factories.user("editor", username="سعيدة")
    whole["authors"] = (factories.author(), factories.author(name))
    assert rules(factories.full_content(**whole)) == expected


def test_photos_in_the_text(whole: dict[str, Any], editor: User) -> None:
    shown = files.photo(editor, width=310, credit="و م ع")
    body = f'<p>نص.</p><figure class="photo" data-photo="{shown.pk}"></figure>'
    assert rules(factories.full_content(**whole, body=body)) == ["figures"]
    Photo.objects.update(alt="سفينة في الميناء")
    assert rules(factories.full_content(**whole, body=body)) == []


def test_agency_signs_too(whole: dict[str, Any]) -> None:
    assert rules(factories.full_content(**whole, authors=(), agency="و م ع")) == []


def test_errors_of_the_copy_desk(whole: dict[str, Any], copy_desk: list[int]) -> None:
    copy_desk[0] = 2
    assert rules(factories.full_content(**whole)) == ["copy"]


def test_rule_that_is_off_is_not_asked(db: None) -> None:
    set_all(Strictness.OFF)
    assert rules(factories.content()) == []


def test_blocking_ones_come_first(db: None) -> None:
    PublicationSettings.objects.update_or_create(pk=1, defaults={"ready_deck": "blocking"})
    assert rules(factories.content()) == ["deck", "category", "byline", "photo"]
    assert [finding.rule for finding in readiness.blocking(factories.content())] == ["deck"]


@pytest.mark.parametrize("authors", [3, 30])
def test_cost(authors: int, whole: dict[str, Any], django_assert_num_queries: Any) -> None:
    names = [f"كاتب{number}" for number in range(authors)]
    whole["authors"] = tuple(factories.author(name) for name in names)
    content = factories.full_content(**whole)
    with django_assert_num_queries(2):
        readiness.findings(content)


# --- the verbs ----------------------------------------------------------------------------------


def test_warnings_stop_nothing(draft: Article, editor: User) -> None:
    set_all(Strictness.WARNING)
    assert publishing.publish(draft, by=editor).state() == State.PUBLISHED


def test_blocking_rules_stop_publish_schedule_and_update(
    draft: Article, published: Article, editor: User
) -> None:
    set_all(Strictness.BLOCKING)
    later = timezone.now() + timedelta(days=1)
    edit = Edit(factories.content(), 2)
    for verb in (
        lambda: publishing.publish(draft, by=editor),
        lambda: publishing.schedule(draft, later, by=editor),
        lambda: publishing.update(published, by=editor, edit=edit),
    ):
        with pytest.raises(NotReady) as refused:
            verb()
        missing = [finding.rule for finding in refused.value.findings]
        assert missing == ["category", "byline", "photo", "deck"]
        for finding in refused.value.findings:
            assert str(finding.message) in str(refused.value)
    draft.refresh_from_db()
    assert draft.state() == State.DRAFT
    publishing.save(published, edit, by=editor)  # a draft may wait


def test_flash_waits_for_nothing(editor: User) -> None:
    set_all(Strictness.BLOCKING)
    assert flash("عاجل من الرباط", by=editor).state() == State.PUBLISHED


def test_time_that_is_reached_publishes_whatever_is_asked_by_then(
    draft: Article, editor: User
) -> None:
    story = publishing.schedule(draft, timezone.now() + timedelta(hours=1), by=editor)
    set_all(Strictness.BLOCKING)
    assert story.state(timezone.now() + timedelta(hours=2)) == State.PUBLISHED
