import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from articles import publishing
from articles.content import Content, ContentRefused, TagRef
from articles.models import Article, Author, Category, Tag
from articles.naming import save_tag
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from tests import factories

EVIL_BODY = '<p onclick="x()">نص<script>alert(1)</script> <b>مهم</b></p>'
SAFE_BODY = "<p>نص <strong>مهم</strong></p>"


def detail(article: Article) -> Article:
    return Article.objects.for_detail().get(pk=article.pk)


def tag_names(article: Article) -> list[str]:
    return [item.tag.name for item in article.tagged_items.select_related("tag")]


# --- cleaning ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kicker", "headline", "deck", "place", "agency", "photo_alt"])
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("عنوان\u202e مقلوب\u202c", "عنوان مقلوب"),
        ("\u200fعنوان\u200e", "عنوان"),
        ("عنـ\x00ـوان\x07", "عنــوان"),
        ("  عنوان \t من\r\nسطرين ", "عنوان من سطرين"),
        ("عنوان\u2028آخر", "عنوان آخر"),
        ("عنوان \u2067غير مغلق", "عنوان غير مغلق"),
        ("عنوان \u2066GPT-4\u2069 مغلق", "عنوان \u2066GPT-4\u2069 مغلق"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("عنوان\ufeff\u00ad", "عنوان"),
        ("<b>عنوان</b> & خبر", "<b>عنوان</b> & خبر"),
    ],
)
def test_lines_are_cleaned_when_content_is_made(
    name: str, typed: str, stored: str, default_category: Category
) -> None:
    values: dict[str, Any] = {"headline": "عنوان", name: typed}
    assert getattr(Content(category=default_category, **values), name) == stored


def test_body_is_sanitised_on_every_construction(default_category: Category) -> None:
    made = Content(headline="عنوان", category=default_category, body=EVIL_BODY)
    replaced = replace(factories.content(), body=EVIL_BODY)
    snapshot = {**factories.content().snapshot(), "body": EVIL_BODY}
    cleaned = {**factories.content().initial(), "body": EVIL_BODY}
    contents = [made, replaced, Content.from_snapshot(snapshot), Content.from_form(cleaned)]
    assert [content.body for content in contents] == [SAFE_BODY] * 4


def test_control_characters_do_not_enter_the_body_as_references(db: None) -> None:
    content = factories.content(body="<p>قبل&#8238;بعد&#x200F;&rlm;</p>")
    assert content.body == "<p>قبلبعد</p>"


def test_categories_always_contain_the_first_one(db: None) -> None:
    first, second = factories.category(), factories.category()
    assert factories.content(category=first).categories == (first,)
    twice = factories.content(category=first, categories=(second, first, second))
    assert twice.categories == (first, second)


# --- snapshots -----------------------------------------------------------------------------------


def test_snapshot_holds_every_element(editor: User) -> None:
    section, other = factories.category(), factories.category()
    content = factories.full_content(category=section, categories=(other,), headline="عنوان")
    assert content.snapshot() == {
        "schema": 1,
        "kicker": "ميناء",
        "headline": "عنوان",
        "deck": "مقدمة من جملة واحدة.",
        "body": factories.BODY,
        "place": "الرباط",
        "agency": "و م ع",
        "lead_photo": None,
        "photo_caption": "",
        "photo_alt": "",
        "category": section.pk,
        "categories": [section.pk, other.pk],
        "authors": [author.pk for author in content.authors],
        "tags": [tag.name for tag in content.tags],
    }


def test_snapshot_comes_back_as_it_was(db: None) -> None:
    content = factories.full_content(categories=(factories.category(), factories.category()))
    stored = json.loads(json.dumps(content.snapshot()))
    assert Content.from_snapshot(stored) == content


@pytest.mark.parametrize("schema", [0, 2, "1", None])
def test_snapshot_of_another_schema_is_refused(schema: object, db: None) -> None:
    snapshot = {**factories.content().snapshot(), "schema": schema}
    with pytest.raises(ContentRefused, match="بإصدار آخر"):
        Content.from_snapshot(snapshot)


