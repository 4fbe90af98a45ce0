from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client, RequestFactory

from articles import page_keys, publishing, withdrawal
from articles.body import Bodies
from articles.content import Content
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.embeds.correcting import retitle
from newsroom.embeds.keys import key_of
from newsroom.embeds.models import Embed
from newsroom.media.describing import describe
from newsroom.media.models import Photo, PhotoKeys
from newsroom.pagecache.models import PurgeEvent
from newsroom.pagecache.record import Record
from tests import factories
from tests.articles.test_references import VIDEO, edit, figure, link, photo, read_also

Queries = Callable[[int], AbstractContextManager[object]]
EMBED = f'<figure class="embed" data-embed="{VIDEO}"></figure>'


def with_files(number: int = 1, **words: str) -> Photo:
    made = photo(number)
    for name, value in words.items():
        setattr(made, name, value)
    made.save()
    for width in (320, 640):
        made.renditions.create(
            format="jpeg", width=width, height=width, file=f"renditions/{number}-{width}.jpg"
        )
    return made


def printed(body: str, **values: Any) -> str:
    content = factories.content(body=body, **values)
    return Bodies(RequestFactory().get("/"), [content]).page(content)


def in_feed(body: str) -> str:
    content = factories.content(body=body)
    return Bodies(RequestFactory().get("/"), [content]).feed(content)


def test_link_leads_to_where_the_story_is(published: Article, editor: User) -> None:
    address = published.get_absolute_url()
    assert printed(link(published)) == f'<p><a href="{address}">خبر</a></p>'
    published = publishing.change_slug(published, "slug-jadid", by=editor)
    assert address != published.get_absolute_url()
    assert f'href="{published.get_absolute_url()}"' in printed(link(published))


@pytest.mark.parametrize("show", [printed, in_feed])
def test_story_that_is_not_public_is_not_given_away(
    show: Callable[[str], str], draft: Article, published: Article, editor: User
) -> None:
    withdrawal.withdraw(published, by=editor)
    for hidden in (draft, published):
        assert show(link(hidden)) == "<p>خبر</p>"
        assert show(f"<p>نص</p>{read_also(hidden)}").strip() == "<p>نص</p>"
    assert show('<p><a data-article="987">خبر</a></p>') == "<p>خبر</p>"


def test_address_of_our_own_site_is_kept_as_the_story(
    published: Article, settings: Any, db: None
) -> None:
    settings.SITE_URL = "https://news.example"
    path = published.get_absolute_url()
    stored = f'<p><a data-article="{published.pk}">أ</a></p>'
    for typed in (path, f"https://news.example{path}?utm_source=x", f"//news.example{path[:-1]}"):
        assert factories.content(body=f'<a href="{typed}">أ</a>').body == stored
    for other in (f"https://other.example{path}", f"{path}#comments", "/2023/", "/s/abc"):
        assert f'href="{other}"' in factories.content(body=f'<a href="{other}">أ</a>').body


def test_read_also_shows_headline_and_picture(editor: User) -> None:
    lead = with_files()
    other = factories.published(by=editor, lead_photo=lead, headline="شركة OpenAI <غد>")
    shown = printed(read_also(other))
    assert f'<a href="{other.get_absolute_url()}">' in shown
    assert "شركة \u2066OpenAI\u2069 &lt;غد&gt;" in shown
    assert 'src="/media/renditions/1-320.jpg"' in shown
    without = factories.published(by=editor)
    assert "<img" not in printed(read_also(without))


def test_figure_has_the_caption_of_this_story_or_the_photo_s_own(db: None) -> None:
    shown = printed(figure(with_files(1, caption="شرح", alt="وصف <b>")))
    assert "<figcaption>شرح <cite>تصوير</cite></figcaption>" in shown
    assert 'alt="وصف &lt;b&gt;"' in shown
    assert 'loading="lazy"' in shown
    here = "<figcaption>هنا <strong>فقط</strong></figcaption></figure>"
    own = printed(figure(with_files(2, caption="شرح")).replace("</figure>", here))
    assert "<figcaption>هنا <strong>فقط</strong> <cite>تصوير</cite></figcaption>" in own


def test_figure_without_a_photo_or_its_files_is_left_out(db: None) -> None:
    body = f'<p>نص</p>\n{figure(photo())}\n<figure class="photo" data-photo="987"></figure>'
    assert printed(body).strip() == in_feed(body).strip() == "<p>نص</p>"


def test_feed_has_plain_pictures_and_links(published: Article) -> None:
    shown = in_feed(figure(with_files(1, caption="شرح")) + read_also(published) + EMBED)
    assert '<img alt="بديل" height="640" src="/media/renditions/1-640.jpg" width="640">' in shown
    assert "<figcaption>شرح تصوير</figcaption>" in shown
    assert f'<a href="{published.get_absolute_url()}">' in shown
    assert f'<p><a href="{VIDEO}"' in shown
    for mine in ("<script", "<picture", "<button", "data-", "srcset"):
        assert mine not in shown


