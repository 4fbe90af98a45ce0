from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsroomUserManager(UserManager["User"]):
    def create_superuser(self, username: str, *args: Any, **kwargs: Any) -> "User":
        kwargs.setdefault("name", username)
        return super().create_superuser(username, *args, **kwargs)


class User(AbstractUser):
    """A person of the newsroom. Readers never see ``username``; what they see is an Author."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As colleagues know this person.")
    )

    language = models.CharField(
        _("language of the newsroom"),
        max_length=5,
        choices=settings.LANGUAGES,
        blank=True,
        default="",
        help_text=_("Readers go on seeing the site in its own language."),
    )
    notices_by_mail = models.BooleanField(
        _("notices by mail"),
        default=True,
        help_text=_("What colleagues do to this person's articles, and what waits for review."),
    )
    is_demo = models.BooleanField(
        _("demo account"),
        default=False,
        editable=False,
        help_text=_("Its password is public: it works with DEBUG on this machine only."),
    )

    objects: ClassVar[NewsroomUserManager] = NewsroomUserManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


class OfferedPermission(models.Model):
    """Remembers that a role was once given a permission, so that it is never given back."""

    role = models.CharField(max_length=150)
    permission = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "permission"], name="offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"
