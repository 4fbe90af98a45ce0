import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles import readiness
from articles.content import Content
from articles.copydesk import desk
from articles.copydesk.models import IgnoredMark, Slip
from articles.models import Article
from articles.models.article import BODY_LENGTH
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.articles.admin.story_form import typed

NEW = reverse("admin:articles_article_copy_desk_new")
TEXT = "أكد القانون،سيحل قريبًا"


def address(article: Article, page: str = "copy_desk") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def post(client: Client, to: str, sent: Any, status: int = 200) -> dict[str, Any]:
    text = sent if isinstance(sent, str) else json.dumps(sent)
    response = client.post(to, text, content_type="application/json")
    assert response.status_code == status
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
def desk_of(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


def test_the_blocks_of_the_editor_are_checked(desk_of: Client) -> None:
    answer = post(desk_of, NEW, {"headline": "خبر", "blocks": ["نص سليم.", f"😀 {TEXT}"]})
    (mark,) = answer["marks"]
    assert {name: mark[name] for name in ("field", "block", "rule", "severity")} == {
        "field": "body", "block": 1, "rule": "glued", "severity": "error"
    }  # fmt: skip
    # As JavaScript counts: the face takes two.
    assert (mark["start"], mark["end"], mark["expected"], mark["repair"]) == (14, 15, "،", "، ")
    assert (mark["from"], mark["to"], mark["found"]) == (7, 19, "القانون،سيحل")
    assert "القانون،سيحل" in answer["html"]
    assert "<bdi>القانون، سيحل</bdi>" in answer["html"]  # as it would read


def test_the_plain_text_area_is_checked_with_its_html(desk_of: Client) -> None:
    body = f"<h2>عنوان</h2>\n<strong>أكد</strong> &laquo;نعم&raquo; {TEXT}"
    (mark,) = post(desk_of, NEW, {"headline": "خبر", "body": body})["marks"]
    assert body[mark["start"] : mark["end"]] == mark["expected"] == "،"
    assert body[mark["from"] : mark["to"]] == "القانون،سيحل"


def test_fields_beside_the_body_are_checked(desk_of: Client) -> None:
    names = ("kicker", "headline", "deck", "photo_caption", "photo_alt")
    answer = post(desk_of, NEW, dict.fromkeys(names, "و ختم") | {"blocks": []})
    assert [mark["field"] for mark in answer["marks"]] == list(names)


def test_a_clean_text_says_so(desk_of: Client) -> None:
    answer = post(desk_of, NEW, {"headline": "خبر", "blocks": ["نص سليم."]})
    assert answer["marks"] == []
    assert "nr-desk__clean" in answer["html"]


def test_without_a_script_the_form_is_answered_by_a_page_and_nothing_is_saved(
    desk_of: Client, draft: Article
) -> None:
    sent = typed(draft, body=f"<p>{TEXT} <b>x</b></p>")
    response = desk_of.post(address(draft), sent)
    assert "،</mark>سيحل" in response.content.decode()
    assert draft.revisions.count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ({"headline": 5}, 400),
        ({"blocks": ["نص", None]}, 400),
        ({"body": "ا" * (BODY_LENGTH + 30_000)}, 413),
        ({"blocks": [""] * 30_000}, 413),
    ],
)
def test_bad_input_is_refused_with_words(desk_of: Client, sent: Any, status: int) -> None:
    assert post(desk_of, NEW, sent, status)["error"]


def test_words_in_a_text_are_printed_as_words(desk_of: Client) -> None:
    answer = post(desk_of, NEW, {"headline": "<script>alert(1)</script>،نعم"})
    assert "<script>" not in answer["html"]


def test_many_marks_are_counted_and_not_all_listed(desk_of: Client) -> None:
    answer = post(desk_of, NEW, {"headline": "خبر", "blocks": ["و ختم"] * 250})
    assert len(answer["marks"]) == answer["html"].count("data-copy-jump") == 200
    assert "250" in answer["html"]


