from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.typography import isolate_ltr
from newsroom.platforms.addresses import as_read
from newsroom.platforms.hosts import MAX_ADDRESS

TITLE_LENGTH, AUTHOR_LENGTH = 250, 120


class Embed(models.Model):
    """What we know of a page at another host that stories show."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be fetched")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be fetched")

    class Error(models.TextChoices):
        UNREACHABLE = "unreachable", _("The host cannot be reached, or answers too slowly.")
        GONE = "gone", _("The content is not there any more, or only for those who log in.")
        REFUSED = "refused", _("The host refuses to tell us anything.")
        UNREADABLE = "unreadable", _("The answer of the host cannot be read.")
        TOO_LARGE = "too_large", _("The answer of the host is too large.")
        FORBIDDEN = "forbidden", _("The host sends us to a forbidden place.")

    address = models.CharField(_("address"), max_length=MAX_ADDRESS, unique=True)
    host = models.CharField(_("host"), max_length=20)
    """An id of the table of hosts."""
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    title_is_ours = models.BooleanField(default=False, editable=False)
    """Typed by an editor: what the host says later does not replace it."""
    author = models.CharField(_("author"), max_length=AUTHOR_LENGTH, blank=True)
    duration = models.PositiveIntegerField(_("duration"), null=True, help_text=_("In seconds."))
    poster = models.CharField(max_length=100, blank=True, editable=False)
    """Name of our own copy, as that of a rendition; never used again."""
    poster_width = models.PositiveIntegerField(default=0, editable=False)
    poster_height = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING, db_index=True
    )
    error = models.CharField(_("reason"), max_length=12, choices=Error.choices, blank=True)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, db_index=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        default_permissions: ClassVar = ("view", "change")
        verbose_name = _("embed")
        verbose_name_plural = _("embeds")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(poster="") | Q(poster_width__gt=0, poster_height__gt=0),
                name="embed_poster_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return isolate_ltr(self.title or as_read(self.address)[:60])

    @property
    def poster_url(self) -> str:
        return f"{settings.MEDIA_URL}{self.poster}" if self.poster else ""
