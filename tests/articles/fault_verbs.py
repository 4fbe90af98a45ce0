"""Every verb of the newsroom on a prepared stage, for tests/articles/test_fault_points.py."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from articles import (
    correcting,
    discussion,
    due_revisions,
    due_withdrawals,
    publishing,
    rescheduling,
    restoring,
    trash,
    withdrawal,
    workflow,
)
from articles.announcing import announce_due
from articles.corrections import Note
from articles.due_revisions import apply_due, schedule_update
from articles.editing import autosaves, notes, preview_links
from articles.editing.models import PreviewLink
from articles.editing.notes_models import Note as StoryNote
from articles.models import Article, Correction
from articles.publishing import UpdateKind
from articles.replying import link_reply
from articles.requests import handling
from articles.revisions import Edit
from newsroom.media.models import Photo, Rendition
from newsroom.media.renditions import make_renditions
from tests import factories
from tests.articles.requests.test_handling import asked, letter
from tests.articles.test_publishing import edit
from tests.newsroom.media import files

Act = Callable[[], object]
KEY = "a-form-of-the-story"


class Stage:
    """A draft and a public story with all that a story can have, and the people around them."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.editor = factories.user("editor_in_chief", email="chief@news.example")
        self.reporter = factories.user("reporter", email="reporter@news.example")
        self.section = factories.category()
        photo = self._photo()
        other = factories.published(by=self.editor, now=self._ago(48))
        body = (
            f'{factories.BODY}<figure class="photo" data-photo="{photo.pk}"></figure>'
            f'<p><a data-article="{other.pk}">خبر</a></p>'
            '<figure class="embed" data-embed="https://t.me/channel/5"></figure>'
        )
        filled: Any = {"body": body, "lead_photo": photo, "categories": (self.section,)}
        self.other = other
        self.story = factories.published(by=self.editor, now=self._ago(12), **filled)
        content = factories.full_content(**filled)
        self.draft = publishing.create(content, by=self.reporter, now=self._ago(1))

    def _ago(self, hours: int) -> Any:
        return self.now - timedelta(hours=hours)

    def later(self, **delta: float) -> Any:
        return self.now + timedelta(**delta)

    def _photo(self) -> Photo:
        photo = files.photo(self.editor, 330, 200, alt="ميناء", credit="رويترز")
        make_renditions(photo)
        assert Rendition.objects.exists()
        return photo

    def typed(self, article: Article, **changes: Any) -> Edit:
        tags = factories.content(tags=("وسم جديد",)).tags
        return edit(article, **{"headline": "عنوان آخر", "tags": tags, **changes})

    def submitted(self) -> Article:
        workflow.submit(self.draft, by=self.reporter, note="للنشر")
        return self.draft

    def claimed(self) -> Article:
        workflow.claim(self.submitted(), by=self.editor)
        return self.draft

    def corrected(self) -> Correction:
        self.update(UpdateKind.CORRECTION)
        return Correction.objects.get()

    def update(self, kind: UpdateKind) -> Article:
        note: Any = {"correction": "الصحيح غير ما كتب."} if kind == UpdateKind.CORRECTION else {}
        typed = self.typed(self.story)
        return publishing.update(self.story, by=self.editor, edit=typed, kind=kind, **note)

    def due(self, at: Any) -> None:
        typed = self.typed(self.story)
        values: Any = {"kind": UpdateKind.CORRECTION, "correction": "الصحيح غير ما كتب."}
        schedule_update(self.story, at, by=self.editor, edit=typed, **values)


# Each prepares the stage and returns the verb.


def create(stage: Stage) -> Act:
    content = factories.full_content(lead_photo=stage.story.lead_photo)
    return partial(publishing.create, content, by=stage.editor)


def save(stage: Stage) -> Act:
    return partial(publishing.save, stage.draft, stage.typed(stage.draft), by=stage.reporter)


def save_over_a_live_story(stage: Stage) -> Act:
    return partial(publishing.save, stage.story, stage.typed(stage.story), by=stage.editor)


def publish(stage: Stage) -> Act:
    return partial(publishing.publish, stage.draft, by=stage.editor, edit=stage.typed(stage.draft))


def publish_what_is_in_review(stage: Stage) -> Act:
    return partial(publishing.publish, stage.claimed(), by=stage.editor)


