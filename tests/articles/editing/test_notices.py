from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from articles import publishing, withdrawal, workflow
from articles.editing import notes, notices
from articles.editing.mailing import mail_notice, message
from articles.editing.models import Notice
from articles.models import Article
from articles.reviews import Step
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.work.models import Task
from tests import factories

PAGE = "/admin/notices/"
FSI, POP = "\u2068", "\u2069"


@pytest.fixture
def story(reporter: User) -> Article:
    return publishing.create(factories.content(headline="خبر الواحات"), by=reporter)


def told(user: User) -> list[str]:
    """The newest first."""
    return [notice.what for notice in notices.newest(user)]


def unread(user: User) -> list[str]:
    return [notice.what for notice in notices.newest(user).unread()]


def test_who_is_told_of_what(story: Article, reporter: User, editor: User, chief: User) -> None:
    workflow.submit(story, by=reporter, note="تحقق من الرقم")
    assert (told(reporter), told(editor), told(chief)) == ([], ["submit"], ["submit"])
    assert Notice.objects.get(to=editor).words == "تحقق من الرقم"
    workflow.claim(story, by=editor)
    assert told(reporter) == ["claim"]
    assert unread(chief) == []  # somebody has it
    workflow.take_over(story, of=editor.pk, by=chief)
    assert told(reporter) == ["take_over", "claim"]
    assert told(editor)[0] == "take_over"
    workflow.release(story, by=chief)
    assert unread(editor) == ["release", "take_over"]
    workflow.send_back(story, by=editor, note="من قال ذلك؟")
    assert told(reporter)[0] == "send_back"
    assert unread(editor) == ["take_over"]  # it waits no longer
    workflow.submit(story, by=reporter)
    workflow.approve(story, by=chief)
    publishing.publish(story, by=editor)
    assert told(reporter)[:2] == ["publish", "approve"]
    assert "publish" not in told(editor)


def test_nobody_is_told_of_the_own_act(story: Article, reporter: User, editor: User) -> None:
    own = publishing.create(factories.content(), by=editor)
    workflow.submit(own, by=editor)
    workflow.claim(own, by=editor)
    notes.add(own, "ملاحظة", by=editor)
    workflow.approve(own, by=editor)
    assert told(editor) == []


def test_end_of_a_review_by_publication_is_told_once(
    story: Article, reporter: User, editor: User
) -> None:
    workflow.submit(story, by=reporter)
    public = publishing.publish(story, by=editor)
    assert told(reporter) == ["publish"]
    edit = Edit(latest_content(public), 2)
    publishing.update(public, by=editor, edit=edit)
    withdrawal.withdraw(public, by=editor)
    assert told(reporter) == ["publish"]


def test_stopped_accounts_and_people_without_rights_are_not_told(
    story: Article, reporter: User, editor: User, chief: User, moderator: User
) -> None:
    User.objects.filter(pk=chief.pk).update(is_active=False)
    workflow.submit(story, by=reporter)
    assert (told(chief), told(moderator), told(editor)) == ([], [], ["submit"])
    reporter.groups.clear()
    workflow.send_back(story, by=editor, note="لا")
    assert told(reporter) == []


def test_note_tells_owner_claimer_and_thread(
    story: Article, reporter: User, editor: User, chief: User, moderator: User
) -> None:
    workflow.submit(story, by=reporter)
    workflow.claim(story, by=editor)
    Notice.objects.all().delete()
    note = notes.add(story, "هل ننتظر الرد؟", by=moderator)
    assert (told(reporter), told(editor), told(chief)) == (["note"], ["note"], [])
    notes.answer(note, "نعم", by=chief)
    assert (told(reporter), told(editor)) == (["answer", "note"], ["answer", "note"])
    assert told(moderator) == ["answer"]
    notes.answer(note, "حسنًا", by=editor)
    assert told(chief) == ["answer"]