def test_snapshot_is_stored_in_arabic_letters(editor: User) -> None:
    article = publishing.create(factories.content(headline="ميناء طنجة"), by=editor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST(snapshot AS text) FROM articles_revision WHERE article_id = %s",
            [article.pk],
        )
        (stored,) = cursor.fetchone()
    assert "ميناء طنجة" in stored
    assert "\\u" not in stored


def test_category_that_is_gone_becomes_the_default_one(default_category: Category) -> None:
    gone, kept = factories.category(), factories.category()
    snapshot = factories.content(category=gone, categories=(kept,)).snapshot()
    gone.delete()
    content = Content.from_snapshot(snapshot)
    assert content.category == default_category
    assert content.categories == (default_category, kept)


def test_further_category_that_is_gone_is_left_out(db: None) -> None:
    first, gone = factories.category(), factories.category()
    snapshot = factories.content(category=first, categories=(gone,)).snapshot()
    gone.delete()
    assert Content.from_snapshot(snapshot).categories == (first,)


def test_author_that_is_gone_is_refused_with_a_message(db: None) -> None:
    gone = factories.author()
    snapshot = factories.content(authors=(factories.author(), gone)).snapshot()
    number = gone.pk
    gone.delete()
    with pytest.raises(ContentRefused, match=f"حُذف كاتب.*{number}"):
        Content.from_snapshot(snapshot)


def test_photo_that_is_gone_is_refused_with_a_message(db: None) -> None:
    snapshot = {**factories.content().snapshot(), "lead_photo": 10**9}
    with pytest.raises(ContentRefused, match="حُذفت صورة"):
        Content.from_snapshot(snapshot)


def test_tag_in_another_spelling_is_the_existing_tag(editor: User) -> None:
    publishing.create(factories.content(tags=("الأمن",)), by=editor)
    snapshot = factories.content(tags=("الامن",)).snapshot()
    assert Content.from_snapshot(snapshot).tags == (TagRef("الأمن", "الأمن"),)


# --- from the row --------------------------------------------------------------------------------


def test_row_and_snapshot_say_the_same(editor: User) -> None:
    article = factories.published(by=editor, categories=(factories.category(),))
    article = detail(article)
    assert Content.from_article(article) == latest_content(article)
    assert Content.from_article(article).snapshot() == latest_content(article).snapshot()


def test_row_keeps_the_order_of_further_categories(editor: User) -> None:
    last, first = factories.category(name="ياء"), factories.category(name="ألف")
    article = detail(factories.published(by=editor, categories=(last, first)))
    assert Content.from_article(article).categories == latest_content(article).categories


def test_renamed_tag_stays_renamed_when_its_stories_are_saved_again(editor: User) -> None:
    article = factories.published(by=editor, tags=("أمن الطرق",))
    tag = Tag.objects.get(name="أمن الطرق")
    tag.name = "السلامة الطرقية"
    save_tag(tag, by=editor)
    latest = Article.objects.get(pk=article.pk)
    publishing.update(article, by=editor, edit=Edit(latest_content(latest), 2))
    assert tag_names(article) == ["السلامة الطرقية"]


@pytest.mark.parametrize("count", [1, 3])
def test_detail_takes_four_queries(
    count: int, editor: User, django_assert_num_queries: Any
) -> None:
    parent = factories.category(parent=factories.category())
    article = factories.published(
        by=editor,
        category=factories.category(parent=parent),
        categories=tuple(factories.category() for _ in range(count)),
        authors=tuple(factories.author() for _ in range(count)),
        tags=tuple(f"وسم كبير {number}" for number in range(count)),
    )
    with django_assert_num_queries(4):
        content = Content.from_article(detail(article))
        assert len(content.authors) == len(content.tags) == count
        assert len(content.categories) == count + 1
        assert len(content.category.ancestors) == 2
        assert content.byline
        assert content.folded()


# --- apply ---------------------------------------------------------------------------------------


