from typing import ClassVar

from django.db import models


class FormerAddress(models.Model):
    """An old category path, tag or author slug, which answers 301 for ever, or an old tag name.

    Drafts and revisions name their tags: an old name, folded, goes on meaning the renamed tag.
    """

    class Kind(models.TextChoices):
        CATEGORY = "category"
        TAG = "tag"
        AUTHOR = "author"
        TAG_NAME = "tag_name"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=500)
    target_id = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "address"], name="former_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"
