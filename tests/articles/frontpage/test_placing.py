import random
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import withdrawal
from articles.frontpage import placing
from articles.frontpage.arrangement import front_page
from articles.frontpage.models import Arrangement, Shape, Slot, Zone
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.audit.verbs import verb_label
from tests import factories
from tests.articles.frontpage.stories import several, shown, slots, top


def soon(hours: int = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def arranged(count: int, by: User) -> list[Article]:
    """Stories of which the first stands in the lead and the next beside it, all by choice."""
    stories = several(10, by)
    for story in reversed(stories[:count]):
        placing.make_lead(story, by=by)
    return stories


def test_the_old_lead_drops_and_the_last_falls_off(editor: User) -> None:
    stories = arranged(5, editor)
    assert top() == stories[:5]
    placing.make_lead(stories[7], by=editor)
    assert top() == [stories[7], *stories[:4]]
    assert stories[4] not in slots().values()


def test_moving_down_ends_at_an_empty_slot(editor: User) -> None:
    stories = several(10, editor)
    placing.make_lead(stories[0], by=editor)
    placing.place(stories[1], Zone.SECOND, 1, by=editor)
    placing.place(stories[2], Zone.SECOND, 3, by=editor)
    placing.make_lead(stories[3], by=editor)
    assert slots() == {
        "lead 1": stories[3],
        "second 1": stories[0],
        "second 2": stories[1],
        "second 3": stories[2],
    }


def test_story_from_beside_becomes_the_lead(editor: User) -> None:
    stories = arranged(5, editor)
    placing.make_lead(stories[3], by=editor)
    assert top() == [stories[3], stories[0], stories[1], stories[2], stories[4]]


def test_pinned_story_keeps_its_place_when_others_are_pushed_down(editor: User) -> None:
    stories = arranged(5, editor)
    placing.pin(stories[2], soon(), by=editor)
    placing.make_lead(stories[7], by=editor)
    assert top() == [stories[7], stories[0], stories[2], stories[1], stories[3]]
    placing.unpin(stories[2], by=editor)
    placing.make_lead(stories[8], by=editor)
    assert top() == [stories[8], stories[7], stories[0], stories[2], stories[1]]


def test_place_takes_even_the_place_of_a_pinned_story(editor: User) -> None:
    stories = arranged(3, editor)
    placing.pin(stories[1], soon(), by=editor)
    placing.place(stories[9], Zone.SECOND, 1, by=editor)
    assert top()[:4] == [stories[0], stories[9], stories[1], stories[2]]


def test_add_takes_the_first_empty_slot_else_the_first_of_all(editor: User) -> None:
    stories = arranged(2, editor)
    placing.add(stories[5], by=editor)
    assert slots()["second 2"] == stories[5]
    assert placing.add(stories[5], by=editor) is False
    for story in stories[6:9]:
        placing.add(story, by=editor)
    assert [slots()[f"second {n}"] for n in range(1, 5)] == [
        stories[8],
        stories[1],
        stories[5],
        stories[6],
    ]


def test_up_and_down_swap_within_the_zone(editor: User) -> None:
    stories = arranged(3, editor)
    placing.move_down(stories[1], by=editor)
    assert [slots()["second 1"], slots()["second 2"]] == [stories[2], stories[1]]
    placing.move_down(stories[1], by=editor)
    assert slots()["second 3"] == stories[1]
    assert "second 2" not in slots()
    assert placing.move_up(stories[2], by=editor) is False
    assert placing.move_up(stories[0], by=editor) is False


def test_removed_story_gives_its_slot_to_the_newest_free_one(editor: User) -> None:
    stories = arranged(2, editor)
    placing.remove(stories[0], by=editor)
    assert top()[:2] == [stories[9], stories[1]]


def test_undo_brings_back_the_last_arrangement_once(editor: User) -> None:
    stories = arranged(3, editor)
    placing.pin(stories[1], soon(), by=editor)
    placing.set_shape(Shape.BIG_DAY, by=editor)
    before = slots()
    placing.make_lead(stories[8], by=editor)
    assert placing.undo(by=editor)
    assert slots() == before
    assert Slot.objects.get(article=stories[1]).pinned_until is not None
    with pytest.raises(TransitionNotAllowed):
        placing.undo(by=editor)
    placing.set_shape(Shape.TEXT, by=editor)
    placing.undo(by=editor)
    assert Arrangement.load().shape == Shape.BIG_DAY


def test_what_changes_nothing_leaves_no_trace(editor: User) -> None:
    story = arranged(1, editor)[0]
    entries = Entry.objects.count()
    before = Arrangement.load()
    assert placing.make_lead(story, by=editor) is False
    assert placing.set_shape(Shape.AUTO, by=editor) is False
    after = Arrangement.load()
    assert Entry.objects.count() == entries
    assert (after.changed_at, after.previous) == (before.changed_at, before.previous)


def test_every_verb_leaves_an_audit_line_with_a_label(editor: User) -> None:
    stories = several(3, editor)
    placing.make_lead(stories[0], by=editor)
    placing.place(stories[1], Zone.SECOND, 2, by=editor)
    placing.move_up(stories[1], by=editor)
    placing.move_down(stories[1], by=editor)
    placing.pin(stories[1], soon(), by=editor)
    placing.unpin(stories[1], by=editor)
    placing.remove(stories[1], by=editor)
    placing.set_shape(Shape.TEXT, by=editor)
    placing.undo(by=editor)
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "make_lead",
        "place",
        "move_up",
        "move_down",
        "pin",
        "unpin",
        "remove_from_front",
        "set_shape",
        "undo_front",
    ]
    assert all(verb_label(verb) != verb for verb in verbs)


