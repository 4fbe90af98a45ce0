from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

TEXT_LENGTH = 110


class Shape(models.TextChoices):
    """How the first screen is built around the lead."""

    AUTO = "auto", _("Automatic")
    TEXT = "text", _("Calm: text")
    EQUALS = "equals", _("Calm: two stories")
    NORMAL = "normal", _("Normal")
    BIG_DAY = "bigday", _("Big day")


class Zone(models.TextChoices):
    LEAD = "lead", _("Lead")
    SECOND = "second", _("Beside it")


SIZES = {Zone.LEAD: 1, Zone.SECOND: 4}


class Arrangement(models.Model):
    """The front page as the editors set it. One row, id 1; its stories are the slots."""

    shape = models.CharField(
        _("shape of the lead"), max_length=8, choices=Shape.choices, default=Shape.AUTO
    )
    previous = models.JSONField(
        null=True, editable=False, help_text="What undo brings back: see placing.snapshot()."
    )
    changed_at = models.DateTimeField(_("last change"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        default_permissions = ()
        permissions: ClassVar = [("arrange_frontpage", "Can arrange the front page")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="arrangement_single_row"),
            models.CheckConstraint(
                condition=models.Q(shape__in=Shape.values), name="arrangement_known_shape"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Front page"))

    @classmethod
    def load(cls) -> "Arrangement":
        """The one row; unsaved defaults while there is none. Costs a query."""
        return next(iter(cls.objects.select_related("changed_by")), None) or cls(pk=1)


def _story_is_public(now: datetime) -> models.Exists:
    """For a row with an ``article``: one step into the index of the stories."""
    return models.Exists(
        Article.objects.published(now=now).filter(pk=models.OuterRef("article")).order_by()
    )


class SlotQuerySet(models.QuerySet["Slot"]):
    def standing(self, now: datetime) -> "SlotQuerySet":
        """Those whose story readers may see and whose pin has not run out."""
        return self.filter(
            models.Q(pinned_until=None) | models.Q(pinned_until__gt=now), _story_is_public(now)
        )


class Slot(models.Model):
    """A place that an editor gave to a story. Written by articles.frontpage.placing only."""

    zone = models.CharField(max_length=8, choices=Zone.choices)
    position = models.PositiveSmallIntegerField()
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="front_slot")
    pinned_until = models.DateTimeField(null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "position"], name="slot_place_once"),
            models.CheckConstraint(
                condition=models.Q(zone=Zone.LEAD, position=1)
                | models.Q(zone=Zone.SECOND, position__gte=1, position__lte=SIZES[Zone.SECOND]),
                name="slot_place_exists",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.position}"


class BreakingQuerySet(models.QuerySet["Breaking"]):
    def active(self, now: datetime | None = None) -> "BreakingQuerySet":
        now = now or timezone.now()
        return self.filter(
            models.Q(article=None) | models.Q(_story_is_public(now)),
            is_newest=True,
            starts_at__lte=now,
            expires_at__gt=now,
        )


class Breaking(models.Model):
    """A breaking line: a text, a story, or a text that leads to a story. Ends by time alone."""

    text = models.CharField(_("text"), max_length=TEXT_LENGTH, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("article")
    )
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_newest = models.BooleanField(
        default=True, help_text="A newer line takes the place of the older one for good."
    )

    objects = BreakingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_newest"],
                condition=models.Q(is_newest=True),
                name="breaking_single_newest",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(article__isnull=False),
                name="breaking_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gte=models.F("starts_at")),
                name="breaking_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        if self.text or self.article is None:
            return self.text
        return self.article.headline
