from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DueRevision(models.Model):
    """A change of a public story that readers will see at ``at``. What is saved later is not in it.

    The row goes when it is applied or cancelled; it stays where it was refused.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="due_revision"
    )
    revision = models.ForeignKey("articles.Revision", on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField(_("time"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    kind = models.CharField(max_length=11, help_text="A publishing.UpdateKind.")
    note = models.JSONField(default=dict, help_text="The fields of a corrections.Note.")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.at:%Y-%m-%d %H:%M}"