@pytest.mark.parametrize("role", ["reporter", "moderator", ""])
def test_only_editors_arrange(role: str, editor: User) -> None:
    story, stranger = factories.published(by=editor), factories.user(role)
    with pytest.raises(PermissionDenied):
        placing.make_lead(story, by=stranger)
    assert slots() == {}


def test_only_public_stories_are_placed(editor: User, draft: Article) -> None:
    gone = factories.published(by=editor)
    withdrawal.withdraw(gone, by=editor)
    for story in (draft, gone):
        with pytest.raises(TransitionNotAllowed):
            placing.make_lead(story, by=editor)
        with pytest.raises(TransitionNotAllowed):
            placing.add(story, by=editor)


def test_refusals(editor: User) -> None:
    story, other = several(2, editor)
    placing.make_lead(story, by=editor)
    with pytest.raises(TransitionNotAllowed):
        placing.place(other, Zone.SECOND, 5, by=editor)
    with pytest.raises(TransitionNotAllowed):
        placing.place(other, Zone.LEAD, 2, by=editor)
    with pytest.raises(TransitionNotAllowed):
        placing.pin(story, timezone.now(), by=editor)
    with pytest.raises(TransitionNotAllowed):
        placing.move_up(other, by=editor)
    assert slots() == {"lead 1": story}


def test_withdrawn_lead_does_not_drop_to_the_second_place(editor: User) -> None:
    stories = [factories.published(by=editor) for _ in range(3)]
    placing.make_lead(stories[0], by=editor)
    withdrawal.withdraw(stories[0], by=editor)
    placing.make_lead(stories[1], by=editor)
    assert slots() == {"lead 1": stories[1]}


def test_places_and_stories_are_unique_in_the_database(editor: User) -> None:
    one, two = several(2, editor)
    Slot.objects.create(zone=Zone.SECOND, position=1, article=one)
    for wrong in (
        {"zone": Zone.SECOND, "position": 1, "article": two},
        {"zone": Zone.LEAD, "position": 1, "article": one},
        {"zone": Zone.LEAD, "position": 2, "article": two},
        {"zone": Zone.SECOND, "position": 5, "article": two},
        {"zone": Zone.SECOND, "position": 0, "article": two},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.create(**wrong)
    for row in ({"pk": 2}, {"pk": 1, "shape": "round"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrangement.objects.create(**row)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_verbs_no_story_stands_twice_and_there_is_no_hole(
    seed: int, editor: User
) -> None:
    chance = random.Random(seed)
    section = factories.category()
    stories = [*several(9, editor), *several(9, editor, category=section)]
    hidden: set[int] = set()
    for _step in range(30):
        story = chance.choice([one for one in stories if one.pk not in hidden])
        try:
            act(chance, story, editor, hidden)
        except TransitionNotAllowed:
            continue
        page = front_page(timezone.now())
        ids = [article.pk for article in shown(page)]
        assert len(ids) == len(set(ids))
        assert not hidden & set(ids)
        assert len(page.second) == 4
        assert page.lead is not None


def act(chance: random.Random, story: Article, by: User, hidden: set[int]) -> None:
    verb = chance.randrange(10)
    if verb == 0 and len(hidden) < 6:
        withdrawal.withdraw(story, by=by)
        hidden.add(story.pk)
    elif verb == 1:
        placing.place(story, Zone.SECOND, chance.randint(1, 4), by=by)
    elif verb == 2:
        placing.remove(story, by=by)
    elif verb == 3:
        placing.move_up(story, by=by)
    elif verb == 4:
        placing.move_down(story, by=by)
    elif verb == 5:
        placing.pin(story, soon(), by=by)
    elif verb == 6:
        placing.undo(by=by)
    elif verb == 7:
        placing.add(story, by=by)
    else:
        placing.make_lead(story, by=by)
