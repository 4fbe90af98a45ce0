from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnescapedEncoder(DjangoJSONEncoder):
    """Arabic stays readable in the database: two bytes a letter instead of six."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False})


class Revision(models.Model):
    """What a story said at one moment. ``snapshot`` is written by ``Content.snapshot()``."""

    class Kind(models.TextChoices):
        SAVE = "save", _("Save")
        PUBLISH = "publish", _("Publication")
        UPDATE = "update", _("Update")
        RESTORE = "restore", _("Restored")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    created_at = models.DateTimeField(_("time"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    snapshot = models.JSONField(encoder=UnescapedEncoder)

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} #{self.number}"
