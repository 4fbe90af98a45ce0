"""What colleagues tell each other about a story, and what the newsroom tells each of them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.reviews import Step

NOTE_LENGTH = 2000


class Note(models.Model):
    """Never public. An answer hangs on a note, not on another answer."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    text = models.TextField(_("note"), max_length=NOTE_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        indexes: ClassVar = [models.Index(fields=["article", "id"], name="note_of_article")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent=None) | Q(resolved_at=None), name="note_answer_is_not_resolved"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Said(models.TextChoices):
    NOTE = "note", _("New note")
    ANSWER = "answer", _("Answer to a note")


LABELS: dict[str, Any] = dict(Step.choices) | dict(Said.choices)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """Tells one person what a colleague did to a story."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    what = models.CharField(max_length=12)
    """A step of a review, or something ``Said``."""
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.TextField(blank=True)
    """The note that goes with it."""
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes: ClassVar = [
            models.Index(fields=["to", "-id"], name="notice_newest"),
            # The count in the header of every page of the admin.
            models.Index(fields=["to"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.to_id}: {self.what} {self.article_id}"

    @property
    def label(self) -> str:
        return str(LABELS.get(self.what, self.what))