@pytest.mark.parametrize("blocks", [3, 30])
def test_queries(
    desk_of: Client,
    draft: Article,
    blocks: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sent = json.dumps({"headline": "خبر", "blocks": [TEXT] * blocks})
    with django_assert_num_queries(8):
        desk_of.post(address(draft), sent, content_type="application/json")


def ignore(client: Client, article: Article, **sent: Any) -> HttpResponseBase:
    data = json.dumps({"rule": "glued", "found": "القانون،سيحل", **sent})
    return client.post(address(article, "ignore_mark"), data, content_type="application/json")


def marked(article: Article) -> int:
    content = Content.from_article(Article.objects.get(pk=article.pk))
    return desk.error_count(article.pk, content)


def test_a_mark_is_ignored_in_one_story_and_shown_again(desk_of: Client, editor: User) -> None:
    one, other = (factories.published(by=editor, deck=TEXT) for _ in range(2))
    assert (marked(one), marked(other)) == (1, 1)
    number = json.loads(ignore(desk_of, one).content)["ignored"]  # type: ignore[attr-defined]
    assert (marked(one), marked(other)) == (0, 1)
    assert Entry.objects.filter(verb="ignore_mark", by=editor).count() == 1
    post(desk_of, address(one, "ignore_mark"), {"undo": number})
    assert (marked(one), marked(other)) == (1, 1)
    assert Entry.objects.filter(verb="restore_mark", by=editor).count() == 1


def test_ignored_for_good_counts_for_all_stories(desk_of: Client, editor: User) -> None:
    one, other = (factories.published(by=editor, deck=TEXT) for _ in range(2))
    assert ignore(desk_of, one, for_good=True).status_code == 200
    assert ignore(desk_of, one, for_good=True).status_code == 200
    assert (marked(one), marked(other)) == (0, 0)
    assert IgnoredMark.objects.count() == 1


def test_a_reporter_ignores_in_the_own_draft_only(
    reporter: User, editor: User, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(reporter)
    own = factories.published(by=editor, deck=TEXT)
    Article.objects.filter(pk=own.pk).update(created_by=reporter, status="draft")
    assert ignore(client, own, for_good=True).status_code == 403
    assert ignore(client, own).status_code == 200
    for_good = IgnoredMark.objects.create(rule="glued", found="نعم،لا")
    undo = json.dumps({"undo": for_good.pk})
    to = address(own, "ignore_mark")
    assert client.post(to, undo, content_type="application/json").status_code == 403
    assert IgnoredMark.objects.count() == 2


@pytest.mark.parametrize("sent", [{"rule": "none"}, {"found": ""}, {"found": "ا" * 200}])
def test_an_unknown_mark_is_refused(desk_of: Client, draft: Article, sent: dict[str, str]) -> None:
    assert ignore(desk_of, draft, **sent).status_code == 400


def test_words_of_the_newsroom_are_marked(desk_of: Client) -> None:
    add = reverse("admin:copydesk_slip_add")
    desk_of.post(add, {"wrong": "محرقات", "right": "محروقات"})
    assert Slip.objects.get().created_by is not None
    (mark,) = post(desk_of, NEW, {"headline": "أسعار المحرقات"})["marks"]
    assert (mark["rule"], mark["severity"], mark["repair"]) == ("spelling", "hint", "محروقات")
    page = desk_of.post(add, {"wrong": "كلمتان اثنتان", "right": ""})
    assert page.status_code == 200
    page = desk_of.post(add, {"wrong": "نعم", "right": "نعم"})
    assert page.status_code == 200
    assert Slip.objects.count() == 1


def test_readiness_asks_the_desk(editor: User) -> None:
    content = factories.full_content(deck=TEXT)
    assert "copy" in [finding.rule for finding in readiness.findings(content)]
    content = factories.full_content(deck="مقدمة سليمة.")
    assert "copy" not in [finding.rule for finding in readiness.findings(content)]
