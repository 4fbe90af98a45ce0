"""The quick jump: what it finds, and for whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.admin import jump_sources
from articles.models import Article, Tag
from articles.shortlinks.codes import ensure_short_link
from newsroom.accounts.models import User
from tests import factories
from tests.newsroom.media import files

LogIn = Callable[[User], Client]
RESULTS, PAGE = "/admin/jump/results/", "/admin/jump/"


def found(client: Client, typed: str = "") -> list[str]:
    """The addresses that are offered, the first one first."""
    response = client.get(RESULTS, {"q": typed})
    assert response.status_code == 200
    return [hit["address"] for group in response.json()["groups"] for hit in group["hits"]]


def story(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.fixture
def desk(editor: User, logged_in: LogIn) -> Client:
    return logged_in(editor)


def test_each_kind_is_found_in_its_group(desk: Client, editor: User) -> None:
    author = factories.author("أسماء الزياني")
    article = factories.published(by=editor, headline="ملعب أسماء", tags=("أسماء المدن",))
    photo = files.photo(editor, caption="وقفة أسماء أمام الميناء")
    groups = desk.get(RESULTS, {"q": "اسما"}).json()["groups"]
    offered = {hit["address"] for group in groups for hit in group["hits"]}
    assert offered == {
        story(article),
        reverse("admin:media_photo_change", args=[photo.pk]),
        reverse("admin:articles_author_change", args=[author.pk]),
        reverse("admin:articles_tag_change", args=[Tag.objects.get().pk]),
    }
    assert len(groups) == 4
    assert all(group["label"] and len(group["hits"]) == 1 for group in groups)


@pytest.mark.parametrize("typed", ["الغاء", "إلغاء", "إلغـاء", "إِلغاء", "رحله اكادير"])
def test_story_is_found_however_it_is_spelled(typed: str, desk: Client, editor: User) -> None:
    article = publishing.create(factories.content(headline="إلغاء رحلة أكادير"), by=editor)
    assert found(desk, typed) == [story(article)]


def test_headline_comes_before_body(desk: Client, editor: User) -> None:
    in_headline = publishing.create(factories.content(headline="ميناء جديد"), by=editor)
    in_body = publishing.create(factories.content(body="<p>قرب ميناء</p>"), by=editor)
    assert found(desk, "ميناء") == [story(in_headline), story(in_body)]


@pytest.mark.parametrize(
    "spelled",
    [
        "{pk}",
        " {pk} ",
        "#{pk}",
        "{arabic}",
        "{address}",
        "https://news.example{address}",
        "https://news.example{address}?utm=1#comments",
        "/2001/1/1/{pk}-old/",
        "{short}",
        "https://news.example{short}",
        "https://news.example/admin/articles/article/{pk}/change/?x=1",
    ],
)
def test_number_or_address_of_a_story_comes_first(
    spelled: str, desk: Client, published: Article
) -> None:
    arabic = str(published.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    typed = spelled.format(
        pk=published.pk,
        arabic=arabic,
        address=published.get_absolute_url(),
        short=ensure_short_link(published).get_absolute_url(),
    )
    assert found(desk, typed)[0] == story(published)


def test_addresses_of_others_lead_to_them(desk: Client, editor: User) -> None:
    author = factories.author(slug="asmaa")
    factories.published(by=editor, authors=(author,), tags=("أمن",))
    tag, photo = Tag.objects.get(), files.photo(editor)
    for address, route, pk in (
        (author.get_absolute_url(), "articles_author", author.pk),
        (tag.get_absolute_url(), "articles_tag", tag.pk),
        (reverse("admin:media_photo_change", args=[photo.pk]), "media_photo", photo.pk),
    ):
        assert found(desk, address) == [reverse(f"admin:{route}_change", args=[pk])]


@pytest.mark.parametrize(
    "nonsense",
    [
        *(
            "\x00",
            "9" * 30,
            "https://[",
            "/s/0",
            "/2023/1/1/",
            "\u200f",
            "%",
            "'",
            "\\",
            "(",
            "a" * 5000,
        ),
        "/author/nobody/",
        "/author/%00/",
        "/tag/%C3%28/",
    ],
)
def test_nonsense_finds_nothing_and_is_no_error(
    nonsense: str, desk: Client, published: Article
) -> None:
    for address in (RESULTS, PAGE):
        assert desk.get(address, {"q": nonsense}).status_code == 200
    response = desk.get(RESULTS, {"q": nonsense}).json()
    assert all(group["hits"] for group in response["groups"])


# --- for whom -----------------------------------------------------------------------------------


def test_reporter_finds_own_stories_only(reporter: User, editor: User, logged_in: LogIn) -> None:
    mine = publishing.create(factories.content(headline="ملعب أول"), by=reporter)
    signed_by_me = factories.published(
        by=editor, headline="ملعب ثان", authors=(factories.author(user=reporter),)
    )
    secret = factories.published(by=editor, headline="ملعب سري")
    client = logged_in(reporter)
    own = {story(mine), story(signed_by_me)}
    assert set(found(client, "ملعب")) == own
    assert set(found(client)) <= own
    short = ensure_short_link(secret).get_absolute_url()
    for typed in ("سري", str(secret.pk), secret.get_absolute_url(), short):
        for address in (RESULTS, PAGE):
            answer = client.get(address, {"q": typed}).content.decode()
            assert "ملعب سري" not in answer
            assert story(secret) not in answer


def test_what_was_worked_on_once_is_not_shown_after_the_right_is_gone(
    reporter: User, editor: User, logged_in: LogIn
) -> None:
    article = publishing.create(factories.content(), by=reporter)
    Article.objects.filter(pk=article.pk).update(created_by=editor)
    assert found(logged_in(reporter)) == []


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_names_are_for_those_who_may_see_their_pages(
    person: str, editor: User, logged_in: LogIn
) -> None:
    author = factories.author("أسماء", slug="asmaa")
    factories.published(by=editor, headline="عنوان", authors=(author,), tags=("أسماء",))
    client = logged_in(factories.user(person))
    for typed in ("أسماء", "/author/asmaa/", Tag.objects.get().get_absolute_url()):
        assert not [hit for hit in found(client, typed) if "/author/" in hit or "/tag/" in hit]


@pytest.mark.parametrize("person", ["", "stranger"])
def test_jump_is_closed_to_those_who_find_nothing(
    person: str, published: Article, logged_in: LogIn
) -> None:
    client = Client() if person else logged_in(factories.user(""))
    for address in (RESULTS, PAGE):
        assert client.get(address, {"q": "خبر"}).status_code == (302 if person else 403)
    page = client.get("/admin/", follow=True).content.decode()
    assert "nr-jump" not in page.replace("admin-jump.css", "")


# --- without a word -----------------------------------------------------------------------------


def test_what_was_worked_on_last_comes_without_a_word(desk: Client, editor: User) -> None:
    stories = [publishing.create(factories.content(), by=editor) for _ in range(3)]
    publishing.publish(stories[0], by=editor)
    assert found(desk)[:3] == [story(stories[0]), story(stories[2]), story(stories[1])]


def test_whoever_has_done_nothing_yet_gets_the_newest(
    moderator: User, published: Article, logged_in: LogIn
) -> None:
    assert found(logged_in(moderator)) == [story(published)]


# --- pages --------------------------------------------------------------------------------------


def test_page_without_a_script_shows_the_same(desk: Client, published: Article) -> None:
    page = desk.get(PAGE, {"q": published.headline}).content.decode()
    assert f'href="{story(published)}"' in page
    assert published.headline in page


@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/article/", "/admin/account/"])
def test_every_page_of_the_admin_carries_the_button(address: str, desk: Client) -> None:
    page = desk.get(address).content.decode()
    assert page.count("data-jump-open") == page.count('id="nr-jump"') == 1


@pytest.mark.parametrize("count", [3, 30])
def test_jump_takes_a_fixed_number_of_queries(
    count: int, editor: User, logged_in: LogIn, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        author = factories.author(f"ملعب {number}")
        factories.published(by=editor, headline=f"ملعب {number}", authors=(author,))
    client = logged_in(editor)
    with django_assert_num_queries(9):
        assert found(client, "ملعب")
    pk = str(Article.objects.values_list("pk", flat=True)[0])
    with django_assert_num_queries(10):
        assert found(client, pk)
    with django_assert_num_queries(6):
        assert found(client)


def test_only_the_newest_are_looked_through(
    desk: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jump_sources, "STORIES_SEARCHED", 2)
    stories = [publishing.create(factories.content(), by=editor) for _ in range(3)]
    assert found(desk, "خبر") == [story(stories[2]), story(stories[1])]
    assert found(desk, str(stories[0].pk))[0] == story(stories[0])
