from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.listed import Listed

NOTE_LENGTH = 1000


class Correction(Listed):
    """A dated note that readers see: what was wrong in a story and what is right.

    With ``wrong`` the two are set against each other and ``text`` is what is right; without it
    ``text`` says both.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        SUBSTANTIVE = "substantive", _("Substantive update")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("article"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.CORRECTION)
    wrong = models.TextField(_("it said"), max_length=NOTE_LENGTH, blank=True)
    text = models.TextField(_("correct is"), max_length=NOTE_LENGTH)
    at_top = models.BooleanField(_("above the text"), default=False)
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
