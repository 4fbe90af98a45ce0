from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.addresses import category_address, validate_slug
from articles.models.listed import Listed

PATH_LENGTH = 500
OPINION_SLUG = "opinion"


class CategoryQuerySet(models.QuerySet["Category"]):
    def default(self) -> "Category":
        return self.get(is_default=True)

    def top_level(self) -> "CategoryQuerySet":
        """What the site's menu lists: roots that are sections, so not «uncategorized»."""
        return self.filter(parent=None, is_default=False)


class Category(models.Model):
    """A section of the paper. ``path`` is the address: the slugs from the root down."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("name in the address"), max_length=100, validators=[validate_slug])
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent category"),
    )
    path = models.CharField(max_length=PATH_LENGTH, unique=True, editable=False)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("default category"), default=False, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "name", "id"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="category_single_default",
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(parent=None),
                name="category_default_is_root",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return category_address(self.path)

    @property
    def is_opinion(self) -> bool:
        """The opinion section and what stands below it: the writer is shown first, in ochre."""
        return self.path.partition("/")[0] == OPINION_SLUG

    @property
    def ancestors(self) -> "list[Category]":
        """From the root to the parent; free where the parents were fetched."""
        found: list[Category] = []
        step = self.parent
        while step is not None:
            found.insert(0, step)
            step = step.parent
        return found


class CategorizedArticle(Listed):
    """A story's place in the list of one of its categories."""

    # Constraint and index lead to both.
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="categorized_items",
        db_index=False,
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="categorized_articles", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "category"], name="article_category_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["category", "-publish_at", "-article", "withdraw_at"], name="category_list"
            )
        ]

    def __str__(self) -> str:
        return str(self.category)
