from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.addresses import validate_slug


class Tag(TagBase):
    """``folded`` is the name as search sees it: two tags that fold alike are one tag."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.CharField(
        _("name in the address"), max_length=100, unique=True, validators=[validate_slug]
    )
    folded = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self) -> str:
        return reverse("articles:tag", args=[self.slug])


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_articles")
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged_items"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="article_tag_once")
        ]

    def __str__(self) -> str:
        return str(self.tag)
