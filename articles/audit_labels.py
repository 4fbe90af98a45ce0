from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.settings import CommentsState
from articles.models.withdrawal import Withdrawal
from articles.publishing import UpdateKind
from newsroom.audit.details import words_of
from newsroom.audit.verbs import verb_label

LABELS = {
    "create": _("Created"),
    "save": _("Saved"),
    "publish": _("Published"),
    "schedule": _("Scheduled"),
    "unschedule": _("Schedule cancelled"),
    "update": _("Updated"),
    "withdraw": _("Withdrawn"),
    "lift_legal_hold": _("Legal hold lifted"),
    "trash": _("Moved to the trash"),
    "restore_from_trash": _("Restored from the trash"),
    "delete_for_good": _("Deleted permanently"),
    "amend_correction": _("Correction mended"),
    "take_back_correction": _("Correction taken back"),
    "log_request": _("Request logged"),
    "save_request": _("Request changed"),
    "answer_request": _("Request answered"),
    "refuse_request": _("Request refused"),
    "reopen_request": _("Request opened again"),
    "delete_request": _("Request deleted"),
    "delete_attachment": _("File of a request deleted"),
    "link_reply": _("Marked as a right of reply"),
    "unlink_reply": _("No longer a right of reply"),
    "move": _("Moved to another category"),
    "change_slug": _("Address changed"),
    "restore": _("Older revision restored"),
    "schedule_update": _("Change scheduled"),
    "move_update": _("Scheduled change moved"),
    "cancel_update": _("Scheduled change cancelled"),
    "refuse_update": _("Scheduled change could not be published"),
    "schedule_withdrawal": _("Withdrawal scheduled"),
    "cancel_withdrawal": _("Scheduled withdrawal cancelled"),
    "submit": _("Submitted for review"),
    "claim": _("Review claimed"),
    "take_over": _("Review taken over"),
    "release": _("Claim released"),
    "approve": _("Approved"),
    "send_back": _("Returned to the author"),
    "take_back": _("Taken back by the author"),
    "add_note": _("Note added"),
    "answer_note": _("Note answered"),
    "resolve_note": _("Note resolved"),
    "reopen_note": _("Note reopened"),
    "create_preview_link": _("Preview link created"),
    "revoke_preview_link": _("Preview link revoked"),
    "comments_open": _("Comments opened"),
    "comments_closed": _("Comments closed"),
    "comments_hidden": _("Comments hidden"),
    "comment_approved": _("Comment approved"),
    "comment_rejected": _("Comment rejected"),
    "comment_spam": _("Comment marked as spam"),
    "comment_pending": _("Comment held again"),
    "save_category": _("Category saved"),
    "delete_category": _("Category deleted"),
    "save_author": _("Author saved"),
    "delete_author": _("Author deleted"),
    "save_tag": _("Tag saved"),
    "delete_tag": _("Tag deleted"),
    "save_settings": _("Settings saved"),
    "add_photo": _("Photo added"),
    "save_photo": _("Photo described"),
    "replace_photo": _("File of the photo replaced"),
    "archive_photo": _("Photo archived"),
    "restore_photo": _("Photo restored"),
    "discard_photo": _("Uploaded photo taken back"),
    "save_menu": _("Menu saved"),
    "save_page": _("Page saved"),
    "delete_page": _("Page deleted"),
    "make_lead": _("Made the lead"),
    "place": _("Placed on the front page"),
    "remove_from_front": _("Removed from the front page"),
    "move_up": _("Moved up on the front page"),
    "move_down": _("Moved down on the front page"),
    "pin": _("Pinned on the front page"),
    "unpin": _("Unpinned"),
    "set_shape": _("Shape of the lead changed"),
    "undo_front": _("Last change of the front page undone"),
    "announce": _("Breaking news announced"),
    "end_breaking": _("Breaking news ended"),
    "flash": _("Flash published"),
    "save_slip": _("Spelling slip saved"),
    "delete_slip": _("Spelling slip deleted"),
    "ignore_mark": _("Mark of the copy check ignored"),
    "restore_mark": _("Ignored mark shown again"),
}

GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "stories": (
        _("Articles"),
        (
            *("create", "save", "publish", "schedule", "unschedule", "update", "withdraw", "move"),
            *("restore", "schedule_update", "move_update", "cancel_update", "refuse_update"),
            *("schedule_withdrawal", "cancel_withdrawal"),
            *("lift_legal_hold", "trash", "restore_from_trash", "delete_for_good"),
            *("change_slug", "create_preview_link", "revoke_preview_link"),
            *("submit", "claim", "take_over", "release", "approve", "send_back", "take_back"),
            *("add_note", "answer_note", "resolve_note", "reopen_note"),
        ),
    ),
    "corrections": (
        _("Corrections and replies"),
        (
            *("amend_correction", "take_back_correction", "link_reply", "unlink_reply"),
            *("log_request", "save_request", "answer_request", "refuse_request"),
            *("reopen_request", "delete_request", "delete_attachment"),
        ),
    ),
    "comments": (
        _("Comments"),
        (
            *("comments_open", "comments_closed", "comments_hidden", "comment_approved"),
            *("comment_rejected", "comment_spam", "comment_pending"),
        ),
    ),
    "front": (
        _("Front page"),
        (
            *("make_lead", "place", "remove_from_front", "move_up", "move_down", "pin", "unpin"),
            *("set_shape", "undo_front", "announce", "end_breaking", "flash"),
        ),
    ),
    "names": (
        _("Categories, authors and tags"),
        (
            *("save_category", "delete_category", "save_author", "delete_author"),
            *("save_tag", "delete_tag"),
        ),
    ),
    "photos": (
        _("Photos"),
        (
            *("add_photo", "save_photo", "replace_photo", "archive_photo", "restore_photo"),
            "discard_photo",
        ),
    ),
    "copydesk": (
        _("Copy check"),
        ("save_slip", "delete_slip", "ignore_mark", "restore_mark"),
    ),
    "site": (_("Settings"), ("save_settings", "save_menu", "save_page", "delete_page")),
}

DETAILS = {
    "revision": _("Revision"),
    "kind": _("Kind of update"),
    "reason": _("Reason"),
    "sentence": _("Sentence for readers"),
    "note": _("Note"),
    "at": _("publication time"),
    "due": _("Set time"),
    "restored": _("Restored revision"),
    "until": _("Until"),
    "old": _("Before"),
    "before": _("Before"),
    "new": _("After"),
    "name": _("name"),
    "slug": _("name in the address"),
    "path": _("Address"),
    "category": _("category"),
    "article": _("article"),
    "articles": _("Articles moved along"),
    "link": _("Number of the link"),
    "minutes": _("Minutes"),
    "days": _("Days"),
    "attempts": _("Attempts"),
    "zone": _("Part of the front page"),
    "position": _("Place"),
    "shape": _("Shape of the lead"),
    "rule": _("rule"),
    "files": _("Attachments"),
    "right": _("correct is"),
    "wrong": _("it said"),
    "main_menu": _("Main menu"),
    "footer_menu": _("Footer"),
}
ROWS = {"article": "articles.article", "category": "articles.category"}


def _state(word: str) -> str:
    """Of a discussion or of a comment."""
    if word in CommentsState.values:
        return str(CommentsState(word).label)
    verb = f"comment_{word}"
    return verb_label(verb) if verb in LABELS else word


WORDS = {
    "before": _state,
    "kind": words_of(UpdateKind),
    "reason": words_of(Withdrawal.Reason),
}
