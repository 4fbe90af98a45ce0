from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.addresses import author_address, validate_slug


class Author(models.Model):
    """A public byline. It may belong to a user; the user's own name is never shown instead."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(
        _("name in the address"), max_length=100, unique=True, validators=[validate_slug]
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    bio = models.TextField(_("biography"), max_length=1000, blank=True)
    portrait = models.CharField(max_length=200, blank=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("user"),
        help_text=_("The colleague who signs with this name."),
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return author_address(self.slug)

    @property
    def portrait_url(self) -> str:
        """Empty without a portrait."""
        return f"{settings.MEDIA_URL}{self.portrait}" if self.portrait else ""
