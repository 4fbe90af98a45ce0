from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing, withdrawal
from articles.frontpage import placing
from articles.frontpage.arrangement import front_page
from articles.frontpage.models import Arrangement, Shape, Zone
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.articles.frontpage.stories import several, shown, top


def test_empty_site_has_an_empty_page(db: None) -> None:
    page = front_page(timezone.now())
    assert (page.lead, shown(page)) == (None, [])
    assert [spot.article for spot in page.spots] == [None] * 5


@pytest.mark.parametrize("count", [1, 2, 5, 6, 15, 30])
def test_newest_stories_fill_the_page_by_themselves(count: int, editor: User) -> None:
    newest = list(reversed(several(count, editor)))
    page = front_page(timezone.now())
    assert shown(page) == newest[:15]
    assert [page.lead, *page.second, *page.latest] == newest[:15]


def test_sections_take_what_the_page_above_has_left(editor: User) -> None:
    politics, sport = factories.category("سياسة"), factories.category("رياضة")
    empty, below = factories.category("ثقافة"), factories.category("برلمان", parent=politics)
    old = several(3, editor, category=below, days=400)
    stories = several(20, editor, category=sport)
    page = front_page(timezone.now())
    found = {section.category: section.articles for section in page.sections}
    assert found[politics] == list(reversed(old))
    assert found[sport] == list(reversed(stories))[17:]
    assert empty not in found
    assert below not in found


def test_lines_below_the_lead_are_of_its_section(editor: User) -> None:
    politics = factories.category()
    old = several(3, editor, category=politics, days=1)
    several(8, editor)
    placing.make_lead(old[0], by=editor)
    page = front_page(timezone.now())
    assert page.related == [old[2], old[1]]


def test_no_lines_below_a_lead_of_the_default_category(editor: User) -> None:
    several(9, editor)
    assert front_page(timezone.now()).related == []


def test_opinion_has_its_own_column_and_leads_only_where_there_is_no_news(editor: User) -> None:
    opinion = factories.category("رأي", slug="opinion")
    news = several(3, editor)
    views = several(6, editor, category=opinion)
    page = front_page(timezone.now())
    assert page.lead == news[-1]
    assert page.second == [news[1], news[0], views[5], views[4]]
    assert opinion not in [section.category for section in page.sections]
    several(12, editor)
    column = front_page(timezone.now()).opinion
    assert column is not None
    assert column.articles == list(reversed(views))[:4]


def test_drafts_scheduled_and_withdrawn_stories_stand_nowhere(editor: User) -> None:
    section = factories.category()
    publishing.create(factories.content(category=section), by=editor)
    later = publishing.create(factories.content(category=section), by=editor)
    publishing.schedule(later, timezone.now() + timedelta(hours=1), by=editor)
    gone = factories.published(by=editor, category=section)
    withdrawal.withdraw(gone, by=editor)
    assert shown(front_page(timezone.now())) == []
    assert shown(front_page(timezone.now() + timedelta(hours=2))) == [later]


def test_withdrawn_lead_leaves_no_hole(editor: User) -> None:
    stories = [factories.published(by=editor) for _ in range(8)]
    placing.make_lead(stories[0], by=editor)
    assert top()[0] == stories[0]
    withdrawal.withdraw(stories[0], by=editor)
    assert top() == list(reversed(stories))[:5]


def test_a_pin_ends_by_time_alone(editor: User) -> None:
    stories = several(8, editor)
    placing.place(stories[0], Zone.SECOND, 2, by=editor)
    placing.pin(stories[0], timezone.now() + timedelta(hours=1), by=editor)
    assert top()[2] == stories[0]
    after = timezone.now() + timedelta(hours=1)
    assert top(after) == list(reversed(stories))[:5]


def test_story_beside_the_lead_leads_where_no_other_is_left(editor: User) -> None:
    only = factories.published(by=editor)
    placing.place(only, Zone.SECOND, 3, by=editor)
    assert top() == [only]


@pytest.mark.parametrize(
    ("chosen", "photo", "others", "expected"),
    [
        (Shape.AUTO, False, 1, Shape.TEXT),
        (Shape.AUTO, True, 1, Shape.NORMAL),
        (Shape.NORMAL, False, 1, Shape.TEXT),
        (Shape.NORMAL, True, 0, Shape.NORMAL),
        (Shape.TEXT, True, 1, Shape.TEXT),
        (Shape.EQUALS, True, 1, Shape.EQUALS),
        (Shape.EQUALS, True, 0, Shape.NORMAL),
        (Shape.BIG_DAY, False, 0, Shape.BIG_DAY),
    ],
)
def test_shape_is_what_the_stories_can_fill(
    chosen: Shape, photo: bool, others: int, expected: Shape, editor: User
) -> None:
    stories = several(1 + others, editor)
    if photo:
        row = Photo.objects.create(file="x.jpg", sha256="0", width=1600, height=900)
        Article.objects.filter(pk=stories[-1].pk).update(lead_photo=row)
    Arrangement.objects.create(pk=1, shape=chosen)
    assert front_page(timezone.now()).shape == expected
