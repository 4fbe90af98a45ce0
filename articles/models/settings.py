from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

# The exact wording of the page that this product was modelled on; the only place that holds it.
DEFAULT_CLOSED_NOTICE = "عذراً التعليقات مغلقة"


class CommentsState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    HIDDEN = "hidden", _("Hidden")


class PublicationSettings(models.Model):
    """Rules of the publication. One row, id 1."""

    closed_notice = models.CharField(
        _("notice of closed comments"), max_length=160, default=DEFAULT_CLOSED_NOTICE
    )
    new_article_comments = models.CharField(
        _("comments of a new article"),
        max_length=6,
        choices=CommentsState.choices,
        default=CommentsState.OPEN,
    )

    class Meta:
        verbose_name = _("publication settings")
        verbose_name_plural = _("publication settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="publication_settings_single_row")
        ]

    def __str__(self) -> str:
        return str(_("Publication settings"))

    @classmethod
    def load(cls) -> "PublicationSettings":
        """The one row; unsaved defaults while there is none. Costs a query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
