"""After a withdrawal nothing of the story is left where readers and machines can look."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest

from articles import publishing, replying, withdrawal
from articles.comments.models import Comment
from articles.editing import preview_links
from articles.editing.preview_links import Duration
from articles.frontpage import breaking, placing
from articles.models import Article
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.media.renditions import make_renditions
from newsroom.pagecache.layer import imagined, path_info_of
from tests import factories
from tests.articles.test_publishing import edit, reload
from tests.newsroom.media import files
from tests.test_truth import ORIGIN, Site

FOUND = re.compile(
    r"(?:href|src|action|url|content)=[\"']([^\"']+)|<(?:loc|link|guid|id)>([^<]+)<|srcset=\"([^\"]+)"
)
ELSEWHERE = ("/admin/", "/static/")
WORDS: dict[str, Any] = {
    "kicker": "زعفران",
    "headline": "قافلة الزعفران تصل متأخرة",
    "deck": "مقدمة عن الزعفران وحده",
    "place": "تالوين",
}
BODY_WORD, CAPTION, ALT = "حصاد الزعفران", "سلة زعفران", "زهرة زعفران بنفسجية"
CORRECTION, COMMENT, READER = "الصواب أن الزعفران سبعة", "تعليق على الزعفران", "قارئة زعفرانية"
TRACES = [*WORDS.values(), BODY_WORD, CAPTION, ALT, CORRECTION, COMMENT, READER, "زعفران"]


class Reader:
    """Through the page cache, as everybody."""

    def __init__(self) -> None:
        self.site = Site()

    def get(self, address: str) -> tuple[int, str]:
        """Status and all that was sent: the lines of the headers too."""
        path, _, query = address.partition("?")
        environ = imagined(ORIGIN, path_info_of(path)) | {
            "QUERY_STRING": query,
            "REQUEST_METHOD": "GET",
        }
        got: list[Any] = []
        answer = self.site.cache(
            environ, lambda line, headers, exc=None: got.extend([line, headers])
        )
        body = b"".join(answer)
        is_text = not dict(got[1])["Content-Type"].startswith("image/")
        lines = "\n".join(f"{name}: {value}" for name, value in got[1])
        return int(got[0][:3]), lines + (body.decode() if is_text else "")

    def crawl(self, *others: str) -> dict[str, tuple[int, str]]:
        """Every page that can be reached from the front page, or from ``others``."""
        waiting = ["/", "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", *others]
        seen: dict[str, tuple[int, str]] = {}
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen[address] = self.get(address)
            waiting += [found for found in links(address, seen[address][1]) if found not in seen]
        return seen


def links(address: str, page: str) -> list[str]:
    found = []
    for groups in FOUND.findall(page):
        for part in "".join(groups).split(", "):
            url = urlsplit(urljoin(f"{ORIGIN}{address}", unescape(part.strip().split(" ")[0])))
            if f"{url.scheme}://{url.netloc}" == ORIGIN and not url.path.startswith(ELSEWHERE):
                found.append(url.path + (f"?{url.query}" if url.query else ""))
    return found


def photo_of(by: User, **words: str) -> Photo:
    made = files.photo(by, 700, 500, credit="تصوير", **words)
    make_renditions(made)
    return made


def story_with_everything(by: User) -> Article:
    section, author = factories.category("فلاحة"), factories.author()
    lead = photo_of(by, caption=CAPTION, alt=ALT)
    inside = photo_of(by, caption=f"{CAPTION} ثانية", alt=f"{ALT} ثانية")
    body = f'<p>{BODY_WORD}</p><figure class="photo" data-photo="{inside.pk}"></figure>'
    same: dict[str, Any] = {"category": section, "authors": (author,), "tags": ("جنوب", "سوق")}
    story = factories.published(by=by, lead_photo=lead, body=body, **same, **WORDS)
    publishing.update(
        story, by=by, edit=edit(story), kind=UpdateKind.CORRECTION, correction=CORRECTION
    )
    Comment.objects.create(article=story, name=READER, text=COMMENT, state="approved")
    linked = f'<p><a data-article="{story.pk}">خبر سابق</a></p>'
    box = f'<aside class="read-also" data-article="{story.pk}"></aside>'
    for body in (linked, box, linked + box):
        factories.published(by=by, body=body, **same)
    for _number in range(22):
        factories.published(by=by, **same)
    reply = factories.published(by=by, **same)
    replying.link_reply(reply, story, by=by)
    placing.make_lead(story, by=by)
    breaking.announce(by=by, minutes=30, article=story)
    return reload(story)


def addresses_of(story: Article, token: str) -> list[str]:
    day = f"/{story.address_day:%Y/%m/%d}"
    canonical = story.get_absolute_url()
    spelled = [
        f"{day}/{story.pk}-{quote('اسم-قديم')}/",
        f"{day}/{story.pk}/",
        f"{day}/{story.pk}-cut",
    ]
    spelled += [canonical, canonical[:-1], f"/2001/01/01/{story.pk}-x/"]
    return [
        *spelled,
        story.short_link.get_absolute_url(),
        f"/comments/{story.pk}/received/",
        f"/preview/{token}/",
        f"/search/?q={quote('الزعفران')}",
        f"/search/?q={quote('تالوين')}",
    ]


@pytest.mark.usefixtures("requests_in_process")
def test_a_crawl_finds_no_trace_of_a_withdrawn_story(
    administrator: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    story = story_with_everything(administrator)
    publishing.change_slug(story, "اسم-قديم", by=administrator)
    publishing.change_slug(story, "قافلة-الزعفران", by=administrator)
    story = reload(story)
    token = preview_links.create(story, Duration.DAY, by=administrator).token
    own, reader = addresses_of(story, token), Reader()

    before = reader.crawl(*own)
    told = {address for address, (_status, page) in before.items() if "الزعفران" in page}
    media = {address for address in before if address.startswith("/media/")}
    assert len(told) > 25
    assert {"/", "/feed/", "/corrections/", "/corrections/feed/"} <= told
    assert any(address.startswith("/sitemap/") for address in before)
    assert len(media) >= 10
    assert {before[address][0] for address in media} == {200}
    assert len(reader.site.pages()) > 60

    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(story, by=administrator, sentence="سُحب بطلب.")
    reader.site.follower.read()

    after = reader.crawl(*before, *own)
    traces = [*TRACES, *media, quote("قافلة-الزعفران"), f"/{story.pk}-", story.short_link.code]
    left = {
        address: [trace for trace in traces if trace in page]
        for address, (_status, page) in after.items()
        if any(trace in page for trace in traces)
    }
    # A search prints what was asked for.
    asked = {address for address in left if address.startswith("/search/?q=")}
    assert {address: left[address] for address in left.keys() - asked} == {}
    assert all("<article" not in after[address][1] for address in asked)
    gone = {address: after[address][0] for address in own if "/search/" not in address}
    assert set(gone.values()) <= {410, 404}
    assert {after[address][0] for address in own[:7]} == {410}
    assert "سُحب بطلب." in after[own[0]][1]
    assert {after[address][0] for address in media} == {404}


@pytest.mark.usefixtures("requests_in_process")
def test_brought_back_it_stands_where_it_stood(
    administrator: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    story = story_with_everything(administrator)
    reader = Reader()
    before = reader.crawl()
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.withdraw(story, by=administrator)
    reader.site.follower.read()
    reader.crawl()
    publishing.publish(story, by=administrator)
    reader.site.follower.read()
    after = reader.crawl()

    def pages(crawled: dict[str, tuple[int, str]]) -> set[str]:
        return {address for address in crawled if not address.startswith("/media/")}

    assert pages(after) == pages(before)
    told = [a for a in pages(before) if "قافلة الزعفران" in before[a][1]]
    assert all("قافلة الزعفران" in after[address][1] for address in told)
    media = {address: status for address, (status, _p) in after.items() if "/media/" in address}
    assert set(media.values()) == {200}
    assert not media.keys() & {address for address in before if "/media/" in address}
