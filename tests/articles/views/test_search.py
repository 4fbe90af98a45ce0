import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.models import Article
from articles.views.search import LAST_PAGE, PAGE_SIZE, found_stories
from newsroom.accounts.models import User
from newsroom.arabic.matching import query_words
from tests import factories
from tests.newsroom.arabic.test_matching import EXAMPLES

Queries = Callable[[int], Any]


def search(client: Client, query: str, **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def found(query: str) -> list[str]:
    return [story.headline for story in found_stories(query_words(query))]


def test_finds_in_headline_deck_body_names_and_tags(editor: User) -> None:
    factories.published(by=editor, headline="سد جديد في سوس")
    factories.published(by=editor, headline="ثان", deck="مقدمة تذكر السدود")
    factories.published(by=editor, headline="ثالث", body="<p>تكلم عن سدّ قديم.</p>")
    signed = (factories.author(name="سعاد البناء"),)
    factories.published(by=editor, headline="رابع", authors=signed, tags=("سدود",))
    assert found("سد") == ["رابع", "ثالث", "ثان", "سد جديد في سوس"]
    assert found("سعاد") == ["رابع"]
    assert found("سد سوس") == ["سد جديد في سوس"]


def test_finds_only_what_readers_may_see_and_what_is_public_now(
    editor: User, client: Client
) -> None:
    draft = publishing.create(factories.content(headline="زيتون مسودة"), by=editor)
    later = publishing.create(factories.content(headline="زيتون مجدول"), by=editor)
    publishing.schedule(later, timezone.now() + timedelta(hours=1), by=editor)
    story = factories.published(by=editor, headline="زيتون منشور")
    edited = publishing.create(factories.content(headline="زيتون قديم"), by=editor)
    assert draft.headline not in (body := search(client, "زيتون"))
    assert later.headline not in body
    assert edited.headline not in body
    assert story.get_absolute_url() in body
    withdrawal.withdraw(story, by=editor)
    assert found("زيتون") == []
    assert story.get_absolute_url() not in search(client, "زيتون")


def test_marks_the_words_in_their_own_spelling(editor: User, client: Client) -> None:
    factories.published(by=editor, headline="مباراة بالدَّار البيضاء", deck="عن الدار & < غيرها")
    body = search(client, "الدار")
    assert "مباراة <mark>بالدَّار</mark> البيضاء" in body
    assert "عن <mark>الدار</mark> &amp; &lt; غيرها" in body


def test_query_is_shown_escaped_and_kept_in_the_field(client: Client, db: None) -> None:
    body = search(client, '<script>"x')
    assert "<script>" not in body.replace("<script src", "").replace("<script type", "")
    assert "«<bdi>&lt;script&gt;&quot;x</bdi>»" in body
    assert 'value="&lt;script&gt;&quot;x"' in body


def test_page_is_not_for_search_engines(client: Client, db: None) -> None:
    assert '<meta name="robots" content="noindex">' in search(client, "سد")


def test_empty_query_shows_form_and_help(published: Article, client: Client) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=%20%00", "/search/?q=%E2%80%AE"):
        body = client.get(address).content.decode()
        assert 'role="search"' in body
        assert published.headline not in body
        assert 'role="status"' not in body


def test_control_and_bidi_characters_are_dropped(editor: User) -> None:
    factories.published(by=editor, headline="قمح")
    client = Client()
    for query in ("قم\x00ح", "\u202eقمح\u202c", "قـمح", "قمح\r\n"):
        assert "<mark>قمح</mark>" in search(client, query), repr(query)


def test_signs_alone_find_nothing(published: Article, client: Client) -> None:
    for query in ("؟؟", "%", "_", "\\", "(", ".*", "'"):
        body = search(client, query)
        assert published.get_absolute_url() not in body, query
        assert 'role="status"' in body


def test_long_query_is_refused_with_a_message(published: Article, client: Client) -> None:
    body = search(client, "خبر " * 40)
    assert 'aria-invalid="true"' in body
    assert "errorlist" in body
    assert published.get_absolute_url() not in body
    assert 'role="status"' not in body


def test_no_result_says_what_to_try(published: Article, client: Client) -> None:
    assert 'role="status"' in search(client, "زرافة")


def test_pages_by_steps_without_a_count(editor: User, client: Client) -> None:
    now = timezone.now()
    for number in range(PAGE_SIZE + 3):
        at = now - timedelta(minutes=number)
        factories.published(by=editor, headline=f"رمان {number}", now=at)
    first = search(client, "رمان")
    assert "?q=%D8%B1%D9%85%D8%A7%D9%86&amp;page=2" in first
    assert first.count("story__title") == PAGE_SIZE
    second = search(client, "رمان", page="2")
    assert second.count("story__title") == 3
    assert 'rel="next"' not in second
    assert 'href="/search/?q=%D8%B1%D9%85%D8%A7%D9%86" rel="prev"' in second


@pytest.mark.parametrize("page", ["0", "abc", "3", str(LAST_PAGE + 1), "9" * 30, "%00"])
def test_page_that_does_not_exist_is_404(page: str, published: Article, client: Client) -> None:
    assert client.get(f"/search/?q=خبر&page={page}").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_search_takes_four_queries(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    for number in range(count):
        factories.published(by=editor, headline=f"رمان {number}")
    with django_assert_num_queries(4):
        search(client, "رمان في رمان")


def test_search_is_led_to_from_every_page(published: Article, client: Client) -> None:
    for address in ("/", published.get_absolute_url(), "/nothing/"):
        assert 'href="/search/"' in client.get(address).content.decode()


def test_shared_examples_on_this_database(editor: User) -> None:
    if not EXAMPLES.is_file():
        pytest.skip(f"{EXAMPLES} is not here: these examples are not part of the repository")
    wrong = []
    for case in json.loads(EXAMPLES.read_text(encoding="utf-8"))["cases"]:
        content = factories.content(headline="-", body=f"<p>{case['text']}</p>")
        story = publishing.publish(publishing.create(content, by=editor), by=editor)
        matches = found_stories(query_words(case["query"])).filter(pk=story.pk).exists()
        if matches != case["should_match"]:
            wrong.append(case["id"])
    assert wrong == []
