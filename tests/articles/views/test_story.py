import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.discussion import close_comments, hide_comments
from articles.models import Article, PublicationSettings
from articles.publishing import UpdateKind
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.articles.test_body import EMBED, with_files
from tests.articles.test_corrections import correct
from tests.articles.test_publishing import edit
from tests.articles.test_references import figure, link, read_also

NOW = datetime(2023, 11, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def story(editor: User) -> Article:
    """Published on 14 November 2023, 10:30 in Casablanca."""
    return factories.published(by=editor, now=NOW, headline="قوارب الصيد تعود إلى الميناء")


def page(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_address_has_day_number_and_slug(story: Article) -> None:
    assert unquote(story.get_absolute_url()) == (
        f"/2023/11/14/{story.pk}-قوارب-الصيد-تعود-إلى-الميناء/"
    )


def test_day_of_the_address_is_the_newsrooms_day(editor: User) -> None:
    late = datetime(2023, 11, 14, 23, 30, tzinfo=UTC)  # half past midnight in Casablanca
    assert factories.published(by=editor, now=late).get_absolute_url().startswith("/2023/11/15/")


def test_every_other_spelling_leads_to_the_canonical_address(
    story: Article, client: Client
) -> None:
    canonical = story.get_absolute_url()
    slug = f"{story.pk}-قوارب-الصيد-تعود-إلى-الميناء"
    spellings = {
        "cut": f"/2023/11/14/{story.pk}-قوارب-الص/",
        "cut inside a letter": f"/2023/11/14/{quote(slug)[:-4]}/",
        "number alone": f"/2023/11/14/{story.pk}/",
        "without the last slash": canonical.rstrip("/"),
        "encoded twice": f"/2023/11/14/{quote(quote(slug))}/",
        "encoded twice in upper-case hex": f"/2023/11/14/{quote(quote(slug)).upper()}/",
        "wrong slug": f"/2023/11/14/{story.pk}-شيء-آخر/",
        "wrong date": f"/2022/01/02/{slug}/",
        "year 0000": f"/0000/11/14/{slug}/",
        "no leading zeros": f"/2023/11/14/{story.pk}-x",
        "decomposed letters": f"/2023/11/14/{unicodedata.normalize('NFD', slug)}/",
    }
    for what, spelling in spellings.items():
        response = client.get(spelling)
        assert (response.status_code, response.headers.get("Location")) == (301, canonical), what


def test_lower_case_hex_is_the_same_address_with_one_canonical_link(
    story: Article, client: Client
) -> None:
    canonical = story.get_absolute_url()
    lower = "".join(
        part if i == 0 else part[:2].lower() + part[2:]
        for i, part in enumerate(canonical.replace("%", "%\0").split("\0"))
    )
    assert lower != canonical
    body = client.get(lower).content.decode()
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in body


@pytest.mark.parametrize(
    "address",
    [
        "/2023/11/14/999999-x/",
        f"/2023/11/14/{'9' * 30}-x/",
        "/2023/11/14/x-1/",
        "/2023/11/14/-1-x/",
        "/2023/11/14/٣-x/",
    ],
)
def test_no_such_story_is_404(address: str, client: Client, story: Article) -> None:
    assert client.get(address).status_code == 404


def test_draft_and_scheduled_story_are_404_for_strangers_and_staff(
    draft: Article, editor: User, client: Client
) -> None:
    staff = Client()
    staff.force_login(editor)
    address = f"/2026/01/01/{draft.pk}-{draft.slug}/"
    for reader in (client, staff):
        assert reader.get(address).status_code == 404
    article = publishing.schedule(draft, timezone.now() + timedelta(hours=1), by=editor)
    for reader in (client, staff):
        assert reader.get(article.get_absolute_url()).status_code == 404


def test_withdrawn_story_is_410_and_tells_nothing(
    story: Article, editor: User, client: Client
) -> None:
    withdrawal.withdraw(story, by=editor)
    response = client.get(story.get_absolute_url())
    body = response.content.decode()
    assert response.status_code == 410
    assert "سُحب هذا المقال" in body
    for told in (story.headline, story.deck, "قوارب", "بلاغ"):
        assert told not in body
    assert "noindex" in body


def test_page_shows_every_element(story: Article, client: Client) -> None:
    body = page(client, story)
    content = latest_content(story)
    assert f">{story.headline}</h1>" in body
    for author in content.authors:
        assert f'href="{author.get_absolute_url()}"' in body
        assert author.name in body
    assert "غير مصنف" in body
    assert "14 نونبر 2023، 10:30" in body
    assert 'datetime="2023-11-14T10:30+01:00"' in body
    assert "آخر تحديث" not in body
    assert "<strong>غدًا</strong>" in body
    assert "الرباط – و م ع" in body
    for tag in content.tags:
        assert f'href="{tag.get_absolute_url()}"' in body
        assert tag.name in body
    code = story.short_link.code
    assert f'<code dir="ltr">testserver/s/{code}</code>' in body
    assert f'<link rel="shortlink" href="http://testserver/s/{code}">' in body


def test_link_header_names_the_short_link(story: Article, client: Client) -> None:
    response = client.get(story.get_absolute_url())
    code = story.short_link.code
    assert response.headers["Link"] == f"<http://testserver/s/{code}>; rel=shortlink"


def test_last_update_is_shown_after_a_substantive_update_only(
    story: Article, editor: User, client: Client
) -> None:
    publishing.update(story, by=editor, edit=edit(story, deck="أدق"))
    assert "آخر تحديث" not in page(client, story)
    later = datetime(2023, 12, 20, 15, 5, tzinfo=UTC)
    latest = Article.objects.get(pk=story.pk).latest_revision
    assert latest is not None
    change = Edit(latest_content(story), latest.number)
    publishing.update(story, by=editor, edit=change, kind=UpdateKind.SUBSTANTIVE, now=later)
    body = page(client, story)
    assert 'آخر تحديث: <time datetime="2023-12-20T16:05+01:00">منذ سنتين</time>' in body


def test_draft_over_a_live_story_is_not_shown(story: Article, editor: User, client: Client) -> None:
    publishing.save(story, edit(story, headline="عنوان لم يُنشر"), by=editor)
    assert "عنوان لم يُنشر" not in page(client, story)


def test_closed_comments_show_the_notice_of_the_settings(
    story: Article, moderator: User, client: Client
) -> None:
    assert "<form" in page(client, story)
    close_comments(story, by=moderator)
    body = page(client, story)
    assert "عذراً التعليقات مغلقة" in body
    assert "<form" not in body
    PublicationSettings.objects.update(closed_notice="انتهى النقاش")
    body = page(client, story)
    assert "انتهى النقاش" in body
    assert "عذراً" not in body


def test_hidden_comments_leave_no_trace(story: Article, moderator: User, client: Client) -> None:
    story.comments.create(name="قارئة", text="تعليق منشور", state="approved")
    assert "تعليق منشور" in page(client, story)
    hide_comments(story, by=moderator)
    body = page(client, story)
    assert "تعليق منشور" not in body
    assert 'id="comments"' not in body
    assert "تعليق واحد" not in body


def test_only_approved_comments_are_shown(story: Article, client: Client) -> None:
    for state in ("pending", "approved", "rejected", "spam"):
        story.comments.create(name=f"اسم {state}", text=f"نص {state}", state=state)
    body = page(client, story)
    assert "نص approved" in body
    assert "تعليق واحد" in body
    for state in ("pending", "rejected", "spam"):
        assert f"نص {state}" not in body


def test_preview_shows_the_newest_text_to_the_newsroom_only(
    story: Article, editor: User, client: Client
) -> None:
    publishing.save(story, edit(story, headline="عنوان المعاينة"), by=editor)
    address = f"/admin/articles/article/{story.pk}/preview/"
    assert client.get(address).status_code == 302
    client.force_login(editor)
    response = client.get(address)
    body = response.content.decode()
    assert "عنوان المعاينة" in body
    assert "معاينة" in body
    assert 'rel="canonical"' not in body
    assert "noindex" in body
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("closed", [False, True])
def test_story_with_everything_takes_nine_queries(
    count: int,
    closed: bool,
    editor: User,
    client: Client,
    django_assert_num_queries: "pytest.FixtureRequest",
) -> None:
    photo = Photo.objects.create(
        file="originals/x.jpg", sha256="0" * 64, width=1600, height=900, credit="رسم", alt="x"
    )
    photo.renditions.create(format="jpeg", width=320, height=180, file="renditions/1.jpg")
    section = factories.category()
    for _number in range(count):
        story = factories.published(by=editor, category=section, lead_photo=photo, tags=("سد",))
    for number in range(count):
        story.comments.create(name="قارئ", text=f"تعليق {number}", state="approved")
        correct(story, f"تصحيح {number}.", by=editor)
    if closed:
        close_comments(story, by=editor)
    with django_assert_num_queries(9):  # type: ignore[operator]
        body = page(client, story)
    assert "تعليق 1" in body
    assert "تصحيح 1." in body
    assert 'class="rail"' in body


@pytest.mark.parametrize("count", [3, 30])
def test_text_that_refers_to_much_takes_two_queries_more(
    count: int,
    editor: User,
    client: Client,
    django_assert_num_queries: "pytest.FixtureRequest",
) -> None:
    """The pictures in the text come with the files of the lead photo."""
    shown = [with_files(number) for number in range(count)]
    others = [factories.published(by=editor, lead_photo=shown[0]) for _number in range(count)]
    boxes = "".join([*map(figure, shown), *map(link, others), *map(read_also, others), EMBED])
    section: dict[str, Any] = {"category": factories.category(), "lead_photo": shown[0]}
    factories.published(by=editor, **section)
    plain = factories.published(by=editor, **section)
    full = factories.published(by=editor, **section, body=boxes)
    with django_assert_num_queries(8):  # type: ignore[operator]
        page(client, plain)
    with django_assert_num_queries(10):  # type: ignore[operator]
        body = page(client, full)
    assert body.count('<figure class="photo">') == count
    assert body.count('<aside class="read-also">') == count


def test_story_has_no_room_for_related_where_there_is_none(story: Article, client: Client) -> None:
    assert 'class="rail"' not in page(client, story)


def test_reading_tools_are_offered_only_with_script(story: Article, client: Client) -> None:
    body = page(client, story)
    for tool in ('data-text-step="1"', 'data-text-step="-1"', "data-print"):
        assert tool in body
    assert 'class="share reading-tools needs-js"' in body
    assert 'class="btn needs-js" type="button" data-print' in body
