from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from newsroom.private_files import PrivateFiles

TEXT_LENGTH = 10_000


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> "RequestQuerySet":
        return self.filter(state=Request.State.OPEN)


class Request(models.Model):
    """Somebody outside asks for a correction, a reply, a removal. Never shown to readers."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        REPLY = "reply", _("Right of reply")
        REMOVAL = "removal", _("Removal")
        OTHER = "other", _("Something else")

    class Channel(models.TextChoices):
        EMAIL = "email", _("Email")
        PHONE = "phone", _("Telephone")
        LETTER = "letter", _("Letter")
        VISIT = "visit", _("In person")
        NETWORK = "network", _("Social network")
        LEGAL = "legal", _("Lawyer or court")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "Open")
        ANSWERED = "answered", pgettext_lazy("request", "Answered")
        REFUSED = "refused", pgettext_lazy("request", "Refused")

    kind = models.CharField(_("subject"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=150)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel.choices)
    received_on = models.DateField(_("day of arrival"), default=timezone.localdate)
    text = models.TextField(_("what is asked"), max_length=TEXT_LENGTH)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("article"),
    )
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("our answer"), max_length=TEXT_LENGTH, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    closed_at = models.DateTimeField(pgettext_lazy("request", "closed"), null=True)
    created_at = models.DateTimeField(_("logged"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("logged by"),
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request from outside")
        verbose_name_plural = _("Requests from outside")
        indexes: ClassVar = [
            models.Index(fields=["-received_on", "-id"], name="request_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | (~Q(state="open") & Q(closed_at__isnull=False) & ~Q(answer="")),
                name="request_closed_with_an_answer",
            )
        ]

    def __str__(self) -> str:
        """Without the name: the audit log keeps it when the request is long gone."""
        return gettext("Request %(number)s") % {"number": self.pk}


class Attachment(models.Model):
    """A file that came with a request; outside the public media, under a random name."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(storage=PrivateFiles(), max_length=100)
    name = models.CharField(_("name of the file"), max_length=120)
    size = models.PositiveIntegerField(_("size"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
