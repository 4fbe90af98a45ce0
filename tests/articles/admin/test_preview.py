"""The public page of what stands in the form, without keeping any of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.editing.models import PreviewLink
from articles.models import Article, Revision
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.media.models import Photo
from newsroom.pagecache.models import PurgeEvent
from tests import factories
from tests.articles.admin.story_form import typed
from tests.newsroom.media import files

ADD = "/admin/articles/article/add/"
NEW = "/admin/articles/article/preview/"


@pytest.fixture
def desk(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def preview_of(article: Article) -> str:
    return reverse("admin:articles_article_preview", args=[article.pk])


def rows() -> list[Any]:
    models = (Article, Revision, Entry, Photo, PurgeEvent, PreviewLink)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_typed_text_is_shown_and_not_kept(draft: Article, editor: User, desk: Client) -> None:
    photo = files.photo(editor, credit="و م ع", alt="حشد")
    before = rows()
    typed_now = typed(
        draft, headline="عنوان يُكتب", body="متن يُكتب", tags="وسم جديد", lead_photo=photo.pk
    )
    response = desk.post(preview_of(draft), typed_now)
    page = response.content.decode()
    assert response.status_code == 200
    for part in ("عنوان يُكتب", "<p>متن يُكتب</p>", "وسم جديد", "<cite>و م ع</cite>"):
        assert part in page
    assert draft.headline not in page
    assert rows() == before
    assert Article.objects.get(pk=draft.pk).headline == draft.headline


def test_new_story(desk: Client, default_category: Any) -> None:
    before = rows()
    response = desk.post(NEW, typed(headline="خبر لم يُحفظ", body="متن"))
    assert response.status_code == 200
    assert "خبر لم يُحفظ" in response.content.decode()
    assert rows() == before
    assert desk.get(NEW).headers["Location"] == ADD


def test_same_page_as_readers_will_see(draft: Article, editor: User, desk: Client) -> None:
    """The templates are those of the public page."""
    body = desk.post(preview_of(draft), typed(draft)).content.decode()
    publishing.publish(draft, by=editor)
    draft.refresh_from_db()
    public = Client().get(draft.get_absolute_url()).content.decode()
    for begin, end in (("<h1", "</h1>"), ('<div class="prose">', "</div>")):
        parts = [page[page.index(begin) :].partition(end)[0] for page in (body, public)]
        assert parts[0] == parts[1]


def test_form_with_a_fault_says_so(draft: Article, desk: Client) -> None:
    response = desk.post(preview_of(draft), typed(draft, headline="", tags="وسم،" + "س" * 90))
    page = response.content.decode()
    assert response.status_code == 400
    assert "هذا الحقل مطلوب" in page
    assert page.count("<li>") == 2
    assert draft.headline not in page


def directive(response: Any, name: str) -> list[str]:
    policy = response.headers["Content-Security-Policy"]
    found = [part.split() for part in policy.split(";") if part.split()[0] == name]
    return found[0][1:] if found else []


def test_only_these_answers_may_be_framed(draft: Article, desk: Client) -> None:
    for response in (
        desk.post(preview_of(draft), typed(draft)),
        desk.post(preview_of(draft), typed(draft, headline="")),
        desk.get(preview_of(draft)),
        desk.post(NEW, typed()),
    ):
        assert directive(response, "frame-ancestors") == ["'self'"]
        assert "'self'" not in directive(response, "frame-src")
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in response.headers["Cache-Control"]
    form = reverse("admin:articles_article_change", args=[draft.pk])
    listing = reverse("admin:articles_article_changelist")
    for address, may_frame in ((form, True), (ADD, True), (listing, False), ("/", False)):
        response = desk.get(address)
        assert directive(response, "frame-ancestors") == ["'none'"]
        assert ("'self'" in directive(response, "frame-src")) == may_frame
        assert response.headers["X-Frame-Options"] == "DENY"


def test_links_open_elsewhere(draft: Article, desk: Client) -> None:
    assert '<base target="_blank">' in desk.post(preview_of(draft), typed(draft)).content.decode()


def test_preview_needs_the_token_of_the_form(draft: Article, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(preview_of(draft), typed(draft)).status_code == 403


def test_hostile_words_stay_words(draft: Article, desk: Client) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = desk.post(preview_of(draft), typed(draft, headline=bad, deck=bad, body=bad))
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_form_has_its_button_with_and_without_scripts(draft: Article, desk: Client) -> None:
    for address, target in (
        (reverse("admin:articles_article_change", args=[draft.pk]), preview_of(draft)),
        (ADD, NEW),
    ):
        page = desk.get(address).content.decode()
        assert f'formaction="{target}"' in page
        assert 'formtarget="_blank"' in page


def test_who_only_reads_gets_a_link(
    published: Article, moderator: User, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(moderator)
    form = reverse("admin:articles_article_change", args=[published.pk])
    page = client.get(form).content.decode()
    assert f'href="{preview_of(published)}"' in page
    assert f'formaction="{preview_of(published)}"' not in page
    assert client.get(preview_of(published)).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_cost(count: int, editor: User, desk: Client, django_assert_num_queries: Any) -> None:
    authors = tuple(factories.author() for _ in range(count))
    tags = tuple(f"وسم {number}" for number in range(count))
    story = publishing.create(factories.full_content(authors=authors, tags=tags), by=editor)
    data = typed(story)
    desk.post(preview_of(story), data)
    with django_assert_num_queries(24):
        assert desk.post(preview_of(story), data).status_code == 200


# --- links for outsiders ------------------------------------------------------------------------


def links_of(article: Article) -> str:
    return reverse("admin:articles_article_preview_links", args=[article.pk])


def test_address_is_shown_once(draft: Article, desk: Client) -> None:
    response = desk.post(links_of(draft), {"preview_days": "3"})
    address = response.context["new_link"]["address"]
    assert f'data-copy="{address}"' in response.content.decode()
    assert Client().get(address).status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    for page in (links_of(draft), reverse("admin:articles_article_change", args=[draft.pk])):
        shown = desk.get(page).content.decode()
        assert address not in shown
        assert (
            reverse(
                "admin:articles_article_revoke_preview",
                args=[draft.pk, PreviewLink.objects.get().pk],
            )
            in shown
        )


def test_revoked_from_the_list(draft: Article, desk: Client) -> None:
    address = desk.post(links_of(draft), {"preview_days": "1"}).context["new_link"]["address"]
    link = PreviewLink.objects.get()
    revoke = reverse("admin:articles_article_revoke_preview", args=[draft.pk, link.pk])
    assert desk.post(revoke).headers["Location"] == links_of(draft)
    assert Client().get(address).status_code == 410
    assert revoke not in desk.get(links_of(draft)).content.decode()


def test_link_of_another_story_is_not_found(
    draft: Article, published: Article, desk: Client
) -> None:
    desk.post(links_of(draft), {"preview_days": "1"})
    link = PreviewLink.objects.get()
    revoke = reverse("admin:articles_article_revoke_preview", args=[published.pk, link.pk])
    assert desk.post(revoke).status_code == 404
    assert PreviewLink.objects.living().count() == 1


@pytest.mark.parametrize("days", ["", "0", "30", "x", "١", "-1"])
def test_odd_duration_is_refused_with_a_word(days: str, draft: Article, desk: Client) -> None:
    response = desk.post(links_of(draft), {"preview_days": days})
    assert response.status_code == 409
    assert not PreviewLink.objects.exists()


def test_count_of_openings_is_shown(draft: Article, editor: User, desk: Client) -> None:
    publishing.save(draft, Edit(factories.content(), 1), by=editor)
    address = desk.post(links_of(draft), {"preview_days": "1"}).context["new_link"]["address"]
    for _ in range(7):
        Client().get(address)
    assert ": 7" in desk.get(links_of(draft)).content.decode()
