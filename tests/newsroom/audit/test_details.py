from typing import Any

import pytest

from articles.frontpage.models import Zone
from articles.models import Article, Category
from articles.publishing import UpdateKind
from newsroom.accounts.models import User
from newsroom.audit.changes import LONGEST, stored
from newsroom.audit.details import Line, Value, in_one_line, kind_label, lines
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.site.models import SiteSettings


def told(target: Any, by: User, **detail: Any) -> list[Line]:
    return lines(record("save", target, by=by, **detail))


def test_settings_are_told_by_the_names_of_their_fields(chief: User, db: None) -> None:
    settings = SiteSettings.load()
    changed = {"name": ["أ", "ب"], "show_hijri": [True, False], "edition": ["MA", "EG"]}
    name, hijri, edition = told(settings, chief, changed=changed)
    assert (name.before, name.value) == (Value("أ"), Value("ب"))
    assert hijri.before != hijri.value
    assert "show_hijri" not in hijri.label
    assert edition.value.text == dict(SiteSettings._meta.get_field("edition").flatchoices)["EG"]


def test_rows_are_named_and_numbers_stand_for_those_that_are_gone(
    editor: User, published: Article, default_category: Category
) -> None:
    [line] = told(published, editor, category=default_category.pk)
    assert line.value == Value(default_category.name)
    [gone] = told(published, editor, category=987654)
    assert gone.value == Value(number=987654)
    entry = record("move", published, by=editor, category=default_category.pk)
    assert str(default_category.pk) in in_one_line(entry)


def test_times_are_times(editor: User, published: Article) -> None:
    assert published.publish_at is not None
    [line] = told(published, editor, at=published.publish_at.isoformat())
    assert line.value.time == published.publish_at


@pytest.mark.parametrize("word", ["2023-99-99T99:99+01:00", "2023", "نص طويل فيه أكثر من 16 حرفًا"])
def test_what_only_looks_like_a_time_is_text(word: str, editor: User, published: Article) -> None:
    [line] = told(published, editor, reason=word)
    assert line.value == Value(word)


def test_hidden_keys_are_not_told(editor: User, published: Article) -> None:
    entry = record("save", published, by=editor, _name="abc", reason="طلب")
    assert [line.value for line in lines(entry)] == [Value("طلب")]
    assert "abc" not in in_one_line(entry)


def test_line_of_a_kind_that_is_gone_can_still_be_read(editor: User, published: Article) -> None:
    record("save", published, by=editor, changed={"old": [1, 2]}, other=[None, "x"])
    Entry.objects.update(target_type="gone.thing")
    entry = Entry.objects.all()[0]
    assert len(lines(entry)) == 2
    assert kind_label(entry.target_type) == ""


def test_long_texts_are_cut_and_rows_named(editor: User) -> None:
    assert stored("ا" * 9000) == "ا" * LONGEST
    assert stored([editor, None, 3, True]) == [editor.name, None, 3, True]


def test_choices_are_told_by_their_labels(editor: User, published: Article) -> None:
    zone, kind = told(published, editor, zone="second", kind="minor")
    assert zone.value == Value(str(Zone.SECOND.label))
    assert kind.value == Value(str(UpdateKind.MINOR.label))
    [gone] = told(published, editor, zone="nowhere")
    assert gone.value == Value("nowhere")
