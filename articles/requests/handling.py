"""The verbs of the log of requests. It is for editors alone and tells readers nothing."""

from collections.abc import Sequence
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from articles import roles
from articles.requests import attachments
from articles.requests.models import Attachment, Request
from newsroom.accounts.models import User
from newsroom.audit.log import record

VERBS = {
    Request.State.OPEN: "reopen_request",
    Request.State.ANSWERED: "answer_request",
    Request.State.REFUSED: "refuse_request",
}


def may_see(user: User) -> bool:
    return user.has_perm("requests.view_request")


@transaction.atomic
def log_request(new: Request, *, by: User, files: Sequence[UploadedFile] = ()) -> Request:
    roles.require(by.has_perm("requests.add_request"))
    new.created_by = by
    _close_or_open(new, by)
    new.save()
    with attachments.stored(new, files):
        record("log_request", new, by=by, **_about(new), files=len(files))
        if new.state != Request.State.OPEN:
            record(VERBS[Request.State(new.state)], new, by=by)
    return new


@transaction.atomic
def save_request(changed: Request, *, by: User, files: Sequence[UploadedFile] = ()) -> Request:
    """Answering, refusing and opening again are told by the state that ``changed`` carries.

    The audit log keeps which fields were changed, not what stood in them.
    """
    roles.require(by.has_perm("requests.change_request"))
    stored = Request.objects.select_for_update(of=("self",)).get(pk=changed.pk)
    attachments.check(files, already=stored.attachments.count())
    names = ("kind", "name", "contact", "channel", "received_on", "text", "article_id", "answer")
    fields = [name for name in names if getattr(stored, name) != getattr(changed, name)]
    turned = stored.state != changed.state
    if turned:
        _close_or_open(changed, by)
    changed.save()
    with attachments.stored(changed, files):
        if fields or files:
            record(
                "save_request",
                changed,
                by=by,
                **_about(changed),
                changed=[name.removesuffix("_id") for name in fields],
                files=len(files),
            )
        if turned:
            record(VERBS[Request.State(changed.state)], changed, by=by, **_about(changed))
    return changed


@transaction.atomic
def delete_attachment(attachment: Attachment, *, by: User) -> None:
    roles.require(by.has_perm("requests.delete_request"))
    record("delete_attachment", attachment.request, by=by)
    attachment.delete()
    transaction.on_commit(partial(attachments.delete_files, [attachment]))


@transaction.atomic
def delete_request(request: Request, *, by: User) -> None:
    """For good, with its files: what people wrote to us is kept no longer than it is needed."""
    roles.require(by.has_perm("requests.delete_request"))
    files = list(request.attachments.all())
    record("delete_request", request, by=by, **_about(request), files=len(files))
    request.delete()
    transaction.on_commit(partial(attachments.delete_files, files))


def _close_or_open(request: Request, by: User) -> None:
    is_open = request.state == Request.State.OPEN
    request.handled_by = by
    request.closed_at = None if is_open else timezone.now()


def _about(request: Request) -> dict[str, int | str | None]:
    return {"request_kind": request.kind, "article": request.article_id}
