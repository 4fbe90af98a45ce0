from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.editing.autosaves_models import Autosave
from articles.editing.notes_models import Note, Notice
from articles.editing.presence_models import Presence

__all__ = ["Autosave", "Note", "Notice", "Presence", "PreviewLink", "PreviewLinkQuerySet"]


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def living(self, now: datetime | None = None) -> "PreviewLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())


class PreviewLink(models.Model):
    """Lets somebody outside of the newsroom read a story's newest text for some days.

    The address is not stored: who reads the table cannot read the stories.
    """

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("article"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="preview_link_expires_later",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.expires_at:%Y-%m-%d %H:%M}"

    def is_living(self, now: datetime | None = None) -> bool:
        return self.revoked_at is None and self.expires_at > (now or timezone.now())
