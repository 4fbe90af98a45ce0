from dataclasses import replace

import pytest

from articles.comparing import (
    Difference,
    Piece,
    Unchanged,
    compare,
    compare_blocks,
    compare_items,
    compare_words,
    labels,
)
from articles.content import Content
from articles.models import Category
from newsroom.richtext import plain_text
from tests import factories

pytestmark = pytest.mark.django_db


def marked(difference: Difference) -> tuple[str, str]:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    old, new = (
        "".join(signs[piece.kind].format(piece.text) for piece in side)
        for side in (difference.old, difference.new)
    )
    return old, new


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("عنوان واحد", "عنوان واحد", ("عنوان واحد", "عنوان واحد")),
        ("", "عنوان", ("", "[+عنوان+]")),
        ("بين 11 و21 نونبر", "بين 12 و21 نونبر", ("بين [-11 -]و21 نونبر", "بين [+12 +]و21 نونبر")),
        ("القانون،سيحل", "القانون، سيحل", ("القانون[-،-]سيحل", "القانون[+، +]سيحل")),
        ("عُلِمَ الخبر", "علم الخبر", ("[-عُلِمَ -]الخبر", "[+علم +]الخبر")),
        ("وقال “نعم”", "وقال «نعم»", ("وقال [-“-]نعم[-”-]", "وقال [+«+]نعم[+»+]")),
    ],
)
def test_words_are_compared_one_by_one(old: str, new: str, shown: tuple[str, str]) -> None:
    assert marked(compare_words(old, new)) == shown


def test_words_that_stand_together_on_one_side_are_one_piece() -> None:
    found = compare_words("الرباط الكبرى", "الرباط العاصمة الكبرى")
    assert found.old == (Piece("same", "الرباط الكبرى"),)


def test_names_are_compared_as_a_whole() -> None:
    found = compare_items(["سعيدة بناني", "يونس"], ["سعيدة العلوي", "يونس"])
    assert marked(found) == ("[-سعيدة بناني، -]يونس", "[+سعيدة العلوي، +]يونس")


def blocks_of(*texts: str) -> list[str]:
    return [f"<p>{text}</p>" for text in texts]


def test_a_rewritten_paragraph_stands_beside_its_old_self() -> None:
    old = blocks_of("الفقرة الأولى كما هي", "قال الوزير إن الأمر انتهى", "خاتمة")
    new = blocks_of(
        "الفقرة الأولى كما هي", "فقرة جديدة تمامًا", "قال الوزير إن الأمر لم ينته", "خاتمة"
    )
    first, added, changed, last = compare_blocks(old, new, plain_text)
    assert first == Unchanged(("الفقرة الأولى كما هي",))
    assert isinstance(added, Difference)
    assert isinstance(changed, Difference)
    assert (marked(added), added.number) == (("", "[+فقرة جديدة تمامًا+]"), 2)
    assert marked(changed) == (
        "قال الوزير إن الأمر [-انتهى-]",
        "قال الوزير إن الأمر [+لم ينته+]",
    )
    assert last == Unchanged(("خاتمة",))


def test_a_paragraph_that_is_gone_has_its_old_number() -> None:
    old = blocks_of("أ أ", "ب ب", "ج ج")
    (_same, gone, _same_too) = compare_blocks(old, [old[0], old[2]], plain_text)
    assert isinstance(gone, Difference)
    assert (gone.number, gone.new) == (2, ())


def test_bold_alone_changes_the_form_and_no_word() -> None:
    (found,) = compare_blocks(["<p>نص</p>"], ["<p><strong>نص</strong></p>"], plain_text)
    assert isinstance(found, Difference)
    assert found.only_form


@pytest.fixture
def content() -> Content:
    return Content(headline="عنوان", category=Category.objects.default(), body="<p>نص المقال</p>")


def test_every_field_is_compared(content: Content) -> None:
    category, author = factories.category("سياسة"), factories.author("سعيدة")
    changed = replace(
        content,
        headline="عنوان جديد",
        category=category,
        categories=(),
        authors=(author,),
        body="<p>نص المقال كله</p>",
        photo_alt="ميناء",
    )
    found = compare(content, changed, plain_text)
    assert set(found.fields) == {"headline", "category", "authors", "photo_alt"}
    assert set(found.fields) <= set(labels())
    assert dict(found.words) == {"removed": 2, "added": 5}


def test_the_same_text_differs_in_nothing(content: Content) -> None:
    assert compare(content, content, plain_text).is_empty
