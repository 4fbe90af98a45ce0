from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.addresses import story_address
from articles.models.author import Author
from articles.models.category import CategorizedArticle, Category
from articles.models.listed import Listed, visible
from articles.models.settings import CommentsState
from articles.models.tag import TaggedArticle
from articles.models.withdrawal import SENTENCE_LENGTH
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.prefetching import Values, linked

HEADLINE_LENGTH = 200
DECK_LENGTH = 500
KICKER_LENGTH = 80
PLACE_LENGTH = 60
AGENCY_LENGTH = 60
BODY_LENGTH = 400_000
# What a list shows of a story.
CARD_COLUMNS = (
    *("kicker", "headline", "deck", "slug", "publish_at", "first_published_at"),
    *(f"category__{name}" for name in ("name", "path", "is_default")),
    *(f"lead_photo__{name}" for name in ("width", "height", "focal_x", "focal_y")),
)
CARD_RELATIONS = ("signed_by", "lead_photo__files")


class State(models.TextChoices):
    """How a story stands at a given moment. Derived from status and times, never stored."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TRASHED = "trashed", _("In the trash")


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, *, now: datetime | None = None) -> "ArticleQuerySet":
        """What readers may see at ``now``."""
        return self.filter(visible(now), status=Article.Status.PUBLISHED)

    def withdrawn(self, *, now: datetime | None = None) -> "ArticleQuerySet":
        return self.filter(status=Article.Status.PUBLISHED, withdraw_at__lte=now or timezone.now())

    def scheduled(self, *, now: datetime | None = None) -> "ArticleQuerySet":
        now = now or timezone.now()
        return self.filter(
            Q(withdraw_at=None) | Q(withdraw_at__gt=now),
            status=Article.Status.PUBLISHED,
            publish_at__gt=now,
        )

    def drafts(self) -> "ArticleQuerySet":
        return self.filter(status=Article.Status.DRAFT)

    def trashed(self) -> "ArticleQuerySet":
        return self.filter(status=Article.Status.TRASHED)

    def outside_trash(self) -> "ArticleQuerySet":
        """What the newsroom works with: lists, searches and desks offer nothing else."""
        return self.exclude(status=Article.Status.TRASHED)

    def owned_by(self, user: User) -> "ArticleQuerySet":
        """Created by this user or carrying their byline."""
        mine = Byline.objects.filter(author__user=user).values("article")
        return self.filter(Q(created_by=user) | Q(pk__in=mine))

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-publish_at", "-id")

    def for_detail(self) -> "ArticleQuerySet":
        """With all that a page of it shows, but what ``articles.body`` finds: four queries."""
        detail = self.defer("folded").select_related("category__parent__parent", "lead_photo")
        return detail.prefetch_related("filed_under", "signed_by", "carried_tags")

    def for_listing(self) -> "ArticleQuerySet":
        """With what a list shows, and nothing else: three queries."""
        return (
            self.only(*CARD_COLUMNS)
            .select_related("category", "lead_photo")
            .prefetch_related(*CARD_RELATIONS)
        )


class CarriedTag(NamedTuple):
    pk: int
    name: str
    slug: str
    related_since: datetime


def _signed_by(articles: Collection[int]) -> Iterator[tuple[int, Author]]:
    return linked(Byline, Author, articles, here="article_id", there="author")


def _filed_under(articles: Collection[int]) -> Iterator[tuple[int, Category]]:
    return linked(CategorizedArticle, Category, articles, here="article_id", there="category")


def _carried_tags(articles: Collection[int]) -> Iterator[tuple[int, CarriedTag]]:
    items = TaggedArticle.objects.filter(content_object__in=articles)
    columns = ("tag_id", "tag__name", "tag__slug", "tag__related_since")
    for article, *row in items.values_list("content_object_id", *columns):
        yield article, CarriedTag(*row)


class Article(models.Model):
    """A story, as its readers see it. Newer, unpublished text waits in its latest revision."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        TRASHED = "trashed", _("In the trash")

    # Content: changed through Content.apply() only.
    kicker = models.CharField(_("kicker"), max_length=KICKER_LENGTH, blank=True)
    headline = models.CharField(_("headline"), max_length=HEADLINE_LENGTH)
    deck = models.CharField(_("deck"), max_length=DECK_LENGTH, blank=True)
    body = models.TextField(_("body text"), blank=True)
    place = models.CharField(_("dateline"), max_length=PLACE_LENGTH, blank=True)
    agency = models.CharField(_("news agency"), max_length=AGENCY_LENGTH, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    categories = models.ManyToManyField(
        Category,
        through=CategorizedArticle,
        related_name="articles",
        verbose_name=_("categories"),
        help_text=_("All categories of the story, the first one included."),
    )
    authors = models.ManyToManyField(
        Author, through="articles.Byline", related_name="articles", verbose_name=_("authors")
    )
    lead_photo = models.ForeignKey(
        Photo,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead photo"),
    )
    photo_caption = models.CharField(
        _("caption here"), max_length=400, blank=True, help_text=_("If empty, the photo's own.")
    )
    photo_alt = models.CharField(
        _("alt text here"), max_length=250, blank=True, help_text=_("If empty, the photo's own.")
    )
    tags = TaggableManager(through=TaggedArticle, blank=True, verbose_name=_("tags"))

    folded = models.TextField(
        editable=False,
        default="",
        help_text="Headline, deck, names and body as search sees them.",
    )

    # Publication: changed through the verbs in articles.publishing only.
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    slug = models.CharField(_("name in the address"), max_length=100)
    publish_at = models.DateTimeField(_("publication time"), null=True, blank=True)
    first_published_at = models.DateTimeField(
        _("first publication"),
        null=True,
        blank=True,
        help_text=_("Its day is part of the address for ever."),
    )
    substantive_update_at = models.DateTimeField(_("last update"), null=True, blank=True)
    withdraw_at = models.DateTimeField(_("withdrawal time"), null=True, blank=True)
    withdrawal_sentence = models.CharField(
        _("sentence for readers"),
        max_length=SENTENCE_LENGTH,
        blank=True,
        help_text="What its address says while it is withdrawn; empty: the site's own sentence.",
    )
    legal_hold = models.BooleanField(
        _("legal hold"),
        default=False,
        help_text="Nothing of it may be deleted, old revisions included.",
    )
    trashed_at = models.DateTimeField(_("moved to the trash"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("moved to the trash by"),
    )
    announced_at = models.DateTimeField(null=True, editable=False)
    comments_state = models.CharField(
        _("comments"),
        max_length=6,
        choices=CommentsState.choices,
        default=CommentsState.OPEN,
    )

    to_complete = models.BooleanField(
        _("to be completed"),
        default=False,
        help_text=_("Published in a hurry: text, picture or category are still missing."),
    )

    reply_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("replies to"),
        help_text="Right of reply: changed through articles.replying only.",
    )

    latest_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    live_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    open_review = models.OneToOneField(
        "articles.Review", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("last change"), default=timezone.now, db_index=True)

    objects = ArticleQuerySet.as_manager()

    # As its pages show them; each costs a query without ``for_detail()`` or ``for_listing()``.
    signed_by = Values(_signed_by)
    """In the order of the byline."""
    filed_under = Values(_filed_under)
    """In no order."""
    carried_tags = Values(_carried_tags)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions: ClassVar = [
            ("change_own_article", "Can write own articles"),
            ("publish_article", "Can publish, schedule, update and withdraw articles"),
            ("set_comments", "Can open, close and hide comments"),
            ("lift_legal_hold", "Can lift the legal hold on withdrawn articles"),
        ]
        indexes: ClassVar = [
            models.Index(
                F("publish_at").desc(),
                F("id").desc(),
                condition=Q(status="published"),
                name="article_published",
            ),
            # The newest of every section, for the front page.
            models.Index(
                F("category"),
                F("publish_at").desc(),
                F("id").desc(),
                F("withdraw_at"),
                condition=Q(status="published"),
                name="article_in_category",
            ),
            # For archives and sitemaps; the columns after the first two spare a look at the row.
            models.Index(
                fields=["-first_published_at", "-id", "status", "publish_at", "withdraw_at"],
                name="article_first_published",
            ),
            # Withdrawn, or with a day for it: few of all.
            models.Index(
                F("withdraw_at"), condition=Q(withdraw_at__isnull=False), name="article_withdrawal"
            ),
            # The few that articles.announcing looks for every five seconds.
            models.Index(
                F("publish_at"),
                condition=Q(status="published", announced_at=None),
                name="article_to_announce",
            ),
            models.Index(
                F("trashed_at"), condition=Q(status="trashed"), name="article_in_the_trash"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(publish_at__isnull=False, first_published_at__isnull=False),
                name="article_published_has_times",
            ),
            models.CheckConstraint(
                condition=Q(status="published") | Q(withdraw_at=None),
                name="article_withdrawn_was_published",
            ),
            models.CheckConstraint(
                condition=Q(status="trashed", trashed_at__isnull=False, first_published_at=None)
                | ~Q(status="trashed") & Q(trashed_at=None),
                name="article_trashed_was_never_public",
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_headline"),
            models.CheckConstraint(
                condition=Q(reply_to=None) | ~Q(reply_to=F("id")),
                name="article_replies_to_another",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """The canonical public address; only a story that was once published has one."""
        return story_address(self.address_day, self.pk, self.slug)

    @property
    def address_day(self) -> date:
        if self.first_published_at is None:
            raise ValueError("A story that was never published has no address.")
        zone = timezone.get_default_timezone()
        return timezone.localtime(self.first_published_at, zone).date()

    @property
    def has_unpublished_changes(self) -> bool:
        return self.latest_revision_id != self.live_revision_id

    def state(self, now: datetime | None = None) -> State:
        now = now or timezone.now()
        if self.status == self.Status.TRASHED:
            return State.TRASHED
        if self.status == self.Status.DRAFT or self.publish_at is None:
            return State.DRAFT
        if self.withdraw_at is not None and self.withdraw_at <= now:
            return State.WITHDRAWN
        return State.SCHEDULED if self.publish_at > now else State.PUBLISHED

    def was_public(self, now: datetime | None = None) -> bool:
        """Readers could see it at some moment before ``now``; its slug is frozen since."""
        first = self.first_published_at
        return first is not None and first <= (now or timezone.now())


class Byline(Listed):
    """An author's place in the byline. Rows are replaced as a whole, never re-numbered."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="bylines", db_index=False
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_author_once"),
            models.UniqueConstraint(fields=["article", "position"], name="byline_position_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["author", "-publish_at", "-article", "withdraw_at"], name="author_list"
            )
        ]

    def __str__(self) -> str:
        return str(self.author)