def test_feed_spells_addresses_in_full(editor: User, client: Client, published: Article) -> None:
    factories.published(by=editor, body=link(published) + figure(with_files()))
    feed = client.get("/feed/").content.decode()
    assert f"http://testserver{published.get_absolute_url()}" in feed
    assert "http://testserver/media/renditions/1-640.jpg" in feed


def test_page_carries_the_keys_of_what_it_refers_to(
    draft: Article, published: Article, editor: User, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.page_record = record = Record(published.changed_at)  # type: ignore[attr-defined]
    waiting, lead = photo(1), with_files(2)
    boxed = factories.published(by=editor, lead_photo=lead)
    body = figure(waiting) + link(draft) + link(published) + read_also(boxed) + EMBED
    Bodies(request, [factories.content(body=body)])
    keys = PhotoKeys.of(waiting.pk)
    stories = (draft, published, boxed)
    assert {keys.files, keys.words, key_of(VIDEO)} <= record.keys.keys()
    assert {page_keys.address(story.pk) for story in stories} <= record.keys.keys()
    assert {page_keys.card(boxed.pk), PhotoKeys.of(lead.pk).files} <= record.keys.keys()
    assert page_keys.card(draft.pk) not in record.keys


Change = Callable[[Article, Photo, User], object]


def retitled(target: Article, shown: Photo, by: User) -> None:
    publishing.update(target, edit=edit(target, headline="عنوان جديد"), by=by)


def rewritten(target: Article, shown: Photo, by: User) -> None:
    publishing.update(target, edit=edit(target, body="<p>نص جديد</p>"), by=by)


CHANGES: dict[str, tuple[Change, str]] = {
    "slug": (lambda story, shown, by: publishing.change_slug(story, "jadid", by=by), "link box"),
    "withdrawal": (lambda story, shown, by: withdrawal.withdraw(story, by=by), "link box"),
    "headline": (retitled, "box"),
    "text": (rewritten, ""),
    "caption": (lambda story, shown, by: describe(shown, by=by, caption="آخر"), "figure"),
    "alt text": (lambda story, shown, by: describe(shown, by=by, alt="آخر"), "figure"),
    "credit": (lambda story, shown, by: describe(shown, by=by, credit="آخر"), "figure"),
    "crop": (lambda story, shown, by: describe(shown, by=by, is_document=True), "figure"),
    "embed": (lambda story, shown, by: retitle(Embed.objects.get(), title="آخر", by=by), "embed"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_purges_the_pages_that_show_it_and_no_others(
    name: str, chief: User, client: Client
) -> None:
    change, touched = CHANGES[name]
    target, shown = factories.published(by=chief), with_files()
    bodies = {
        "link": link(target),
        "box": read_also(target),
        "figure": figure(shown),
        "embed": EMBED,
        "none": "<p>نص</p>",
    }
    pages = {
        kind: factories.published(by=chief, body=body, category=factories.category())
        for kind, body in bodies.items()
    }
    records: dict[str, Any] = {
        kind: client.get(story.get_absolute_url()) for kind, story in pages.items()
    }
    before = PurgeEvent.objects.count()
    change(target, shown, chief)
    purged = set(PurgeEvent.objects.order_by("pk")[before:].values_list("key", flat=True))
    hit = {kind for kind, page in records.items() if purged & page.page_record.keys.keys()}
    assert hit == set(touched.split())


def test_publication_of_a_linked_draft_purges_the_page(
    draft: Article, editor: User, client: Client
) -> None:
    page: Any = client.get(factories.published(by=editor, body=link(draft)).get_absolute_url())
    before = PurgeEvent.objects.count()
    publishing.publish(draft, by=editor)
    purged = set(PurgeEvent.objects.order_by("pk")[before:].values_list("key", flat=True))
    assert page_keys.address(draft.pk) in purged & page.page_record.keys.keys()


def test_snapshot_keeps_what_the_text_refers_to(published: Article) -> None:
    body = figure(with_files()) + link(published) + read_also(published) + EMBED
    content = factories.content(body=body)
    assert Content.from_snapshot(content.snapshot()) == content


@pytest.mark.parametrize("count", [3, 30])
def test_literal_query_counts(
    count: int, editor: User, rf: RequestFactory, django_assert_num_queries: Queries
) -> None:
    lead = with_files(0)
    others = [factories.published(by=editor, lead_photo=lead) for _number in range(count)]
    shown = [with_files(number) for number in range(1, count + 1)]
    boxes = [*map(figure, shown), *map(link, others), *map(read_also, others), EMBED]
    full = factories.content(body="".join(boxes), lead_photo=lead)
    plain = factories.content(lead_photo=lead)
    request = rf.get("/")
    with django_assert_num_queries(1):  # the files of lead photos, as without a body
        Bodies(request, [plain] * count).page(plain)
    with django_assert_num_queries(3):
        bodies = Bodies(request, [full] * count)
        assert bodies.page(full).count("<picture>") == count
        assert bodies.feed(full).count("<img") == count
        assert content_is_printed_whole(full)
    text = factories.content()
    with django_assert_num_queries(0):
        Bodies(request, [text]).page(text)


def content_is_printed_whole(content: Content) -> bool:
    return bool(content.lead_photo and content.lead_photo.by_format)
