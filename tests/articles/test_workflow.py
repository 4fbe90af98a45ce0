from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles import publishing, roles, trash, withdrawal, workflow
from articles.models import Article, Review
from articles.publishing import TransitionNotAllowed
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

State = Review.State


@pytest.fixture
def colleague(db: None) -> User:
    return factories.user("editor", name="عمر الصافي")


@pytest.fixture
def story(reporter: User) -> Article:
    return publishing.create(factories.content(), by=reporter)


@pytest.fixture
def public(reporter: User, editor: User) -> Article:
    """A published story of the reporter's."""
    article = publishing.create(factories.content(headline="عنوان منشور"), by=reporter)
    return publishing.publish(article, by=editor)


def fresh(article: Article) -> Article:
    return Article.objects.select_related("latest_revision", "open_review").get(pk=article.pk)


def typed(article: Article, **values: Any) -> Edit:
    article = fresh(article)
    assert article.latest_revision is not None
    content = factories.content(**{"headline": "نص آخر", **values})
    return Edit(content, article.latest_revision.number)


def states(article: Article) -> list[str]:
    return list(article.reviews.order_by("id").values_list("state", flat=True))


def test_way_of_a_draft(story: Article, reporter: User, editor: User) -> None:
    workflow.submit(story, by=reporter, note="  لم أتحقق من الرقم  ")
    workflow.claim(story, by=editor)
    workflow.send_back(story, by=editor, note="من قال ذلك؟")
    publishing.save(story, typed(story), by=reporter)
    workflow.submit(story, by=reporter)
    workflow.approve(story, by=editor)
    publishing.publish(story, by=editor)
    assert states(story) == [State.RETURNED, State.APPROVED]
    first = story.reviews.order_by("id")[0]
    assert (first.note, first.answer) == ("لم أتحقق من الرقم", "من قال ذلك؟")
    assert first.revision is not None
    assert (first.revision.number, first.closed_by) == (1, editor)
    assert fresh(story).open_review is None
    verbs = " ".join(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == "create submit claim send_back save submit approve publish"


def test_reporter_changes_nothing_while_an_editor_decides(
    story: Article, reporter: User, editor: User
) -> None:
    workflow.submit(story, by=reporter)
    for verb in (
        lambda: publishing.save(story, typed(story), by=reporter),
        lambda: workflow.submit(story, by=reporter),
        lambda: trash.trash(story, by=reporter),
    ):
        with pytest.raises(TransitionNotAllowed):
            verb()
    assert not roles.may_edit(reporter, fresh(story))
    assert roles.may_view(reporter, fresh(story))
    assert roles.may_edit(editor, fresh(story))
    workflow.take_back(story, by=reporter)
    assert roles.may_edit(reporter, fresh(story))
    assert states(story) == [State.TAKEN_BACK]


def test_taking_back_ends_with_the_claim(story: Article, reporter: User, editor: User) -> None:
    workflow.submit(story, by=reporter)
    workflow.claim(story, by=editor)
    with pytest.raises(TransitionNotAllowed, match=editor.name):
        workflow.take_back(story, by=reporter)
    workflow.release(story, by=editor)
    workflow.take_back(story, by=reporter)


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_who_claim_one_wins_and_the_other_is_told(
    first: int, story: Article, reporter: User, editor: User, colleague: User
) -> None:
    workflow.submit(story, by=reporter)
    people = [editor, colleague]
    winner, loser = people[first], people[1 - first]
    seen_by_both = [fresh(story), fresh(story)]
    workflow.claim(seen_by_both[first], by=winner)
    with pytest.raises(TransitionNotAllowed, match=winner.name):
        workflow.claim(seen_by_both[1 - first], by=loser)
    assert fresh(story).open_review.claimed_by == winner  # type: ignore[union-attr]
    assert Entry.objects.filter(verb="claim").count() == 1


def test_claimed_story_is_its_claimers(
    story: Article, reporter: User, editor: User, colleague: User
) -> None:
    workflow.submit(story, by=reporter)
    workflow.claim(story, by=editor)
    for verb in (
        lambda: publishing.save(story, typed(story), by=colleague),
        lambda: publishing.publish(story, by=colleague),
        lambda: publishing.schedule(story, timezone.now() + timedelta(days=1), by=colleague),
        lambda: publishing.move(story, factories.category(), by=colleague),
        lambda: workflow.approve(story, by=colleague),
        lambda: workflow.send_back(story, by=colleague, note="لا"),
        lambda: workflow.release(story, by=colleague),
        lambda: trash.trash(story, by=colleague),
    ):
        with pytest.raises(TransitionNotAllowed, match=editor.name):
            verb()
    publishing.save(story, typed(story), by=editor)
    workflow.take_over(story, of=editor.pk, by=colleague)
    publishing.save(story, typed(story), by=colleague)
    with pytest.raises(TransitionNotAllowed, match=colleague.name):
        publishing.save(story, typed(story), by=editor)


def test_taking_over_is_from_whom_one_was_shown(
    story: Article, reporter: User, editor: User, colleague: User, chief: User
) -> None:
    workflow.submit(story, by=reporter)
    workflow.claim(story, by=editor)
    workflow.take_over(story, of=editor.pk, by=colleague)
    with pytest.raises(TransitionNotAllowed, match="عمر الصافي"):
        workflow.take_over(story, of=editor.pk, by=chief)


def test_proposed_change_reaches_no_reader(
    public: Article, reporter: User, editor: User, client: Client
) -> None:
    address = public.get_absolute_url()
    publishing.save(public, typed(public, headline="عنوان مقترح"), by=reporter)
    workflow.submit(public, by=reporter)
    workflow.claim(public, by=editor)
    page = client.get(address).content.decode()
    assert "عنوان منشور" in page
    assert "عنوان مقترح" not in page
    edit = Edit(latest_content(fresh(public)), fresh(public).latest_revision.number)  # type: ignore[union-attr]
    publishing.update(public, by=editor, edit=edit)
    assert "عنوان مقترح" in client.get(address).content.decode()
    assert states(public) == [State.APPROVED]
    assert public.reviews.get().closed_by == editor


def test_reporter_never_publishes(public: Article, story: Article, reporter: User) -> None:
    workflow.submit(story, by=reporter)
    for verb in (
        lambda: publishing.publish(story, by=reporter),
        lambda: publishing.update(public, by=reporter, edit=typed(public)),
        lambda: publishing.move(public, factories.category(), by=reporter),
        lambda: withdrawal.withdraw(public, by=reporter),
        lambda: workflow.claim(story, by=reporter),
        lambda: workflow.approve(story, by=reporter),
        lambda: workflow.send_back(story, by=reporter, note="لا"),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_what_will_be_published_is_not_the_reporters_to_change(
    story: Article, reporter: User, editor: User
) -> None:
    publishing.schedule(story, timezone.now() + timedelta(days=1), by=editor)
    with pytest.raises(PermissionDenied):
        publishing.save(story, typed(story), by=reporter)
    with pytest.raises(PermissionDenied):
        workflow.submit(story, by=reporter)
    with pytest.raises(TransitionNotAllowed):
        workflow.submit(story, by=editor)


def test_others_stories_are_not_submitted(draft: Article, reporter: User, moderator: User) -> None:
    for person in (reporter, moderator, factories.user()):
        with pytest.raises(PermissionDenied):
            workflow.submit(draft, by=person)


def test_nothing_to_propose(public: Article, reporter: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        workflow.submit(public, by=reporter)


@pytest.mark.parametrize("verb", ["publish", "schedule", "update", "withdraw", "trash"])
def test_review_ends_with_the_publication(
    verb: str, story: Article, public: Article, reporter: User, editor: User
) -> None:
    article = public if verb in ("update", "withdraw") else story
    if article == public:
        publishing.save(public, typed(public), by=reporter)
    workflow.submit(article, by=reporter)
    {
        "publish": lambda: publishing.publish(article, by=editor),
        "schedule": lambda: publishing.schedule(
            article, timezone.now() + timedelta(days=1), by=editor
        ),
        "update": lambda: publishing.update(article, by=editor, edit=typed(article)),
        "withdraw": lambda: withdrawal.withdraw(article, by=editor),
        "trash": lambda: trash.trash(article, by=editor),
    }[verb]()
    review = article.reviews.get()
    ended = State.RETURNED if verb in ("withdraw", "trash") else State.APPROVED
    assert (review.state, review.closed_by) == (ended, editor)
    assert fresh(article).open_review is None


def test_withdrawing_needs_no_claim(
    public: Article, reporter: User, editor: User, colleague: User
) -> None:
    publishing.save(public, typed(public), by=reporter)
    workflow.submit(public, by=reporter)
    workflow.claim(public, by=editor)
    withdrawal.withdraw(public, by=colleague)
    assert states(public) == [State.RETURNED]


def test_sending_back_says_why(story: Article, reporter: User, editor: User) -> None:
    workflow.submit(story, by=reporter)
    for note in ("", " \n ", "س" * 2001):
        with pytest.raises(TransitionNotAllowed):
            workflow.send_back(story, by=editor, note=note)
    assert states(story) == [State.WAITING]


def test_verbs_of_a_review_that_is_over(story: Article, reporter: User, editor: User) -> None:
    for verb in (
        lambda: workflow.claim(story, by=editor),
        lambda: workflow.approve(story, by=editor),
        lambda: workflow.send_back(story, by=editor, note="لا"),
        lambda: workflow.take_back(story, by=reporter),
    ):
        with pytest.raises(TransitionNotAllowed):
            verb()


def test_database_holds_one_open_review(story: Article, reporter: User) -> None:
    workflow.submit(story, by=reporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        story.reviews.create(submitted_at=timezone.now())
