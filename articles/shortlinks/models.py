from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ShortLink(models.Model):
    """A short code of a story. Codes are never reused: the row outlives the story."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        related_name="short_link",
        verbose_name=_("article"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(code=""), name="short_link_has_code")
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("shortlinks:follow", args=[self.code])
