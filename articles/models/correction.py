from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.listed import Listed


class Correction(Listed):
    """A dated note that readers see: what was wrong in a story and what is right."""

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("article"),
    )
    text = models.TextField(_("correction"), max_length=1000)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes: ClassVar = [
            models.Index(
                fields=["-at", "-id", "publish_at", "withdraw_at"], name="correction_newest"
            )
        ]

    def __str__(self) -> str:
        return self.text