def publish_again(stage: Stage) -> Act:
    withdrawal.withdraw(stage.story, by=stage.editor)
    return partial(publishing.publish, stage.story, by=stage.editor)


def announce(stage: Stage) -> Act:
    return partial(announce_due, stage.later(seconds=1))


def schedule(stage: Stage) -> Act:
    typed = stage.typed(stage.draft)
    at = stage.later(hours=1)
    return partial(publishing.schedule, stage.draft, at, by=stage.editor, edit=typed)


def save_what_is_scheduled(stage: Stage) -> Act:
    schedule(stage)()
    return partial(
        publishing.save, stage.draft, stage.typed(stage.draft, deck="آخر"), by=stage.editor
    )


def reschedule(stage: Stage) -> Act:
    schedule(stage)()
    times = {"at": stage.later(hours=2), "expected": stage.later(hours=1)}
    return partial(rescheduling.reschedule, stage.draft, by=stage.editor, **times)


def unschedule(stage: Stage) -> Act:
    schedule(stage)()
    return partial(publishing.unschedule, stage.draft, by=stage.editor)


def update(stage: Stage) -> Act:
    return partial(stage.update, UpdateKind.MINOR)


def correct(stage: Stage) -> Act:
    return partial(stage.update, UpdateKind.CORRECTION)


