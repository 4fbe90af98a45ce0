from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import withdrawal
from articles.frontpage.breaking import announce, end_breaking
from articles.frontpage.models import TEXT_LENGTH, Breaking
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories


def line(minutes: float = 0) -> str:
    """What runs so many minutes from now."""
    found = Breaking.objects.active(timezone.now() + timedelta(minutes=minutes)).first()
    return found.line if found else ""


def test_a_text_runs_and_ends_by_time_alone(editor: User) -> None:
    announce(by=editor, minutes=30, text="  قطع الطريق  الوطنية ")
    assert line() == "قطع الطريق الوطنية"
    assert line(29.9) == "قطع الطريق الوطنية"
    assert line(30.1) == ""


def test_a_story_runs_under_its_headline_or_a_text(editor: User, published: Article) -> None:
    announce(by=editor, minutes=60, article=published)
    assert line() == published.headline
    announce(by=editor, minutes=60, article=published, text="نص أقصر")
    assert line() == "نص أقصر"


def test_the_newest_takes_the_place_of_the_older_for_good(editor: User) -> None:
    announce(by=editor, minutes=120, text="الأول")
    announce(by=editor, minutes=30, text="الثاني")
    assert line() == "الثاني"
    assert line(60) == ""


def test_end_breaking(editor: User) -> None:
    announce(by=editor, minutes=30, text="خبر")
    assert end_breaking(by=editor)
    assert line(0.1) == ""
    assert end_breaking(by=editor) is False


def test_line_to_a_withdrawn_story_is_gone(editor: User, published: Article) -> None:
    announce(by=editor, minutes=60, article=published, text="نص")
    withdrawal.withdraw(published, by=editor)
    assert line(0.1) == ""


def test_refusals(editor: User, draft: Article, moderator: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        announce(by=editor, minutes=30, text="  ")
    with pytest.raises(TransitionNotAllowed):
        announce(by=editor, minutes=30, text="خ" * (TEXT_LENGTH + 1))
    with pytest.raises(TransitionNotAllowed):
        announce(by=editor, minutes=30, article=draft)
    with pytest.raises(PermissionDenied):
        announce(by=moderator, minutes=30, text="خبر")
    with pytest.raises(PermissionDenied):
        end_breaking(by=moderator)
    assert not Breaking.objects.exists()


def test_audit_lines(editor: User) -> None:
    announce(by=editor, minutes=30, text="خبر")
    end_breaking(by=editor)
    entries = Entry.objects.order_by("id").values_list("verb", "target_label")
    assert list(entries) == [("announce", "خبر"), ("end_breaking", "خبر")]


def test_constraints(editor: User) -> None:
    now = timezone.now()
    announce(by=editor, minutes=30, text="خبر")
    for wrong in (
        {"text": "ثان", "starts_at": now, "expires_at": now},
        {"text": "", "starts_at": now, "expires_at": now, "is_newest": False},
        {
            "text": "ثالث",
            "starts_at": now,
            "expires_at": now - timedelta(seconds=1),
            "is_newest": False,
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Breaking.objects.create(**wrong)


def test_story_without_text_follows_its_headline(editor: User) -> None:
    story = factories.published(by=editor)
    announce(by=editor, minutes=30, article=story)
    Article.objects.filter(pk=story.pk).update(headline="عنوان مصحح")
    assert line() == "عنوان مصحح"
