import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Byline
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings
from tests import factories

CALENDAR = "/admin/calendar/"
LogIn = Callable[[User], Client]


def at_noon(days: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def scheduled(by: User, at: datetime, **values: Any) -> Article:
    article = publishing.create(factories.content(**values), by=by)
    return publishing.schedule(article, at, by=by)


def placed(by: User, at: datetime, **values: Any) -> Article:
    """Where no verb would put it: in 2026, whenever the tests run."""
    article = factories.published(by=by, **values)
    Article.objects.filter(pk=article.pk).update(publish_at=at, first_published_at=at)
    return article


def body(client: Client, **query: str) -> str:
    response = client.get(CALENDAR, query)
    assert response.status_code == 200
    return response.content.decode()


def cell(html: str, day: date) -> str:
    begin = html.index(f'data-day="{day.isoformat()}"')
    return html[begin : html.find("data-day=", begin + 10)]


def test_each_story_stands_on_its_day(editor: User, logged_in: LogIn) -> None:
    """The 15th of February 2026 has 25 hours in Morocco."""
    first = timezone.make_aware(datetime(2026, 2, 15, 0, 0))
    last = timezone.make_aware(datetime(2026, 2, 15, 23, 59))
    placed(editor, first, headline="أول اليوم")
    placed(editor, last, headline="آخر اليوم")
    placed(editor, last + timedelta(minutes=1), headline="بعد اليوم")
    for view in ("month", "week"):
        html = body(logged_in(editor), view=view, day="2026-02-15")
        day = cell(html, date(2026, 2, 15))
        assert ("أول اليوم" in day, "آخر اليوم" in day, "بعد اليوم" in day) == (True, True, False)
        assert ("00:00" in day, "23:59" in day) == (True, True)
        assert "مقالان" in day
    assert "بعد اليوم" in cell(
        body(logged_in(editor), view="month", day="2026-02-01"), date(2026, 2, 16)
    )


def test_names_and_weeks_of_the_edition(editor: User, logged_in: LogIn) -> None:
    client = logged_in(editor)
    SiteSettings.objects.update(edition="MA", show_hijri=True, hijri_offset=-1)
    html = body(client, day="2026-08-15")
    assert "غشت 2026" in html
    assert re.findall(r'data-day="([\d-]+)"', html)[0] == "2026-07-27"
    assert "2 ربيع الأول</small>" in cell(html, date(2026, 8, 16))
    SiteSettings.objects.update(edition="EG", show_hijri=False)
    html = body(client, day="2026-08-15")
    assert "أغسطس" in html
    assert re.findall(r'data-day="([\d-]+)"', html)[0] == "2026-08-01"
    assert "ربيع" not in html


def test_today_and_the_days_around(editor: User, logged_in: LogIn) -> None:
    html = body(logged_in(editor))
    today = timezone.localdate()
    assert re.findall(r'aria-current="date" data-day="([\d-]+)"', html) == [today.isoformat()]
    html = body(logged_in(editor), day="15/3/2026")
    assert 'day=2026-02-01"' in html
    assert 'day=2026-04-01"' in html
    assert 'aria-current="date"' not in html
    assert html.count("is-outside") == 11


def test_a_full_day_leads_to_itself(editor: User, logged_in: LogIn) -> None:
    begin = timezone.make_aware(datetime(2026, 3, 4, 8, 0))
    for number in range(9):
        placed(editor, begin + timedelta(hours=number), headline=f"خبر {number} من يوم طويل")
    client = logged_in(editor)
    day = cell(body(client, day="2026-03-04"), date(2026, 3, 4))
    assert day.count("من يوم طويل") == 4
    assert "+5" in day
    assert "9 مقالات" in day
    address = re.findall(r'href="\?(view=day[^"]+)"', day)[0]
    whole = client.get(f"{CALENDAR}?{unescape(address)}").content.decode()
    assert whole.count("من يوم طويل") == 9


def test_today_shows_what_is_to_come_first(editor: User, logged_in: LogIn) -> None:
    today = timezone.localdate()
    begin = timezone.make_aware(datetime(today.year, today.month, today.day))
    for number in range(6):
        placed(editor, begin + timedelta(seconds=number), headline=f"صدر {number}")
    end = begin + timedelta(hours=23, minutes=59, seconds=50)
    placed(editor, end, headline="لم يصدر بعد")
    day = cell(body(logged_in(editor)), today)
    assert "لم يصدر بعد" in day
    assert "صدر 0" not in day


def test_filters(editor: User, logged_in: LogIn) -> None:
    at = timezone.make_aware(datetime(2026, 3, 4, 8, 0))
    sport = factories.category("رياضة", slug="sport")
    football = factories.category("كرة", slug="football", parent=sport)
    author = factories.author("كاتبة معروفة")
    placed(editor, at, headline="في الرياضة", category=sport)
    placed(editor, at, headline="في الكرة", category=football, authors=(author,))
    placed(editor, at, headline="في السياسة")
    scheduled(editor, at_noon(1), headline="ينتظر", category=football)
    client = logged_in(editor)

    def shown(**query: str) -> set[str]:
        html = body(client, day="2026-03-04", view="day", **query)
        return {name for name in ("الرياضة", "الكرة", "السياسة") if f"في {name}</bdi>" in html}

    assert shown() == {"الرياضة", "الكرة", "السياسة"}
    assert shown(category=str(sport.pk)) == {"الرياضة", "الكرة"}
    assert shown(category=str(football.pk)) == {"الكرة"}
    assert shown(author=str(author.pk)) == {"الكرة"}
    assert shown(state="published") == {"الرياضة", "الكرة", "السياسة"}
    assert shown(state="scheduled") == set()
    html = body(client, day=at_noon(1).date().isoformat(), state="scheduled")
    assert "ينتظر" in html
    assert "state=scheduled" in cell(html, at_noon(1).date())  # links keep what was chosen


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"day": "غدًا"}, "25/11/2026"),
        ({"day": "31/02/2026"}, "25/11/2026"),
        ({"day": "1/1/9999"}, "25/11/2026"),
        ({"day": "1899-12-31"}, "25/11/2026"),
        ({"category": "999"}, "errorlist"),
        ({"author": "x"}, "errorlist"),
        ({"state": "trashed"}, "errorlist"),
        ({"view": "year"}, "errorlist"),
    ],
)
def test_what_cannot_be_understood(
    query: dict[str, str], said: str, editor: User, logged_in: LogIn
) -> None:
    response = logged_in(editor).get(CALENDAR, query)
    assert response.status_code == 400
    html = response.content.decode()
    assert said in html
    assert f'data-day="{timezone.localdate().isoformat()}"' in html


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_ends_of_the_calendar(day: str, view: str, editor: User, logged_in: LogIn) -> None:
    assert f'data-day="{day}"' in body(logged_in(editor), day=day, view=view)


