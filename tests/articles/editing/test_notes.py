from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.editing import notes
from articles.editing.models import Note
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories

TEXT = "هل ننتظر رد الوزارة قبل النشر؟"


def addresses(article: Article, note: Note) -> dict[str, str]:
    return {
        "notes": reverse("admin:articles_article_notes", args=[article.pk]),
        "answer": reverse("admin:articles_article_answer_note", args=[article.pk, note.pk]),
        "settle": reverse("admin:articles_article_settle_note", args=[article.pk, note.pk]),
    }


def test_note_its_answer_and_its_end(draft: Article, editor: User, chief: User) -> None:
    note = notes.add(draft, f"  {TEXT}  ", by=editor)
    answer = notes.answer(note, "لا", by=chief)
    again = notes.answer(answer, "حسنًا", by=editor)
    (thread,) = notes.threads(draft)
    assert (thread.text, thread.by) == (TEXT, editor)
    assert list(thread.answers.all()) == [answer, again]  # one level
    assert notes.resolve(note, by=chief)
    assert not notes.resolve(note, by=editor)
    note.refresh_from_db()
    assert note.resolved_by == chief
    assert notes.open_counts([draft.pk]) == {}
    assert notes.reopen(note, by=editor)
    assert not notes.reopen(note, by=editor)
    assert notes.open_counts([draft.pk]) == {draft.pk: 1}
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))[1:]
    assert verbs == ["add_note", "answer_note", "answer_note", "resolve_note", "reopen_note"]


def test_whoever_sees_the_story_writes(
    draft: Article, reporter: User, moderator: User, editor: User
) -> None:
    note = notes.add(draft, TEXT, by=moderator)
    for stranger in (reporter, factories.user()):
        for verb in (
            lambda: notes.add(draft, "س", by=stranger),  # noqa: B023
            lambda: notes.answer(note, "س", by=stranger),  # noqa: B023
            lambda: notes.resolve(note, by=stranger),  # noqa: B023
            lambda: notes.reopen(note, by=stranger),  # noqa: B023
        ):
            with pytest.raises(PermissionDenied):
                verb()
    own = publishing.create(factories.content(), by=reporter)
    assert notes.add(own, "س", by=reporter)


@pytest.mark.parametrize("text", ["", " \n\t", "س" * 2001])
def test_note_that_is_none(text: str, draft: Article, editor: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        notes.add(draft, text, by=editor)
    assert not Note.objects.exists()


def test_database_refuses_a_resolved_answer(draft: Article, editor: User) -> None:
    answer = notes.answer(notes.add(draft, TEXT, by=editor), "لا", by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=answer.pk).update(resolved_at=timezone.now())
    assert not notes.resolve(answer, by=editor)


def test_pages_for_those_without_scripts(draft: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    note = notes.add(draft, "أول", by=editor)
    to = addresses(draft, note)
    assert client.post(to["notes"], {"note": TEXT}).status_code == 302
    assert client.post(to["answer"], {f"answer_{note.pk}": "رد"}).status_code == 302
    assert client.post(to["settle"], {"_note": "resolve"}).status_code == 302
    page = client.get(to["notes"]).content.decode()
    assert TEXT in page
    assert [n.text for n in notes.threads(draft)[0].answers.all()] == ["رد"]
    assert client.post(to["settle"], {"_note": "other"}).status_code == 400
    assert client.get(to["settle"]).status_code == 405


def test_refused_note_keeps_what_was_typed(draft: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    note = notes.add(draft, "أول", by=editor)
    to, long = addresses(draft, note), "س" * 2001
    for name, address in (("note", to["notes"]), (f"answer_{note.pk}", to["answer"])):
        response = client.post(address, {name: long})
        assert response.status_code == 400
        assert long in response.content.decode()
        assert 'role="alert">' in response.content.decode()


def test_note_of_another_story_is_not_found(draft: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    other = publishing.create(factories.content(), by=editor)
    to = addresses(other, notes.add(draft, TEXT, by=editor))
    assert client.post(to["settle"], {"_note": "resolve"}).status_code == 404
    assert client.post(to["answer"], {}).status_code == 404


def test_notes_are_never_public(published: Article, editor: User, client: Client) -> None:
    notes.add(published, TEXT, by=editor)
    for address in (published.get_absolute_url(), "/", "/feed/"):
        assert TEXT not in client.get(address).content.decode()


def test_markup_in_a_note_is_text(draft: Article, editor: User, client: Client) -> None:
    client.force_login(editor)
    notes.add(draft, "<script>alert(1)</script>", by=editor)
    page = client.get(reverse("admin:articles_article_change", args=[draft.pk]))
    assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_threads_cost_two_queries(
    count: int, draft: Article, editor: User, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        notes.answer(notes.add(draft, TEXT, by=editor), "لا", by=editor)
    with django_assert_num_queries(2):
        for thread in notes.threads(draft):
            assert str(thread.by)
            assert [str(answer.by) for answer in thread.answers.all()]
