from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

# The exact wording of the page that this product was modelled on; the only place that holds it.
DEFAULT_CLOSED_NOTICE = "عذراً التعليقات مغلقة"


class CommentsState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    HIDDEN = "hidden", _("Hidden")


class Strictness(models.TextChoices):
    """What a missing thing means when a story is to be published (articles.readiness)."""

    OFF = "off", _("Not asked for")
    WARNING = "warning", _("Warning: it can be published")
    BLOCKING = "blocking", _("Must be there: it is not published")


def _strictness(label: Any, default: Strictness = Strictness.WARNING) -> Any:
    return models.CharField(label, max_length=8, choices=Strictness.choices, default=default)


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

    ready_category = _strictness(_("a category of its own"))
    ready_byline = _strictness(_("a byline"))
    ready_photo = _strictness(_("a lead photo"))
    ready_credit = _strictness(_("credit of the lead photo"), Strictness.BLOCKING)
    ready_alt = _strictness(_("alt text of the lead photo"))
    ready_figures = _strictness(_("credit and alt text of the photos in the text"))
    ready_deck = _strictness(_("a deck"))
    ready_copy = _strictness(_("a copy check without errors"))

    class Meta:
        verbose_name = _("publication settings")
        verbose_name_plural = _("publication settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="publication_settings_single_row")
        ]

    def __str__(self) -> str:
        return str(_("Publication settings"))

    def strictness(self, rule: str) -> Strictness:
        return Strictness(getattr(self, f"ready_{rule}"))

    @classmethod
    def load(cls) -> "PublicationSettings":
        """The one row; unsaved defaults while there is none. Costs a query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