def test_who_sees_what(reporter: User, moderator: User, editor: User, logged_in: LogIn) -> None:
    at = at_noon(1)
    scheduled(editor, at, headline="لزميلة أخرى")
    signed = scheduled(editor, at, headline="بتوقيعي")
    mine = scheduled(editor, at, headline="من كتابتي")
    Article.objects.filter(pk=mine.pk).update(created_by=reporter)
    Byline.objects.create(article=signed, author=factories.author(user=reporter), position=0)
    day = at.date().isoformat()
    html = body(logged_in(reporter), day=day)
    assert "لزميلة أخرى" not in html
    assert "بتوقيعي" in html
    assert "من كتابتي" in html
    assert "nr-cal__warnings" not in html  # the stories of others make them
    for user in (reporter, moderator):
        html = body(logged_in(user), day=day)
        assert "/move/" not in html
    html = body(logged_in(editor), day=day)
    assert html.count("nr-cal__move") == 3


def test_warnings(editor: User, logged_in: LogIn) -> None:
    at = at_noon(40)
    client = logged_in(editor)
    day = at.date().isoformat()
    scheduled(editor, at, headline="أول")
    assert "nr-cal__warnings" not in body(client, day=day, view="day")
    scheduled(editor, at + timedelta(minutes=4), headline="ثان")
    for query in ({}, {"state": "published"}):
        html = body(client, day=day, view="day", **query)
        assert "أول</bdi>" in html
        assert "nr-cal__warnings" in html
    assert body(client, day=day, view="day").count("is-clash") == 2


def form(article: Article, at: datetime, **changes: str) -> dict[str, str]:
    assert article.publish_at is not None
    sent = {"at_0": f"{at:%d/%m/%Y}", "at_1": f"{at:%H:%M}", "was": article.publish_at.isoformat()}
    return {**sent, **changes}


