import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing, withdrawal
from articles.models import Article, Withdrawal
from articles.models.article import State
from articles.withdrawal import Reason
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.articles.test_publishing import reload
from tests.newsroom.media import files

LIST = reverse("admin:articles_article_changelist")
SEVERAL = reverse("admin:articles_article_withdraw_several")
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


@pytest.fixture
def of_chief(chief: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(chief)


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_withdraw", args=[article.pk])


def record_of(article: Article) -> str:
    return reverse("admin:articles_article_withdrawals", args=[article.pk])


def ticked(*articles: Article) -> dict[str, Any]:
    rows = [article.pk for article in articles]
    return {"action": "withdraw", "index": "0", "_selected_action": rows}


def test_the_page_asks_and_withdraws(client: Client, published: Article) -> None:
    page = client.get(page_of(published)).content.decode()
    assert published.headline in page
    assert page.count('type="radio" name="reason"') == len(Reason)
    answer = {"reason": "request", "note": "طلبت العائلة", "sentence": "سُحب بطلب من العائلة."}
    response = client.post(page_of(published), answer)
    assert response.status_code == 302
    article = reload(published)
    assert article.state() == State.WITHDRAWN
    shown = Client().get(article.get_absolute_url())
    assert shown.status_code == 410
    assert '<h1 class="art-title">سُحب بطلب من العائلة.</h1>' in shown.content.decode()


def test_without_a_reason_nothing_happens(client: Client, published: Article) -> None:
    for answer in ({}, {"reason": "whim"}, {"reason": "other", "note": "  "}):
        response = client.post(page_of(published), {"sentence": "جملة كُتبت", **answer})
        assert response.status_code == 400
        assert 'value="جملة كُتبت"' in response.content.decode()
    assert reload(published).state() == State.PUBLISHED


def test_too_late_is_said_and_keeps_what_was_typed(client: Client, published: Article) -> None:
    withdrawal.withdraw(published, by=User.objects.get(groups__name="editor"))
    answer = {"reason": "error", "note": "تفاصيل كُتبت"}
    response = client.post(page_of(published), answer)
    assert response.status_code == 409
    assert "تفاصيل كُتبت" in response.content.decode()
    assert client.get(page_of(published)).status_code == 302
    assert Withdrawal.objects.count() == 1


def test_several_with_one_reason(client: Client, editor: User, draft: Article) -> None:
    stories = [factories.published(by=editor) for _n in range(3)]
    page = client.post(LIST, ticked(draft, *stories)).content.decode()
    asked = re.findall(r'name="story" value="(\d+)"', page)
    assert sorted(map(int, asked)) == sorted(story.pk for story in stories)
    assert client.post(SEVERAL, {"story": asked}).status_code == 400
    assert Withdrawal.objects.count() == 0
    answer = {"story": [*asked, draft.pk], "reason": "mistake"}
    assert client.post(SEVERAL, answer).status_code == 302
    assert set(Article.objects.withdrawn()) == set(stories)
    assert set(Withdrawal.objects.values_list("reason", flat=True)) == {"mistake"}
    assert reload(draft).state() == State.DRAFT
    assert client.post(SEVERAL, {"story": ["x"], "reason": "mistake"}).status_code == 302


@pytest.mark.parametrize("count", [3, 30])
def test_asking_for_many_costs_three_queries_a_story_at_most(
    count: int, client: Client, editor: User, django_assert_max_num_queries: Queries
) -> None:
    stories = [factories.published(by=editor) for _n in range(count)]
    with django_assert_max_num_queries(20 + 2 * count):
        assert client.post(LIST, ticked(*stories)).status_code == 200


def test_the_record_says_what_readers_saw(of_chief: Client, client: Client, editor: User) -> None:
    photo = files.photo(editor, credit="زميلة", caption="الرصيف صباحًا")
    article = factories.published(by=editor, headline="عنوان سُحب", lead_photo=photo)
    words = {"reason": Reason.LEGAL, "note": "قرار 12/2026"}
    withdrawal.withdraw(article, by=editor, **words)  # type: ignore[arg-type]
    publishing.publish(article, by=editor)
    withdrawal.withdraw(article, by=editor)
    page = of_chief.get(record_of(article)).content.decode()
    for said in ("عنوان سُحب", "قرار 12/2026", editor.name, "الرصيف صباحًا", photo.sha256):
        assert said in page
    assert f"/{article.pk}-{article.slug}/" in page
    rows = Withdrawal.objects.all()
    assert all(page.count(row.fingerprint) >= 1 for row in rows)
    assert "12/2026" not in client.get(record_of(article)).content.decode()
    assert client.get(record_of(article)).status_code == 403
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert record_of(article) in of_chief.get(form).content.decode()
    assert record_of(article) not in client.get(form).content.decode()
    history = reverse("admin:articles_article_history", args=[article.pk])
    assert "12/2026" not in client.get(history).content.decode()


@pytest.mark.parametrize("times", [3, 30])
def test_a_record_costs_the_same_but_for_photos_and_authors(
    times: int,
    of_chief: Client,
    published: Article,
    editor: User,
    django_assert_num_queries: Queries,
) -> None:
    for _n in range(times):
        withdrawal.withdraw(published, by=editor)
        publishing.publish(published, by=editor)
    of_chief.get(record_of(published))
    with django_assert_num_queries(9):
        of_chief.get(record_of(published))


def test_the_chief_lifts_the_hold_with_a_reason(
    of_chief: Client, client: Client, published: Article, editor: User
) -> None:
    withdrawal.withdraw(published, by=editor)
    lift = reverse("admin:articles_article_lift_hold", args=[published.pk])
    assert client.post(lift, {"note": "سبب"}).status_code == 403
    assert of_chief.post(lift, {"note": " "}).status_code == 400
    assert reload(published).legal_hold
    assert of_chief.post(lift, {"note": "انتهت القضية"}).status_code == 302
    assert not reload(published).legal_hold
    assert Entry.objects.get(verb="lift_legal_hold").detail == {"note": "انتهت القضية"}
    assert of_chief.post(lift, {"note": "مرة أخرى"}).status_code == 409
