from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 1000
SENTENCE_LENGTH = 200


class Withdrawal(models.Model):
    """That a story was taken off the site: by whom, why, and what it said then. Kept for ever."""

    class Reason(models.TextChoices):
        ERROR = "error", _("Serious error in the text")
        REQUEST = "request", _("Request of somebody concerned")
        LEGAL = "legal", _("Legal claim or court order")
        PRIVACY = "privacy", _("Protection of a person")
        SOURCE = "source", _("Doubts about a source or a photo")
        MISTAKE = "mistake", _("Published by mistake or twice")
        OTHER = "other", _("Another reason")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        related_name="withdrawals",
        verbose_name=_("article"),
    )
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(max_length=150, help_text="Outlives the account.")
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    note = models.TextField(_("details"), max_length=NOTE_LENGTH, blank=True)
    sentence = models.CharField(_("sentence for readers"), max_length=SENTENCE_LENGTH, blank=True)
    address = models.TextField(
        help_text="At which it stood; percent-encoded, so six signs a letter."
    )
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What readers saw.",
    )
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of what the revision says (articles.withdrawal)."
    )

    class Meta:
        default_permissions = ("view",)
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.article_id} {self.at:%Y-%m-%d %H:%M}"
