"""Which stories readers see, and the rows that a list of stories is read from.

Such a row keeps copies of its story's times: a list is read from one index alone, however many
stories there are. Only ``articles.listing.place_in_lists`` writes them.
"""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)

# The same in SQL, for a query written by hand; ``now`` is a parameter of it.
VISIBLE = "publish_at <= %(now)s AND (withdraw_at IS NULL OR withdraw_at > %(now)s)"


def visible(now: datetime | None = None) -> Q:
    """What has been published and not withdrawn at ``now``. It is spelled here and nowhere else."""
    now = now or timezone.now()
    return Q(Q(withdraw_at=None) | Q(withdraw_at__gt=now), publish_at__lte=now)


class ListedQuerySet(models.QuerySet[Row]):
    def published(self, *, now: datetime | None = None) -> Self:
        """The rows whose story readers may see at ``now``."""
        return self.filter(visible(now))


class Listed(models.Model):
    """A story's row in a list. Both times are null while the story is a draft."""

    publish_at = models.DateTimeField(null=True, editable=False)
    withdraw_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = ListedQuerySet.as_manager()

    class Meta:
        abstract = True
