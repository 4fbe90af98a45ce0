"""Invariants that hold whoever writes: direct writes of bad rows are refused by the database."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, ProtectedError
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    CategorizedArticle,
    Category,
    FormerAddress,
    PublicationSettings,
    Reference,
    Review,
    Revision,
    Tag,
    TaggedArticle,
)
from articles.shortlinks.models import ShortLink
from newsroom.accounts.models import OfferedPermission, User
from newsroom.media.models import Photo
from newsroom.site.models import SiteSettings
from tests import factories

# The other features try their own.
APPS = ("articles", "comments", "shortlinks", "accounts", "audit")
Write = Callable[[Article], object]


def write(model: type[Model], **values: Any) -> object:
    return model._default_manager.create(**values)


def change(article: Article, **values: Any) -> object:
    return Article.objects.filter(pk=article.pk).update(**values)


def twice(model: type[Model], **values: Any) -> object:
    write(model, **values)
    return write(model, **values)


def revision(article: Article, number: int) -> object:
    values = {"kind": "save", "created_at": timezone.now(), "snapshot": {}}
    return write(Revision, article=article, number=number, **values)


def byline(article: Article, author: Author | None, position: int) -> object:
    return write(Byline, article=article, author=author or factories.author(), position=position)


def tagged_twice(article: Article) -> object:
    tag = Tag.objects.create(name="فاس", slug="fes", folded="فاس")
    return twice(TaggedArticle, tag=tag, content_object=article)


def referred_twice(what: str, *, live: bool) -> Write:
    def refer(article: Article) -> object:
        photo = Photo.objects.create(file="x.jpg", sha256="x", width=1, height=1)
        to = photo if what == "photo" else factories.published(by=factories.user("editor"))
        within = None if live else article.latest_revision
        return twice(Reference, article=article, revision=within, **{what: to})

    return refer


REFUSED: dict[str, Write] = {
    "article_published_has_times": lambda article: change(article, publish_at=None),
    "article_withdrawn_was_published": lambda article: change(
        article, status="draft", withdraw_at=timezone.now()
    ),
    "article_has_headline": lambda article: change(article, headline=""),
    "article_trashed_was_never_public": lambda article: change(
        article, status="trashed", trashed_at=timezone.now()
    ),
    "article_replies_to_another": lambda article: change(article, reply_to=article),
    "review_open_once": lambda article: twice(Review, article=article, submitted_at=timezone.now()),
    "review_closed_has_time": lambda article: write(
        Review, article=article, submitted_at=timezone.now(), state="returned"
    ),
    "review_claimed_has_time": lambda article: write(
        Review, article=article, submitted_at=timezone.now(), state="claimed"
    ),
    "article_category_once": lambda article: write(
        CategorizedArticle, article=article, category=article.category
    ),
    "byline_author_once": lambda article: byline(
        article, article.bylines.select_related("author")[0].author, 9
    ),
    "byline_position_once": lambda article: byline(article, None, 0),
    "former_address_once": lambda article: twice(
        FormerAddress, kind="tag", address="x", target_id=1
    ),
    "publication_settings_single_row": lambda article: write(PublicationSettings, pk=2),
    "reference_to_one_thing": lambda article: write(Reference, article=article),
    "reference_photo_once_live": referred_twice("photo", live=True),
    "reference_photo_once_newest": referred_twice("photo", live=False),
    "reference_target_once_live": referred_twice("target", live=True),
    "reference_target_once_newest": referred_twice("target", live=False),
    "revision_number_once": lambda article: revision(article, 1),
    "article_tag_once": tagged_twice,
    "category_single_default": lambda article: write(
        Category, name="آخر", slug="other", path="other", is_default=True
    ),
    "category_default_is_root": lambda article: Category.objects.filter(is_default=True).update(
        parent=factories.category()
    ),
    "short_link_has_code": lambda article: write(ShortLink, code=""),
    "site_settings_single_row": lambda article: write(
        SiteSettings, pk=2, name="موقع", edition="MA"
    ),
    "site_settings_hijri_offset": lambda article: SiteSettings.objects.update(hijri_offset=3),
    "offered_once": lambda article: twice(OfferedPermission, role="x", permission="y"),
}

# Of single columns: the name of the constraint is Django's.
UNIQUE: dict[str, Write] = {
    "category path": lambda article: write(
        Category, name="آخر", slug="uncategorized", path="uncategorized"
    ),
    "author slug": lambda article: [factories.author(slug="same") for _ in range(2)],
    "one author of a user": lambda article: [
        factories.author(user=article.created_by) for _ in range(2)
    ],
    "tag name": lambda article: [
        write(Tag, name="فاس", slug=letter, folded=letter) for letter in "ab"
    ],
    "tag slug": lambda article: [
        write(Tag, name=letter, slug="fes", folded=letter) for letter in "ab"
    ],
    "folded tag": lambda article: [
        write(Tag, name=letter, slug=letter, folded="فاس") for letter in "ab"
    ],
    "short code": lambda article: [write(ShortLink, code="abc234") for _ in range(2)],
    "short link of a story": lambda article: write(ShortLink, code="abc234", article=article),
    "user name": lambda article: [factories.user(username="same") for _ in range(2)],
}


def ours() -> Iterator[type[Model]]:
    yield SiteSettings
    for label in APPS:
        yield from apps.get_app_config(label).get_models()


def is_check(name: str) -> bool:
    constraints = [each for model in ours() for each in model._meta.constraints]
    return any(each.name == name and isinstance(each, CheckConstraint) for each in constraints)


def test_every_constraint_is_tried_here() -> None:
    declared = {str(each.name) for model in ours() for each in model._meta.constraints}
    assert declared <= set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_bad_row_is_refused(name: str, published: Article) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](published)
    if is_check(name) or connection.vendor == "postgresql":
        assert name in str(refused.value)


@pytest.mark.parametrize("what", UNIQUE)
def test_second_row_is_refused(what: str, published: Article) -> None:
    with pytest.raises(IntegrityError, match="(?i)unique"), transaction.atomic():
        UNIQUE[what](published)


@pytest.mark.parametrize("missing", ["publish_at", "first_published_at"])
def test_published_story_has_both_times(missing: str, published: Article) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(published, **{missing: None})


def test_what_is_right_is_taken(published: Article, draft: Article) -> None:
    """The rules above refuse no more than they should."""
    later = timezone.now() + timedelta(days=1)
    assert change(published, withdraw_at=later) == 1
    assert change(draft, headline="؟") == 1
    revision(draft, 2)
    byline(draft, None, 0)
    write(FormerAddress, kind="tag", address="x", target_id=1)
    write(FormerAddress, kind="author", address="x", target_id=1)
    write(ShortLink, code="abc234")
    write(ShortLink, code="ABC234")


def test_author_of_a_story_is_not_deleted(published: Article) -> None:
    line = published.bylines.select_related("author")[0]
    with pytest.raises(ProtectedError):
        line.author.delete()


def test_category_with_stories_or_children_is_not_deleted(editor: User) -> None:
    with_story, parent = factories.category(), factories.category()
    factories.published(by=editor, category=with_story)
    factories.category(parent=parent)
    for category in (with_story, parent):
        with pytest.raises(ProtectedError):
            category.delete()


def test_colleague_who_goes_leaves_the_stories(published: Article, editor: User) -> None:
    editor.delete()
    published.refresh_from_db()
    assert published.created_by is None
    assert [each.created_by for each in published.revisions.all()] == [None, None]
