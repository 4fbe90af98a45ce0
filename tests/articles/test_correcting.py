import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import correcting
from articles.corrections import Note
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.pagecache.models import PurgeEvent
from tests.articles.test_corrections import correct


def purged() -> set[str]:
    return set(PurgeEvent.objects.values_list("key", flat=True))


def test_note_is_mended_and_pages_with_it(published: Article, editor: User) -> None:
    correct(published, "الصواب 21", by=editor)
    PurgeEvent.objects.all().delete()
    note = published.corrections.get()
    correcting.amend(note, Note("الصواب 12", "ورد 21", at_top=True), by=editor)
    note.refresh_from_db()
    assert (note.text, note.wrong, note.at_top) == ("الصواب 12", "ورد 21", True)
    assert {f"story:{published.pk}", "corrections"} <= purged()
    line = Entry.objects.get(verb="amend_correction")
    assert line.detail["changed"]["text"] == ["الصواب 21", "الصواب 12"]
    assert line.area == "corrections"


def test_note_that_says_nothing_new_is_no_event(published: Article, editor: User) -> None:
    correct(published, "الصواب 12", by=editor)
    correcting.amend(published.corrections.get(), Note("الصواب 12"), by=editor)
    assert not Entry.objects.filter(verb="amend_correction").exists()


def test_note_is_taken_back_with_a_reason(published: Article, chief: User) -> None:
    correct(published, "الصواب 12", by=chief)
    PurgeEvent.objects.all().delete()
    note = published.corrections.get()
    with pytest.raises(TransitionNotAllowed):
        correcting.take_back(note, by=chief, reason=" ")
    correcting.take_back(note, by=chief, reason="خطأ في المقال نفسه")
    assert not published.corrections.exists()
    assert {f"story:{published.pk}", "corrections"} <= purged()
    assert Entry.objects.get(verb="take_back_correction").detail["right"] == "الصواب 12"


def test_reporter_mends_nothing_and_only_the_chief_takes_back(
    published: Article, editor: User, reporter: User
) -> None:
    correct(published, "الصواب 12", by=editor)
    note = published.corrections.get()
    with pytest.raises(PermissionDenied):
        correcting.amend(note, Note("غيره"), by=reporter)
    for person in (reporter, editor):
        with pytest.raises(PermissionDenied):
            correcting.take_back(note, by=person, reason="سبب")


def test_note_has_a_limit_and_two_sides() -> None:
    with pytest.raises(ValidationError):
        Note("س" * 1001)
    with pytest.raises(ValidationError):
        Note("", "ورد")
