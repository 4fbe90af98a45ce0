"""Mending a note that readers see, and taking one back that should not stand.

Both leave what was said before in the audit log. A note is dated: mending is for slips, another
error is another correction.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.appearance import appearance, purge_changed
from articles.corrections import Note
from articles.models import Correction
from articles.publishing import TransitionNotAllowed, locked
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record


@transaction.atomic
def amend(correction: Correction, note: Note, *, by: User) -> Correction:
    roles.require(by.has_perm("articles.change_correction"))
    article = locked(correction.article)
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if not note.text:
        raise TransitionNotAllowed(_("Write what was wrong and what is right."))
    said = {name: getattr(note, name) for name in ("wrong", "text", "at_top")}
    changed = {name: [getattr(correction, name), new] for name, new in said.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if not changed:
        return correction
    before = appearance(article)
    for name, value in said.items():
        setattr(correction, name, value)
    correction.save(update_fields=list(said))
    purge_changed(article, before)
    record("amend_correction", correction, by=by, article=article.pk, changed=changed)
    return correction


@transaction.atomic
def take_back(correction: Correction, *, by: User, reason: str) -> None:
    """The story stays as it is; only the note goes. «Last update» is not moved back."""
    roles.require(by.has_perm("articles.delete_correction"))
    article = locked(correction.article)
    reason = one_line(clean_text(reason))
    if not reason:
        raise TransitionNotAllowed(_("Write why the note is taken back."))
    before = appearance(article)
    record(
        "take_back_correction",
        correction,
        by=by,
        article=article.pk,
        wrong=correction.wrong,
        right=correction.text,
        at=timezone.localtime(correction.at).isoformat(),
        reason=reason,
    )
    correction.delete()
    purge_changed(article, before)