def test_moved_and_back_again(editor: User, logged_in: LogIn) -> None:
    story = scheduled(editor, at_noon(1), headline="خبر ينتقل")
    client = logged_in(editor)
    address = reverse("admin:calendar_move", args=[story.pk]) + "?view=week&day=2026-03-04"
    html = client.get(address).content.decode()
    assert f'value="{at_noon(1):%d/%m/%Y}"' in html
    assert 'value="12:00"' in html
    response = client.post(address, form(story, at_noon(5)))
    assert response.headers["Location"] == f"{CALENDAR}?view=week&day=2026-03-04"
    story.refresh_from_db()
    assert story.publish_at == at_noon(5)
    html = client.get(CALENDAR).content.decode()
    assert "«خبر ينتقل»" in html
    undo = re.findall(r'name="undo" value="([^"]+)"', html)[0]
    back = {"undo": undo}
    response = client.post(reverse("admin:calendar_undo"), back)
    assert response.headers["Location"] == f"{CALENDAR}?view=week&day=2026-03-04"
    story.refresh_from_db()
    assert story.publish_at == at_noon(1)
    client.post(reverse("admin:calendar_undo"), back)  # once only
    story.refresh_from_db()
    assert story.publish_at == at_noon(1)
    other = logged_in(factories.user("editor"))
    assert other.post(reverse("admin:calendar_undo"), back).status_code == 403
    assert other.post(reverse("admin:calendar_undo"), {"undo": "x"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"at_0": "غدًا"}, 400),
        ({"at_1": "25:00"}, 400),
        ({"was": ""}, 400),
        ({"was": "2026-01-01T00:00"}, 400),
        ({"at_0": "01/01/2020"}, 409),
        ({"was": "2026-01-01T00:00:00+00:00"}, 409),
    ],
)
def test_refused_move_keeps_what_was_typed(
    changes: dict[str, str], status: int, editor: User, logged_in: LogIn
) -> None:
    story = scheduled(editor, at_noon(1))
    sent = form(story, at_noon(5), **changes)
    address = reverse("admin:calendar_move", args=[story.pk])
    response = logged_in(editor).post(address, sent)
    assert response.status_code == status
    html = response.content.decode()
    assert "errornote" in html
    assert f'value="{sent["at_0"]}"' in html
    assert f'value="{sent["at_1"]}"' in html
    story.refresh_from_db()
    assert story.publish_at == at_noon(1)


def test_only_scheduled_stories_are_moved(
    editor: User, published: Article, draft: Article, logged_in: LogIn
) -> None:
    client = logged_in(editor)
    for story in (published, draft):
        address = reverse("admin:calendar_move", args=[story.pk])
        assert "at_0" not in client.get(address).content.decode()
        sent = form(published, at_noon(1))
        assert client.post(address, sent).status_code == 409
    assert client.get(reverse("admin:calendar_move", args=[999_999])).status_code == 404


def test_moved_into_the_day_without_one_of_its_hours(
    editor: User, logged_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the 22nd of March 2026 the clocks of Morocco go from 2:00 to 3:00."""
    now = timezone.make_aware(datetime(2026, 3, 20, 9, 0))
    monkeypatch.setattr(timezone, "now", lambda: now)
    story = scheduled(editor, now + timedelta(hours=1))
    client = logged_in(editor)
    address = reverse("admin:calendar_move", args=[story.pk])
    sent = form(story, now, at_0="22/03/2026", at_1="02:30")
    assert client.post(address, sent).status_code == 400
    sent["at_1"] = "03:00"
    html = client.post(address, sent, follow=True).content.decode()
    assert "22 مارس، 03:00" in html
    story.refresh_from_db()
    assert story.publish_at == datetime(2026, 3, 22, 2, tzinfo=UTC)
    assert f">{story.headline}</bdi>" in cell(html, date(2026, 3, 22))


def fill_month(by: User, count: int) -> None:
    """Half of what there is in the running month, and as much to come, without the verbs."""
    story = factories.published(by=by)
    assert story.publish_at is not None
    first = timezone.make_aware(datetime(2026, 3, 1))
    fields = {
        field.attname: getattr(story, field.attname)
        for field in Article._meta.concrete_fields
        if field.attname not in ("id", "live_revision_id", "latest_revision_id")
    }
    step = timedelta(days=30) / count
    times = [first + step * number for number in range(count)]
    Article.objects.bulk_create(
        Article(**{**fields, "publish_at": at, "first_published_at": at}) for at in times
    )


@pytest.mark.parametrize("count", [3, 30, 1500])
def test_costs_the_same_however_full_the_month_is(
    count: int, editor: User, logged_in: LogIn, django_assert_num_queries: Any
) -> None:
    fill_month(editor, count)
    client = logged_in(editor)
    client.get(CALENDAR)
    for query in ("?day=2026-03-01", "?day=2026-03-15&view=week", "?day=2026-03-15&view=day"):
        with django_assert_num_queries(8):
            assert client.get(CALENDAR + query).status_code == 200
    chosen = factories.author()
    with django_assert_num_queries(8):
        client.get(CALENDAR + f"?day=2026-03-01&state=published&author={chosen.pk}")


def test_no_text_is_read(editor: User, logged_in: LogIn, django_assert_num_queries: Any) -> None:
    fill_month(editor, 3)
    client = logged_in(editor)
    with django_assert_num_queries(8) as seen:
        client.get(CALENDAR + "?day=2026-03-01")
    assert not [each for each in seen.captured_queries if '"body"' in each["sql"]]
