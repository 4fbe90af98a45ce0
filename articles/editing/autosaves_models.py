"""What somebody has typed into the story form and not saved yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 36


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def unsaved(self) -> "AutosaveQuerySet":
        return self.filter(closed_at=None)


class Autosave(models.Model):
    """One row per person and story; of stories that do not exist yet, one per opened form.

    A row is closed when its text was saved (then ``typed`` is empty) or thrown away; it stays for
    a day: until then a late request of the same form changes nothing, and what was thrown away
    comes back.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, related_name="autosaves"
    )
    key = models.CharField(max_length=KEY_LENGTH)
    """Of the opened form that it was typed into."""
    base = models.PositiveIntegerField(default=0)
    """The number of the revision it was typed over; 0: a new story."""
    headline = models.CharField(max_length=300, blank=True)
    typed = models.JSONField(default=dict)
    """What the form would send: lists of values by field."""
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "article"],
                condition=Q(article__isnull=False),
                name="autosave_of_story",
            ),
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(article=None), name="autosave_of_new_story"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.article_id or self.key}"

    @property
    def is_saved(self) -> bool:
        return self.closed_at is not None and not self.typed
