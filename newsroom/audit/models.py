from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.audit.verbs import verb_label


class Entry(models.Model):
    """One line of the audit log: who did what to which object, and when."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("name"), max_length=150)
    verb = models.CharField(_("operation"), max_length=40)
    target_type = models.CharField(max_length=100)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(_("object"), max_length=250)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes: ClassVar = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target")
        ]

    def __str__(self) -> str:
        return f"{verb_label(self.verb)}: {self.target_label}"