def update_over_a_due_change(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    return partial(stage.update, UpdateKind.SUBSTANTIVE)


def amend_correction(stage: Stage) -> Act:
    return partial(correcting.amend, stage.corrected(), Note("غيره"), by=stage.editor)


def take_back_correction(stage: Stage) -> Act:
    note = stage.corrected().pk
    return lambda: correcting.take_back(
        Correction.objects.get(pk=note), by=stage.editor, reason="خطأ"
    )


def move(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    return partial(publishing.move, stage.story, stage.section, by=stage.editor)


def change_slug(stage: Stage) -> Act:
    return partial(publishing.change_slug, stage.story, "اسم-آخر", by=stage.editor)


def withdraw(stage: Stage) -> Act:
    preview_links.create(stage.story, preview_links.Duration.values[0], by=stage.editor)  # type: ignore[arg-type]
    return partial(withdrawal.withdraw, stage.story, by=stage.editor, note="سبب", sentence="سُحب.")


def lift_legal_hold(stage: Stage) -> Act:
    withdrawal.withdraw(stage.story, by=stage.editor)
    return partial(withdrawal.lift_legal_hold, stage.story, by=stage.editor, note="سبب")


def schedule_withdrawal(stage: Stage) -> Act:
    at = stage.later(hours=1)
    return partial(due_withdrawals.schedule_withdrawal, stage.story, at, by=stage.editor)


def cancel_withdrawal(stage: Stage) -> Act:
    schedule_withdrawal(stage)()
    return partial(due_withdrawals.cancel_withdrawal, stage.story, by=stage.editor)


def follow_withdrawal(stage: Stage) -> Act:
    schedule_withdrawal(stage)()
    return partial(due_withdrawals.follow_due, stage.later(hours=1))


def submit(stage: Stage) -> Act:
    return partial(workflow.submit, stage.draft, by=stage.reporter, note="للنشر")


def claim(stage: Stage) -> Act:
    return partial(workflow.claim, stage.submitted(), by=stage.editor)


def take_over(stage: Stage) -> Act:
    by = factories.user("editor")
    return partial(workflow.take_over, stage.claimed(), of=stage.editor.pk, by=by)


def release(stage: Stage) -> Act:
    return partial(workflow.release, stage.claimed(), by=stage.editor)


def approve(stage: Stage) -> Act:
    return partial(workflow.approve, stage.claimed(), by=stage.editor)


def send_back(stage: Stage) -> Act:
    return partial(workflow.send_back, stage.claimed(), by=stage.editor, note="أضف رقمًا")


def take_back(stage: Stage) -> Act:
    return partial(workflow.take_back, stage.submitted(), by=stage.reporter)


def restore(stage: Stage) -> Act:
    save(stage)()
    return partial(restoring.restore, stage.draft, 1, base=2, by=stage.reporter)


def fix_a_change(stage: Stage) -> Act:
    return partial(stage.due, stage.later(hours=1))


def move_a_change(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    at = stage.later(hours=2)
    return partial(due_revisions.move_update, stage.story, at, by=stage.editor)


def cancel_a_change(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    return partial(due_revisions.cancel_update, stage.story, by=stage.editor)


def apply_a_change(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    return partial(apply_due, stage.later(hours=1))


def refuse_a_change(stage: Stage) -> Act:
    stage.due(stage.later(hours=1))
    Article.objects.filter(pk=stage.story.pk).update(publish_at=stage.later(hours=3))
    return partial(apply_due, stage.later(hours=1))


def throw_away(stage: Stage) -> Act:
    workflow.send_back(stage.claimed(), by=stage.editor, note="أضف رقمًا")
    return partial(trash.trash, stage.draft, by=stage.reporter)


def restore_from_trash(stage: Stage) -> Act:
    trash.trash(stage.draft, by=stage.reporter)
    return partial(trash.restore_from_trash, stage.draft, by=stage.reporter)


def empty_trash(stage: Stage) -> Act:
    trash.trash(stage.draft, by=stage.reporter)
    return partial(trash.empty, by=stage.editor)


def autosave(stage: Stage) -> Act:
    typed = {"headline": ["عنوان"], "body": ["نص"]}
    return partial(autosaves.keep, stage.draft, KEY, typed, 1, by=stage.reporter)


def settle_an_autosave(stage: Stage) -> Act:
    autosave(stage)()
    return partial(autosaves.settle, stage.draft, KEY, by=stage.reporter)


def add_note(stage: Stage) -> Act:
    return partial(notes.add, stage.draft, "من قال هذا؟", by=stage.editor)


def answer_note(stage: Stage) -> Act:
    note = notes.add(stage.draft, "من قال هذا؟", by=stage.editor)
    return partial(notes.answer, note, "البلاغ", by=stage.reporter)


def resolve_note(stage: Stage) -> Act:
    note = notes.add(stage.draft, "من قال هذا؟", by=stage.editor)
    return partial(notes.resolve, note, by=stage.reporter)


def create_preview_link(stage: Stage) -> Act:
    days: Any = preview_links.Duration.values[0]
    return partial(preview_links.create, stage.draft, days, by=stage.reporter)


def reply(stage: Stage) -> Act:
    return partial(link_reply, stage.story, stage.other, by=stage.editor)


def close_comments(stage: Stage) -> Act:
    return partial(discussion.close_comments, stage.story, by=stage.editor)


def log_request(stage: Stage) -> Act:
    request = asked(article=stage.story)
    return lambda: handling.log_request(_new(request), by=stage.editor, files=[letter()])


def answer_request(stage: Stage) -> Act:
    request = handling.log_request(asked(article=stage.story), by=stage.editor)
    request.state, request.answer = "answered", "نُشر الرد"
    return lambda: handling.save_request(request, by=stage.editor, files=[letter()])


def revoke_preview_link(stage: Stage) -> Act:
    create_preview_link(stage)()
    link = PreviewLink.objects.get()
    return lambda: preview_links.revoke(PreviewLink.objects.get(pk=link.pk), by=stage.editor)


def reopen_note(stage: Stage) -> Act:
    note = notes.add(stage.draft, "من قال هذا؟", by=stage.editor)
    notes.resolve(note, by=stage.reporter)
    return lambda: notes.reopen(StoryNote.objects.get(pk=note.pk), by=stage.editor)


def unlink_reply(stage: Stage) -> Act:
    reply(stage)()
    return partial(link_reply, stage.story, None, by=stage.editor)


def _new(request: Any) -> Any:
    request.pk, request._state.adding = None, True
    return request


VERBS = [
    *(create, save, save_over_a_live_story),
    *(publish, publish_what_is_in_review, publish_again, announce),
    *(schedule, save_what_is_scheduled, reschedule, unschedule),
    *(update, correct, update_over_a_due_change, amend_correction, take_back_correction),
    *(move, change_slug, restore, reply, unlink_reply, close_comments),
    *(log_request, answer_request, reopen_note, revoke_preview_link),
    *(withdraw, lift_legal_hold, schedule_withdrawal, cancel_withdrawal, follow_withdrawal),
    *(submit, claim, take_over, release, approve, send_back, take_back),
    *(fix_a_change, move_a_change, cancel_a_change, apply_a_change, refuse_a_change),
    *(throw_away, restore_from_trash, empty_trash),
    *(autosave, settle_an_autosave, add_note, answer_note, resolve_note, create_preview_link),
]