# --- the bell and its page ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 30])
def test_page_and_bell(
    count: int, editor: User, reporter: User, client: Client, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        workflow.submit(publishing.create(factories.content(), by=reporter), by=reporter)
    client.force_login(editor)
    assert f"<b>{count}<" in client.get("/admin/account/").content.decode()
    with django_assert_num_queries(9):  # session, user, rights (2), site, list, count, 2 × read
        page = client.get(PAGE).content.decode()
    assert page.count('class="is-new"') == count
    page = client.get(PAGE).content.decode()
    assert 'class="is-new"' not in page
    assert page.count('class="nr-notices"') == 1
    assert notices.unread_count(editor) == 0


def test_bell_costs_one_query(
    editor: User, client: Client, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(editor)
    client.get("/admin/account/")
    with django_assert_num_queries(1) as asked:
        notices.unread_count(editor)
    with django_assert_num_queries(7) as on_page:
        client.get("/admin/account/")
    bell = asked.captured_queries[0]["sql"].split("WHERE")[0]
    assert sum(query["sql"].startswith(bell) for query in on_page.captured_queries) == 1


def test_page_shows_own_notices_only(
    story: Article, reporter: User, editor: User, client: Client
) -> None:
    workflow.submit(story, by=reporter)
    client.force_login(reporter)
    assert "خبر الواحات" not in client.get(PAGE).content.decode()
    assert Notice.objects.unread().count() == 1
    client.force_login(editor)
    assert "خبر الواحات" in client.get(PAGE).content.decode()


# --- by mail ------------------------------------------------------------------------------------


@pytest.fixture
def notice(story: Article, reporter: User, editor: User, settings: Any) -> Notice:
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://journal.example"
    User.objects.filter(pk=editor.pk).update(email="e@journal.example")
    workflow.submit(story, by=reporter, note="سطر\nوسطر")
    return Notice.objects.get(to=editor)


def queued() -> list[Any]:
    tasks = Task.objects.filter(task_path="articles.editing.mailing.mail_notice")
    return [task.args_kwargs["args"] for task in tasks]


def test_mail_is_queued_with_the_notice(notice: Notice) -> None:
    assert queued() == [[notice.pk]]


def test_mail_says_what_who_and_where(notice: Notice) -> None:
    assert mail_notice.func(notice.pk)
    (sent,) = mail.outbox
    assert sent.to == ["e@journal.example"]
    assert sent.subject.endswith(f": {FSI}خبر الواحات{POP}")
    path = reverse("admin:articles_article_change", args=[notice.article_id])
    assert f"\nhttps://journal.example{path}\n" in sent.body
    assert "سطر\nوسطر" in sent.body
    assert not mail_notice.func(notice.pk)  # once
    assert len(mail.outbox) == 1


def test_subject_is_one_line_whatever_the_headline(notice: Notice) -> None:
    notice.article.headline = "سطر\r\nBcc: x@example.com " + "كلمة " * 60
    subject = message(notice).subject
    assert "\n" not in subject
    assert "\r" not in subject
    assert subject.count(FSI) == subject.count(POP) == 1
    assert message(notice).message()["Subject"]


def test_mail_in_the_language_of_the_person(notice: Notice) -> None:
    User.objects.filter(pk=notice.to_id).update(language="fr")
    assert mail_notice.func(notice.pk)
    assert str(Step.SUBMIT.label) not in mail.outbox[0].subject  # the test runs in Arabic
    assert "الكاتب" not in mail.outbox[0].body


@pytest.mark.parametrize("change", ["read", "switched off", "no address"])
def test_mail_that_nobody_wants(change: str, notice: Notice, editor: User) -> None:
    if change == "read":
        notices.read(editor, up_to=notice.pk)
    elif change == "switched off":
        User.objects.filter(pk=editor.pk).update(notices_by_mail=False)
    else:
        User.objects.filter(pk=editor.pk).update(email="")
    assert not mail_notice.func(notice.pk)
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_queued(
    story: Article, reporter: User, editor: User, settings: Any
) -> None:
    settings.SENDS_MAIL = False
    User.objects.filter(pk=editor.pk).update(email="e@journal.example")
    workflow.submit(story, by=reporter)
    assert queued() == []
    assert told(editor) == ["submit"]


def test_person_switches_mail_off(editor: User, client: Client, settings: Any) -> None:
    settings.SENDS_MAIL = True
    client.force_login(editor)
    assert 'name="notices_by_mail"' in client.get("/admin/account/").content.decode()
    client.post("/admin/account/", {"name": editor.name, "email": "", "language": ""})
    editor.refresh_from_db()
    assert not editor.notices_by_mail
    settings.SENDS_MAIL = False  # the field is missing, so nothing is switched
    assert 'name="notices_by_mail"' not in client.get("/admin/account/").content.decode()
    User.objects.filter(pk=editor.pk).update(notices_by_mail=True)
    client.post("/admin/account/", {"name": editor.name, "email": "", "language": ""})
    editor.refresh_from_db()
    assert editor.notices_by_mail
