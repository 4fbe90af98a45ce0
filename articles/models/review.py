from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 2000


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> "ReviewQuerySet":
        return self.filter(state__in=Review.OPEN)

    def standing(self) -> "ReviewQuerySet":
        """Over, and nothing of the story was published since."""
        published = F("article__live_revision__created_at")
        lasting = Q(article__live_revision=None) | Q(closed_at__gt=published)
        return self.filter(lasting, closed_at__isnull=False)

    def newest_of_their_story(self) -> "ReviewQuerySet":
        later = Review.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class Review(models.Model):
    """One round: a text was submitted, and somebody approves it or sends it back.

    ``Article.open_review`` points to the one that is still open.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Pending review")
        CLAIMED = "claimed", _("In review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned to the author")
        TAKEN_BACK = "taken_back", _("Taken back by the author")

    OPEN: ClassVar = (State.WAITING, State.CLAIMED)

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="reviews"
    )
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="What was submitted.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField()
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    answer = models.TextField(
        max_length=NOTE_LENGTH, blank=True, help_text="What is to be changed, or why it is over."
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes: ClassVar = [models.Index(fields=["article", "-id"], name="review_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=("waiting", "claimed")),
                name="review_open_once",
                violation_error_message=_("The article is already in review."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "claimed"), closed_at=None)
                | Q(state__in=("approved", "returned", "taken_back"), closed_at__isnull=False),
                name="review_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_at__isnull=False),
                name="review_claimed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.state}"

    @property
    def is_claimed(self) -> bool:
        return self.state == self.State.CLAIMED
