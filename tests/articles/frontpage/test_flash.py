from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.frontpage.arrangement import front_page
from articles.frontpage.flash import flash
from articles.frontpage.models import Breaking
from articles.models import Article, Category
from articles.models.article import State
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories


def test_one_headline_is_live_lead_and_breaking(editor: User, published: Article) -> None:
    story = flash("هزة أرضية خفيفة", by=editor, line="لا أضرار حتى الآن.")
    story = Article.objects.get(pk=story.pk)
    assert story.state() == State.PUBLISHED
    assert (story.headline, story.deck, story.to_complete) == (
        "هزة أرضية خفيفة",
        "لا أضرار حتى الآن.",
        True,
    )
    assert story.category.is_default
    page = front_page(timezone.now())
    assert page.lead == story
    assert page.second == [published]
    breaking = Breaking.objects.active().get()
    assert breaking.article == story
    assert breaking.expires_at - breaking.starts_at == timedelta(minutes=60)
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True))[-5:] == [
        "create",
        "publish",
        "make_lead",
        "announce",
        "flash",
    ]


@pytest.mark.parametrize("role", ["reporter", "moderator", ""])
def test_others_may_not(role: str, db: None) -> None:
    with pytest.raises(PermissionDenied):
        flash("خبر", by=factories.user(role))
    assert not Article.objects.exists()


def test_all_or_nothing(editor: User) -> None:
    """Where one of its verbs is not allowed, nothing of the flash stays."""
    permission = editor.groups.get().permissions.get(codename="publish_article")
    editor.groups.get().permissions.remove(permission)
    with pytest.raises(PermissionDenied):
        flash("خبر", by=User.objects.get(pk=editor.pk))
    assert not Article.objects.exists()
    assert not Breaking.objects.exists()


def test_a_headline_longer_than_the_strip_is_no_obstacle(editor: User) -> None:
    headline = "عنوان طويل " * 17
    story = flash(headline, by=editor)
    assert Breaking.objects.active().get().line == story.headline
    assert Category.objects.default() == story.category
