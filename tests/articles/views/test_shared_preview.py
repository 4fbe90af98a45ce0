"""The page behind a preview link: the newest text, and nothing for anybody else."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.comments.models import Comment
from articles.editing import preview_links
from articles.editing.models import PreviewLink
from articles.editing.preview_links import Duration
from articles.models import Article
from articles.revisions import Edit
from newsroom.accounts.models import User
from tests import factories

SECRET = "عنوان لم يُنشر"


@pytest.fixture
def story(editor: User) -> Article:
    return publishing.create(factories.full_content(headline=SECRET), by=editor)


@pytest.fixture
def address(story: Article, editor: User) -> str:
    return f"/preview/{preview_links.create(story, Duration.DAY, by=editor).token}/"


def test_outsider_reads_the_newest_saved_text(
    story: Article, address: str, editor: User, client: Client
) -> None:
    publishing.save(story, Edit(factories.content(headline="عنوان أحدث"), 1), by=editor)
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert "عنوان أحدث" in page
    assert SECRET not in page


def test_it_is_kept_found_and_passed_on_by_nobody(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert not hasattr(response, "page_record")
    page = response.content.decode()
    assert '<meta name="robots" content="noindex">' in page
    parts = ("<form method", 'id="comments"', "canonical", "og:", "data-share", "wa.me")
    assert [part for part in (*parts, "shortlink") if part in page] == []


def test_comments_of_a_public_story_stay_away(
    published: Article, editor: User, client: Client
) -> None:
    Comment.objects.create(
        article=published, name="قارئ", text="تعليق مقبول", state=Comment.State.APPROVED
    )
    new = preview_links.create(published, Duration.DAY, by=editor)
    assert "تعليق مقبول" in client.get(published.get_absolute_url()).content.decode()
    page = client.get(f"/preview/{new.token}/").content.decode()
    assert "تعليق مقبول" not in page
    assert 'href="#comments"' not in page


def test_ended_links_tell_nothing(
    story: Article, address: str, editor: User, client: Client
) -> None:
    link = PreviewLink.objects.get()
    past = timezone.now() - timedelta(minutes=1)
    endings: dict[str, Any] = {
        "expired": {"expires_at": past, "created_at": past - timedelta(days=1)},
        "revoked": {"revoked_at": past},
    }
    for ending in endings.values():
        before = {name: getattr(link, name) for name in ending}
        PreviewLink.objects.update(**ending)
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 410
        for told in (SECRET, story.slug, "ميناء", str(story.category)):
            assert told not in page
        assert response.headers["Cache-Control"] == "no-store"
        PreviewLink.objects.update(**before)
    assert client.get(address).status_code == 200


def test_withdrawn_story_is_gone(published: Article, editor: User, client: Client) -> None:
    new = preview_links.create(published, Duration.DAY, by=editor)
    withdrawal.withdraw(published, by=editor)
    PreviewLink.objects.update(revoked_at=None)  # even if the link were still living
    response = client.get(f"/preview/{new.token}/")
    assert response.status_code == 410
    assert published.headline not in response.content.decode()


@pytest.mark.parametrize("token", ["x" * 32, "A" * 20, "-_" * 20])
def test_unknown_token(token: str, client: Client, db: None) -> None:
    response = client.get(f"/preview/{token}/")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_openings_are_counted_and_looks_are_not(address: str, client: Client) -> None:
    assert client.head(address).status_code == 200
    assert PreviewLink.objects.get().opened == 0
    client.get(address)
    client.get(address)
    assert PreviewLink.objects.get().opened == 2
    assert client.post(address).status_code == 405


def test_address_is_not_logged(
    address: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="newsroom.requests"):
        client.get(address)
    assert [record.path for record in caplog.records if hasattr(record, "path")] == ["/preview/…/"]
    assert address.split("/")[2] not in caplog.text


def test_link_is_in_no_sitemap(story: Article, address: str, client: Client) -> None:
    for listing in ("/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/feed/"):
        assert "/preview/" not in client.get(listing).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_cost(count: int, editor: User, client: Client, django_assert_num_queries: Any) -> None:
    tags = tuple(f"وسم {number}" for number in range(count))
    authors = tuple(factories.author() for _ in range(count))
    story = publishing.create(factories.full_content(tags=tags, authors=authors), by=editor)
    address = f"/preview/{preview_links.create(story, Duration.DAY, by=editor).token}/"
    client.get(address)
    with django_assert_num_queries(9):
        assert client.get(address).status_code == 200
