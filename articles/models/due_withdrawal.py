from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.withdrawal import NOTE_LENGTH, Withdrawal


class DueWithdrawal(models.Model):
    """What follows when ``Article.withdraw_at`` is reached, and why it was put there.

    The story is gone at its time without it. A row whose time is not the story's any more says
    nothing.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="due_withdrawal"
    )
    at = models.DateTimeField(_("withdrawal time"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=8, choices=Withdrawal.Reason.choices)
    note = models.TextField(_("details"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("scheduled withdrawal")
        verbose_name_plural = _("scheduled withdrawals")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.at:%Y-%m-%d %H:%M}"