def applied(article: Article, **values: Any) -> Article:
    factories.content(**values).apply(Article.objects.get(pk=article.pk))
    return Article.objects.get(pk=article.pk)


def test_apply_replaces_the_byline_in_its_order(draft: Article) -> None:
    one, two, three = factories.author(), factories.author(), factories.author()

    def byline(*authors: Author) -> list[tuple[int, Author]]:
        lines = applied(draft, authors=authors).bylines.select_related("author")
        return [(line.position, line.author) for line in lines]

    assert byline(one, two, three) == [(0, one), (1, two), (2, three)]
    assert byline(three, one) == [(0, three), (1, one)]
    assert byline(two, three, one) == [(0, two), (1, three), (2, one)]
    assert byline() == []


def test_apply_replaces_the_categories(draft: Article) -> None:
    first, second, third = factories.category(), factories.category(), factories.category()
    article = applied(draft, category=first, categories=(second,))
    assert article.category == first
    assert set(article.categories.all()) == {first, second}
    article = applied(draft, category=third)
    assert article.category == third
    assert list(article.categories.all()) == [third]


def test_apply_makes_new_tags_and_takes_existing_ones(draft: Article) -> None:
    applied(draft, tags=("الأمن", "الرباط"))
    article = applied(draft, tags=("فاس", "الامن"))
    assert tag_names(article) == ["فاس", "الأمن"]
    assert set(Tag.objects.values_list("name", flat=True)) == {"الأمن", "الرباط", "فاس"}


def test_apply_writes_the_words_for_search(draft: Article) -> None:
    article = applied(
        draft,
        headline="قانونُ الأُسرة",
        authors=(factories.author("هدى"),),
        tags=("إصلاح",),
        body="<p>مسؤولة <strong>قالت</strong></p>",
    )
    words = article.folded.split()
    assert {"قانون", "الاسره", "هدي", "اصلاح", "قالت"} <= set(words)
    assert article.folded.startswith(" ")
    assert article.folded.endswith(" ")


def test_apply_stores_what_from_article_reads(draft: Article) -> None:
    content = factories.full_content(category=factories.category())
    content.apply(Article.objects.get(pk=draft.pk))
    stored = Content.from_article(detail(draft))
    assert [tag.name for tag in stored.tags] == [tag.name for tag in content.tags]
    assert replace(stored, tags=()) == replace(content, tags=())


# --- what a page asks ----------------------------------------------------------------------------


def test_moved_to_puts_the_section_in_place_of_the_first_one(db: None) -> None:
    old, new, other = factories.category(), factories.category(), factories.category()
    content = factories.content(category=old, categories=(other,), headline="عنوان")
    moved = content.moved_to(new)
    assert (moved.category, moved.categories) == (new, (new, other))
    assert moved.headline == "عنوان"
    assert content.moved_to(other).categories == (other,)
    assert content.moved_to(old) == content


@pytest.mark.parametrize(
    ("place", "agency", "printed"),
    [
        ("الرباط", "و م ع", "الرباط – و م ع"),
        ("الرباط", "", "الرباط"),
        ("", "و م ع", "و م ع"),
        (" ", "", ""),
    ],
)
def test_dateline(place: str, agency: str, printed: str, db: None) -> None:
    assert factories.content(place=place, agency=agency).dateline == printed


def test_byline_names_the_authors_in_order(db: None) -> None:
    authors = (factories.author("هاجر"), factories.author("أيوب"))
    assert factories.content(authors=authors).byline == "هاجر، أيوب"
    assert factories.content().byline == ""


def test_ancestors_go_from_the_root_to_the_parent(db: None) -> None:
    root = factories.category()
    section = factories.category(parent=root)
    leaf = factories.category(parent=section)
    assert leaf.ancestors == [root, section]
    assert root.ancestors == []


def test_tag_of_no_story_yet_has_no_address() -> None:
    assert TagRef("جديد", "").get_absolute_url() == ""
    assert TagRef("قديم", "qadim").get_absolute_url() == "/tag/qadim/"
