from typing import ClassVar

from django.db import models
from django.db.models import Q

from newsroom.media.models import Photo


class Reference(models.Model):
    """A photo that a story shows, or another one that it leads to; see articles.references.

    Of the text that its row holds (``revision`` is null), and of its newest revision.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="references"
    )
    revision = models.ForeignKey(
        "articles.Revision", on_delete=models.CASCADE, null=True, related_name="+"
    )
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="references")
    target = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, related_name="referred_by"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(photo=None) ^ Q(target=None), name="reference_to_one_thing"
            ),
            *(
                models.UniqueConstraint(
                    fields=["article", name],
                    condition=Q(revision__isnull=live),
                    name=f"reference_{name}_once_{'live' if live else 'newest'}",
                )
                for name in ("photo", "target")
                for live in (True, False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.photo_id or self.target_id}"
