from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.addresses import tag_address, validate_slug
from articles.models.listed import Listed

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class Tag(TagBase):
    """``folded`` is the name as search sees it: two tags that fold alike are one tag."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.CharField(
        _("name in the address"), max_length=100, unique=True, validators=[validate_slug]
    )
    folded = models.CharField(max_length=120, unique=True, editable=False)
    related_since = models.DateTimeField(
        default=BEGINNING,
        editable=False,
        help_text="Older stories are not weighed as related ones; see articles.related.narrow.",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return tag_address(self.slug)


class TaggedArticle(Listed, ItemBase):
    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, related_name="tagged_articles", db_index=False
    )
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged_items"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="article_tag_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tag", "-publish_at", "-content_object", "withdraw_at"], name="tag_list"
            )
        ]

    def __str__(self) -> str:
        return str(self.tag)
