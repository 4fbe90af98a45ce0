from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WORD_LENGTH = 60
FOUND_LENGTH = 120


class Slip(models.Model):
    """A misspelling that this newsroom wants to be told about, beside the built-in ones."""

    wrong = models.CharField(
        _("slip"),
        max_length=WORD_LENGTH,
        unique=True,
        help_text=_("One word as it should not stand, without the article and without marks."),
    )
    right = models.CharField(
        _("right spelling"),
        max_length=WORD_LENGTH,
        blank=True,
        help_text=_("Offered as a repair. Leave it empty if a person has to decide."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        verbose_name = _("spelling slip")
        verbose_name_plural = _("spelling slips")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(wrong=""), name="slip_has_a_word"),
            models.CheckConstraint(condition=~Q(wrong=models.F("right")), name="slip_is_wrong"),
        ]

    def __str__(self) -> str:
        return self.wrong


class IgnoredMark(models.Model):
    """A mark that is let pass: in one story, or for good."""

    rule = models.CharField(_("rule"), max_length=30)
    found = models.CharField(_("words"), max_length=FOUND_LENGTH)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,
        related_name="ignored_marks",
        verbose_name=_("article"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        verbose_name = _("ignored mark")
        verbose_name_plural = _("ignored marks")
        permissions: ClassVar = [("ignore_for_good", _("Can ignore marks for good"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "rule", "found", condition=Q(article=None), name="mark_ignored_once_for_good"
            ),
            models.UniqueConstraint(
                "rule",
                "found",
                "article",
                condition=Q(article__isnull=False),
                name="mark_ignored_once_in_a_story",
            ),
        ]

    def __str__(self) -> str:
        return self.found
