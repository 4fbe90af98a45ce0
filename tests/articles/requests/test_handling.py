from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from articles.models import Article
from articles.requests import attachments, handling
from articles.requests.models import Request
from newsroom.accounts.models import User
from newsroom.audit.models import Entry

PDF = b"%PDF-1.7 letter"


def letter(name: str = "رسالة.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def asked(**values: Any) -> Request:
    said = {"kind": "reply", "name": "سعاد التازي", "channel": "letter", "text": "أطلب حق الرد"}
    return Request(**{**said, **values})


def logged(by: User, *files: SimpleUploadedFile, **values: Any) -> Request:
    return handling.log_request(asked(**values), by=by, files=files)


def test_request_is_logged_with_its_file(
    published: Article, editor: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    found = logged(editor, letter(), article=published)
    [file] = found.attachments.all()
    path = Path(file.file.path)
    assert path.is_relative_to(Path(settings.PRIVATE_ROOT).resolve())
    assert not path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o077 == 0
    assert (file.name, file.size) == ("رسالة.pdf", len(PDF))
    assert "رسالة" not in path.name
    with pytest.raises(ValueError, match="no address"):
        _ = file.file.url
    assert found.created_by == editor


def test_audit_log_keeps_no_word_of_it(editor: User) -> None:
    found = logged(editor, contact="0612345678")
    found.answer, found.state = "نُشر الرد", Request.State.ANSWERED
    handling.save_request(found, by=editor)
    lines = list(Entry.objects.filter(area="corrections").order_by("pk"))
    assert [line.verb for line in lines] == ["log_request", "save_request", "answer_request"]
    kept = " ".join(f"{line.target_label} {line.detail}" for line in lines)
    for word in ("سعاد", "0612345678", "أطلب", "نُشر الرد"):
        assert word not in kept
    assert found.handled_by == editor
    assert found.closed_at is not None


def test_refused_and_opened_again(editor: User) -> None:
    found = logged(editor)
    found.state, found.answer = Request.State.REFUSED, "خارج الأجل"
    handling.save_request(found, by=editor)
    found.state = Request.State.OPEN
    handling.save_request(found, by=editor)
    assert found.closed_at is None
    assert Entry.objects.filter(verb="reopen_request").exists()


def test_no_closed_request_without_an_answer(editor: User) -> None:
    found = logged(editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=found.pk).update(state="answered")


def test_only_the_chief_deletes_and_files_go_along(
    editor: User, chief: User, django_capture_on_commit_callbacks: Any
) -> None:
    found = logged(editor, letter())
    path = Path(found.attachments.get().file.path)
    with pytest.raises(PermissionDenied):
        handling.delete_request(found, by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        handling.delete_request(found, by=chief)
    assert not path.exists()
    assert not Request.objects.exists()


def test_reporter_and_moderator_do_nothing(editor: User, reporter: User, moderator: User) -> None:
    found = logged(editor)
    for person in (reporter, moderator):
        for verb in (handling.log_request, handling.save_request, handling.delete_request):
            with pytest.raises(PermissionDenied):
                verb(found, by=person)


def test_failed_verb_leaves_no_file(editor: User, settings: Any) -> None:
    def files() -> set[Path]:
        return {one for one in Path(settings.PRIVATE_ROOT).rglob("*") if one.is_file()}

    found, before = logged(editor), files()
    with pytest.raises(ZeroDivisionError), attachments.stored(found, [letter(), letter()]):
        raise ZeroDivisionError
    assert files() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"),
        ("photo.svg", b"<svg/>"),
        ("letter", PDF),
        ("letter.pdf", b"MZ\x90"),
        ("photo.jpg", PDF),
        ("letter.pdf", b""),
    ],
)
def test_other_files_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        attachments.check([letter(name, content)])
    assert name in refused.value.messages[0]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 4)
    with pytest.raises(ValidationError):
        attachments.check([letter()])
    monkeypatch.undo()
    with pytest.raises(ValidationError):
        attachments.check([letter()], already=attachments.MAX_FILES)
    attachments.check([letter()] * attachments.MAX_FILES)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\x\\رسالة.pdf", "رسالة.pdf"),
        ('a"\r\nX: y.pdf', "a X: y.pdf"),
        ("س" * 300 + ".pdf", "س" * 116 + ".pdf"),
    ],
)
def test_names_as_they_are_shown(sent: str, shown: str) -> None:
    assert attachments.shown_name(sent) == shown
