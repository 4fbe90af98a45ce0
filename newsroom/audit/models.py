from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.audit.origins import browser_label, printed
from newsroom.audit.verbs import verb_label

LABEL_LENGTH = 250


class Entry(models.Model):
    """One line of the audit log: who did what to which object, when and from where."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        db_index=False,
    )
    by_name = models.CharField(_("name"), max_length=150)
    verb = models.CharField(_("operation"), max_length=40)
    area = models.CharField(max_length=20, help_text="The group of the verb when it was written.")
    target_type = models.CharField(max_length=100)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(_("object"), max_length=LABEL_LENGTH)
    folded = models.CharField(max_length=600, help_text="Both names, as searches see them.")
    detail = models.JSONField(_("detail"), default=dict)
    address = models.CharField(max_length=50, blank=True)
    address_is_whole = models.BooleanField(
        default=False, help_text="Until it is shortened; see newsroom.audit.origins."
    )
    browser = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        # One for each filter of the log, newest first: no page of it sorts or counts.
        indexes: ClassVar = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target"),
            models.Index(fields=["target_type", "-id"], name="audit_kind"),
            models.Index(fields=["by", "-id"], name="audit_by"),
            models.Index(fields=["area", "-id"], name="audit_area"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            # Small: whole addresses still to be shortened, and log-ins from one address.
            models.Index(F("at"), condition=Q(address_is_whole=True), name="audit_whole_address"),
            models.Index(
                F("address"), F("at"), condition=Q(area="log_in"), name="audit_log_in_address"
            ),
        ]

    def __str__(self) -> str:
        label = verb_label(self.verb)
        return f"{label}: {self.target_label}" if self.target_label else label

    @property
    def address_text(self) -> str:
        return printed(self.address)

    @property
    def browser_text(self) -> str:
        return browser_label(self.browser)
