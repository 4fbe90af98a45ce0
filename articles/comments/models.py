from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 60
TEXT_LENGTH = 2000


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> "CommentQuerySet":
        return self.filter(state=Comment.State.APPROVED)

    def pending(self) -> "CommentQuerySet":
        return self.filter(state=Comment.State.PENDING)


class Comment(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Awaiting moderation")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        SPAM = "spam", _("Spam")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="comments",
        verbose_name=_("article"),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    text = models.TextField(_("comment"), max_length=TEXT_LENGTH)
    state = models.CharField(
        _("status"), max_length=8, choices=State.choices, default=State.PENDING
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes: ClassVar = [
            models.Index(fields=["article", "state", "created_at"], name="comment_of_article"),
            models.Index(fields=["state", "-created_at"], name="comment_queue"),
        ]

    def __str__(self) -> str:
        return self.name
