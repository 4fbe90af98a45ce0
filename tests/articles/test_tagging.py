from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Article, Tag
from articles.naming import save_tag
from articles.renaming import Kind, moved_to
from articles.tagging import create_tag, find_tags, parse_tags, print_tags, set_tags
from newsroom.accounts.models import User
from newsroom.arabic.normalize import fold_tag
from tests import factories


def tags_of(article: Article) -> list[Tag]:
    return [item.tag for item in article.tagged_items.select_related("tag")]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("الولايات المتحدة", ["الولايات المتحدة"]),
        ("الرباط،فاس", ["الرباط", "فاس"]),
        ("الرباط ؛ فاس", ["الرباط", "فاس"]),
        ("Rabat, Fès", ["Rabat", "Fès"]),
        ("الرباط;فاس", ["الرباط", "فاس"]),
        ("الرباط\nفاس\r\nطنجة", ["الرباط", "فاس", "طنجة"]),
        ("الرباط،، ،\n،فاس،", ["الرباط", "فاس"]),
        ("الأمن، الامن، الأمنُ", ["الأمن"]),
        ("الولايات   المتحدة", ["الولايات المتحدة"]),
        ("طنجة، الرباط، أكادير", ["طنجة", "الرباط", "أكادير"]),
        ("؟، !", []),
        ("", []),
        ('"الولايات المتحدة"', ['"الولايات المتحدة"']),
    ],
)
def test_signs_and_line_ends_part_tags_and_spaces_never_do(typed: str, names: list[str]) -> None:
    assert parse_tags(typed) == names


def test_printed_tags_are_parsed_into_the_same(db: None) -> None:
    tags = [create_tag("الولايات المتحدة"), create_tag("فاس")]
    assert print_tags(tags) == "الولايات المتحدة، فاس"
    assert parse_tags(print_tags(tags)) == ["الولايات المتحدة", "فاس"]


def test_tag_that_somebody_else_has_just_made_is_taken(db: None) -> None:
    theirs = create_tag("الأمن")
    assert create_tag("الامن") == theirs
    assert Tag.objects.count() == 1


def test_another_spelling_is_the_existing_tag(draft: Article) -> None:
    existing = create_tag("الأمن")
    set_tags(draft, ["الامن"])
    assert tags_of(draft) == [existing]
    assert existing.name == "الأمن"
    assert Tag.objects.count() == 1


def test_two_spellings_in_one_list_are_one_tag(draft: Article) -> None:
    set_tags(draft, ["الأمن", "الرباط", "الامن"])
    assert [tag.name for tag in tags_of(draft)] == ["الأمن", "الرباط"]


@pytest.mark.parametrize("twin", ["الامن", "الأمنُ", "الأمــن", " الأمن "])
def test_database_refuses_a_second_tag_that_folds_alike(twin: str, db: None) -> None:
    create_tag("الأمن")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name=twin, slug="twin", folded=fold_tag(twin))


def test_tags_keep_the_order_in_which_they_were_typed(draft: Article) -> None:
    set_tags(draft, ["ياء", "ألف", "ميم"])
    assert [tag.name for tag in tags_of(draft)] == ["ياء", "ألف", "ميم"]
    set_tags(draft, ["ميم", "نون", "ياء"])
    assert [tag.name for tag in tags_of(draft)] == ["ميم", "نون", "ياء"]
    assert list(draft.tagged_items.values_list("position", flat=True)) == [0, 1, 2]
    set_tags(draft, [])
    assert tags_of(draft) == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("الولايات المتحدة", "الولايات-المتحدة"),
        ("كوفيد-١٩", "كوفيد-19"),
        ("Rabat", "rabat"),
        ("feed", "feed-2"),
        ("؟؟؟", "tag"),
    ],
)
def test_slug_comes_from_the_name(name: str, slug: str, db: None) -> None:
    assert create_tag(name).slug == slug


@pytest.mark.parametrize("name", ["Fes", "«fes»", "FES", "  fes"])
def test_slug_that_is_taken_gets_a_number(name: str, db: None) -> None:
    Tag.objects.create(name="فاس", slug="fes", folded="فاس")
    assert create_tag(name).slug == "fes-2"


def test_slugs_of_many_are_unique_and_never_empty(draft: Article) -> None:
    Tag.objects.create(name="رقم", slug="feed-2", folded="رقم")
    set_tags(draft, ["feed", "feed 2", "Feed 3", "ـــ", "🙂", "ﷺ", "ا" * 60])
    slugs = [tag.slug for tag in Tag.objects.all()]
    assert all(slugs)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_find_takes_one_query(count: int, db: None, django_assert_num_queries: Any) -> None:
    names = [f"وسم {number}" for number in range(count)]
    for name in names:
        create_tag(name)
    with django_assert_num_queries(1):
        found = find_tags(names)
    with django_assert_num_queries(2):  # former names, too
        assert find_tags([*names, "غائب"]) == found
    assert {asked: tag.name for asked, tag in found.items()} == {name: name for name in names}


def test_renamed_tag_is_found_at_its_old_address(editor: User, client: Client) -> None:
    tag = create_tag("الأمن")
    tag.name, tag.slug = "السلامة", "السلامة"
    save_tag(tag, by=editor)
    assert moved_to(Kind.TAG, "الأمن") == tag
    response = client.get("/tag/الأمن/")
    assert response.status_code == 301
    assert response["Location"] == tag.get_absolute_url()
    assert client.get(response["Location"]).status_code == 200


def test_renamed_twice_both_old_addresses_lead_straight_there(editor: User) -> None:
    tag = create_tag("أول")
    for slug in ("ثان", "ثالث"):
        tag.slug = slug
        save_tag(tag, by=editor)
    assert moved_to(Kind.TAG, "أول") == moved_to(Kind.TAG, "ثان") == tag
    tag.slug = "أول"
    save_tag(tag, by=editor)
    assert moved_to(Kind.TAG, "أول") is None
    assert moved_to(Kind.TAG, "ثالث") == tag


def test_tag_is_found_by_its_new_and_its_former_name(editor: User) -> None:
    tag = create_tag("أمن")
    tag.name = "سلامة"
    save_tag(tag, by=editor)
    assert find_tags(["سلامه"]) == {"سلامه": tag}
    assert find_tags(["أمن"]) == {"أمن": tag}
    assert find_tags(["وسم آخر"]) == {}


def test_rename_to_a_twin_is_refused(editor: User) -> None:
    create_tag("الأمن")
    other = create_tag("السلامة")
    other.name = "الامن"
    with pytest.raises(ValidationError, match="الأمن"):
        save_tag(other, by=editor)
    assert Tag.objects.get(pk=other.pk).name == "السلامة"


def test_reporter_moderator_and_stranger_do_not_rename(reporter: User, moderator: User) -> None:
    tag = create_tag("الأمن")
    for user in (reporter, moderator, factories.user()):
        tag.slug = "آخر"
        with pytest.raises(PermissionDenied):
            save_tag(tag, by=user)
    assert Tag.objects.get(pk=tag.pk).slug == "الأمن"
