import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.site.models import SiteSettings
from tests import factories
from tests.articles.test_corrections import correct

NOW = datetime(2023, 11, 14, 9, 30, tzinfo=UTC)


def page(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def graph(body: str) -> tuple[dict[str, Any], dict[str, Any]]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    story, crumbs = json.loads(block)["@graph"]
    return story, crumbs


def meta(body: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)">', body))


def test_story_as_news_article(editor: User, client: Client) -> None:
    section = factories.category("جهات")
    below = factories.category("سوس", parent=section)
    signed = (factories.author("سعاد البناء"), factories.author("علي الريفي"))
    story = factories.published(
        by=editor, now=NOW, category=below, authors=signed, tags=("سدود",), headline="خبر FIFA"
    )
    data, crumbs = graph(page(client, story))
    address = f"http://testserver{story.get_absolute_url()}"
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "خبر \u2066FIFA\u2069"
    assert data["mainEntityOfPage"] == address
    assert data["datePublished"] == data["dateModified"] == "2023-11-14T10:30:00+01:00"
    assert [(a["@type"], a["name"]) for a in data["author"]] == [
        ("Person", "سعاد البناء"),
        ("Person", "علي الريفي"),
    ]
    assert data["author"][0]["url"].startswith("http://testserver/author/")
    assert data["publisher"]["logo"]["url"] == "http://testserver/static/img/sign.png"
    assert data["articleSection"] == ["سوس"]
    assert data["keywords"] == ["سدود"]
    assert data["description"] == "مقدمة من جملة واحدة."
    assert data["isAccessibleForFree"] is True
    assert data["inLanguage"] == "ar-MA"
    assert data["image"][0]["url"] == "http://testserver/static/img/social.png"
    assert [item["name"] for item in crumbs["itemListElement"]][1:] == ["جهات", "سوس"]
    assert (
        crumbs["itemListElement"][1]["item"] == "http://testserver/category/" + section.path + "/"
    )


def test_unsigned_story_is_by_the_paper_and_no_account_is_named(
    editor: User, client: Client
) -> None:
    story = factories.published(by=editor, authors=())
    body = page(client, story)
    data, _crumbs = graph(body)
    assert data["author"] == [
        {"@type": "Organization", "name": SiteSettings.load().name, "url": "http://testserver/"}
    ]
    assert "articleSection" not in data
    assert editor.username not in body
    assert editor.name not in body


def test_corrections_are_told(published: Article, editor: User, client: Client) -> None:
    correct(published, "الصواب 12", by=editor, now=datetime(2099, 1, 1, 8, tzinfo=UTC))
    data, _crumbs = graph(page(client, published))
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "الصواب 12",
            "datePublished": "2099-01-01T09:00:00+01:00",
        }
    ]
    assert data["dateModified"] == "2099-01-01T09:00:00+01:00"


@pytest.mark.parametrize("headline", ["</script><script>alert(1)</script>", "<!-- & \u2028 -->"])
def test_nothing_ends_the_data_block(headline: str, editor: User, client: Client) -> None:
    story = factories.published(by=editor, headline=headline)
    body = page(client, story)
    data, _crumbs = graph(body)
    assert data["headline"].replace("\u2066", "").replace("\u2069", "") == story.headline
    assert "<script>alert" not in body
    assert "<!--" not in body


def test_open_graph_of_a_story(editor: User, client: Client) -> None:
    section = factories.category("جهات")
    story = factories.published(by=editor, now=NOW, category=section, tags=("سدود",))
    found = meta(page(client, story))
    assert found["og:type"] == "article"
    assert found["og:title"] == story.headline
    assert found["og:url"] == f"http://testserver{story.get_absolute_url()}"
    assert found["og:locale"] == "ar_MA"
    assert found["og:site_name"] == SiteSettings.load().name
    assert found["og:description"] == found["description"] == story.deck
    assert found["og:image"] == "http://testserver/static/img/social.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["article:published_time"] == "2023-11-14T10:30+01:00"
    assert found["article:modified_time"] == "2023-11-14T10:30+01:00"
    assert found["article:section"] == "جهات"
    assert found["article:tag"] == "سدود"
    assert found["twitter:card"] == "summary_large_image"


def test_lead_photo_is_the_image(editor: User, client: Client) -> None:
    photo = Photo.objects.create(
        file="originals/x.jpg", sha256="0" * 64, width=1600, height=900, credit="رسم", alt="سد"
    )
    photo.renditions.create(
        use="social", format="jpeg", width=1200, height=630, file="renditions/s.jpg"
    )
    story = factories.published(by=editor, lead_photo=photo)
    body = page(client, story)
    found = meta(body)
    assert found["og:image"].startswith("http://testserver/")
    assert found["og:image"].endswith("renditions/s.jpg")
    assert found["og:image:alt"] == "سد"
    assert graph(body)[0]["image"][0]["url"] == found["og:image"]


def test_open_graph_of_home_and_lists(published: Article, client: Client) -> None:
    tag = published.tags.all()[0]
    for address in ("/", tag.get_absolute_url(), "/corrections/"):
        found = meta(client.get(address).content.decode())
        assert found["og:type"] == "website", address
        assert found["og:url"] == f"http://testserver{address}"
        for name in ("og:title", "og:description", "og:image", "og:locale", "description"):
            assert found[name], (address, name)


def test_preview_tells_machines_nothing(published: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    body = client.get(f"/admin/articles/article/{published.pk}/preview/").content.decode()
    assert "og:title" not in body
    assert "ld+json" not in body
