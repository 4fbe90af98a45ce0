from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """A picture of the library: the upright original without metadata, and what is said of it."""

    file = models.FileField(upload_to="originals/", max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, across"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent from the left edge of the picture."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, down"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent from the top."),
    )
    alt = models.CharField(_("alt text"), max_length=250, blank=True)
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("photo credit"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.caption or self.alt or str(_("Photo %(number)s")) % {"number": self.pk}
