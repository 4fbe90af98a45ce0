from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing, withdrawal
from articles.content import Content
from articles.models import Article, Revision
from articles.models.article import State
from articles.publishing import TransitionNotAllowed, UpdateKind
from articles.revisions import Edit, StaleBase, latest_content
from articles.signals import article_published
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories


def reload(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def verbs_of(article: Article) -> list[str]:
    entries = Entry.objects.filter(target_type="articles.article", target_id=str(article.pk))
    return list(entries.order_by("id").values_list("verb", flat=True))


def edit(article: Article, **changes: Any) -> Edit:
    latest = reload(article).latest_revision
    assert latest is not None
    return Edit(replace(latest_content(reload(article)), **changes), latest.number)


def test_create_makes_a_draft_with_revision_and_audit_line(editor: User) -> None:
    article = publishing.create(factories.content(headline="عنوان أول"), by=editor)
    assert article.state() == State.DRAFT
    assert article.slug == "عنوان-أول"
    assert [r.kind for r in article.revisions.all()] == [Revision.Kind.SAVE]
    assert verbs_of(article) == ["create"]


def test_publish_sets_dates_revision_and_audit_line(draft: Article, editor: User) -> None:
    before = timezone.now()
    article = publishing.publish(draft, by=editor)
    assert article.state() == State.PUBLISHED
    assert article.publish_at == article.first_published_at
    assert article.publish_at is not None
    assert before <= article.publish_at <= timezone.now()
    assert article.live_revision == article.latest_revision
    assert [r.kind for r in article.revisions.all()] == ["publish", "save"]
    assert verbs_of(article) == ["create", "publish"]


def test_slug_follows_the_headline_until_publication_and_is_frozen_then(
    draft: Article, editor: User
) -> None:
    publishing.save(draft, edit(draft, headline="عنوان ثان"), by=editor)
    assert reload(draft).slug == "عنوان-ثان"
    publishing.publish(draft, by=editor, edit=edit(draft, headline="عنوان ثالث"))
    assert reload(draft).slug == "عنوان-ثالث"
    publishing.update(draft, by=editor, edit=edit(draft, headline="عنوان رابع"))
    assert reload(draft).slug == "عنوان-ثالث"
    assert reload(draft).headline == "عنوان رابع"


def test_headline_of_signs_only_has_the_number_as_slug(editor: User) -> None:
    article = publishing.create(factories.content(headline="؟؟؟"), by=editor)
    assert article.slug == str(article.pk)


def test_save_over_a_live_story_does_not_touch_what_readers_see(
    published: Article, editor: User
) -> None:
    before = Content.from_article(reload(published))
    publishing.save(published, edit(published, headline="مسودة فوق المنشور"), by=editor)
    article = reload(published)
    assert Content.from_article(article) == before
    assert article.has_unpublished_changes
    assert latest_content(article).headline == "مسودة فوق المنشور"


def test_second_of_two_editors_is_refused(published: Article, editor: User, chief: User) -> None:
    first, second = edit(published, headline="الأول"), edit(published, headline="الثاني")
    publishing.save(published, first, by=editor)
    with pytest.raises(StaleBase) as refused:
        publishing.update(published, by=chief, edit=second)
    assert refused.value.theirs.snapshot["headline"] == "الأول"
    assert refused.value.theirs.created_by == editor
    assert reload(published).revisions.count() == 3


def test_minor_update_moves_nothing_and_substantive_moves_last_update(
    published: Article, editor: User
) -> None:
    publishing.update(published, by=editor, edit=edit(published, headline="أدق"))
    assert reload(published).substantive_update_at is None
    publishing.update(
        published,
        by=editor,
        edit=edit(published, headline="أحدث"),
        kind=UpdateKind.SUBSTANTIVE,
    )
    article = reload(published)
    assert article.substantive_update_at is not None
    assert article.publish_at == published.publish_at


def test_scheduled_story_becomes_public_by_time_alone(draft: Article, editor: User) -> None:
    at = timezone.now() + timedelta(hours=2)
    article = publishing.schedule(draft, at, by=editor)
    assert article.state() == State.SCHEDULED
    assert not Article.objects.published().filter(pk=draft.pk).exists()
    later = at + timedelta(seconds=1)
    assert Article.objects.published(now=later).filter(pk=draft.pk).exists()
    assert article.state(later) == State.PUBLISHED


def test_saving_a_scheduled_story_changes_what_will_be_published(
    draft: Article, editor: User
) -> None:
    publishing.schedule(draft, timezone.now() + timedelta(hours=2), by=editor)
    publishing.save(draft, edit(draft, headline="نص أخير"), by=editor)
    assert reload(draft).headline == "نص أخير"
    assert not reload(draft).has_unpublished_changes


def test_schedule_in_the_past_is_refused(draft: Article, editor: User) -> None:
    with pytest.raises(TransitionNotAllowed):
        publishing.schedule(draft, timezone.now() - timedelta(minutes=1), by=editor)


def test_schedule_across_the_clock_change_of_ramadan(draft: Article, editor: User) -> None:
    """Morocco is at UTC+1 except in Ramadan: 10:00 stays 10:00 on the newsroom's clock."""
    zone = ZoneInfo("Africa/Casablanca")
    before = datetime(2027, 2, 1, 10, 0, tzinfo=zone)
    within = datetime(2027, 2, 20, 10, 0, tzinfo=zone)
    assert before.utcoffset() != within.utcoffset()
    for at in (before, within):
        publishing.schedule(draft, at, by=editor)
        stored = reload(draft).publish_at
        assert stored is not None
        assert timezone.localtime(stored, zone).hour == 10


def test_unschedule_makes_a_draft_again(draft: Article, editor: User) -> None:
    publishing.schedule(draft, timezone.now() + timedelta(hours=2), by=editor)
    article = publishing.unschedule(draft, by=editor)
    assert article.state() == State.DRAFT
    assert article.first_published_at is None
    assert article.publish_at is None


def test_withdraw_and_publish_again_keep_the_first_date(published: Article, editor: User) -> None:
    first = published.first_published_at
    article = withdrawal.withdraw(published, by=editor)
    assert article.state() == State.WITHDRAWN
    assert not Article.objects.published().exists()
    assert verbs_of(article)[-1] == "withdraw"
    article = publishing.publish(article, by=editor)
    assert article.state() == State.PUBLISHED
    assert (article.first_published_at, article.publish_at) == (first, first)


def test_withdrawn_story_scheduled_and_unscheduled_stays_withdrawn(
    published: Article, editor: User
) -> None:
    withdrawal.withdraw(published, by=editor)
    publishing.schedule(published, timezone.now() + timedelta(days=1), by=editor)
    assert reload(published).state() == State.SCHEDULED
    publishing.unschedule(published, by=editor)
    assert reload(published).state() == State.WITHDRAWN
    assert reload(published).first_published_at == published.first_published_at


@pytest.mark.parametrize("verb", ["publish", "schedule", "update", "withdraw", "change_slug"])
def test_reporter_and_moderator_never_publish(
    verb: str, reporter: User, moderator: User, editor: User
) -> None:
    own = publishing.create(factories.content(), by=reporter)
    calls = {
        "publish": lambda by: publishing.publish(own, by=by),
        "schedule": lambda by: publishing.schedule(own, timezone.now() + timedelta(days=1), by=by),
        "update": lambda by: publishing.update(own, by=by, edit=edit(own)),
        "withdraw": lambda by: withdrawal.withdraw(own, by=by),
        "change_slug": lambda by: publishing.change_slug(own, "آخر", by=by),
    }
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            calls[verb](user)
    assert reload(own).state() == State.DRAFT


def test_reporter_writes_own_drafts_only(reporter: User, draft: Article, editor: User) -> None:
    own = publishing.create(factories.content(), by=reporter)
    publishing.save(own, edit(own, headline="تعديل صاحبه"), by=reporter)
    assert reload(own).headline == "تعديل صاحبه"
    with pytest.raises(PermissionDenied):
        publishing.save(draft, edit(draft), by=reporter)
    publishing.publish(own, by=editor)
    publishing.save(own, edit(own, headline="ما يقترحه صاحبه"), by=reporter)
    assert reload(own).headline == "تعديل صاحبه"  # what readers see


def test_byline_makes_a_story_ones_own(reporter: User, editor: User) -> None:
    signed = factories.author(user=reporter)
    article = publishing.create(factories.content(authors=(signed,)), by=editor)
    publishing.save(article, edit(article, headline="كتبه صاحب التوقيع"), by=reporter)
    assert reload(article).headline == "كتبه صاحب التوقيع"
    assert Article.objects.owned_by(reporter).get() == article


def test_failing_receiver_undoes_the_publication(draft: Article, editor: User) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError("receiver")

    article_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            publishing.publish(draft, by=editor)
    finally:
        article_published.disconnect(fail)
    assert reload(draft).state() == State.DRAFT
    assert verbs_of(draft) == ["create"]


def test_change_slug_is_a_change_that_feeds_can_tell(published: Article, editor: User) -> None:
    before = reload(published).changed_at
    publishing.change_slug(published, "عنوان-آخر", by=editor)
    assert reload(published).slug == "عنوان-آخر"
    assert reload(published).changed_at > before


def test_change_slug_refuses_signs_and_reserved_words(published: Article, editor: User) -> None:
    for wrong in ("؟؟؟", "feed", "كلمة كلمة", "UPPER", ""):
        with pytest.raises(ValidationError):
            publishing.change_slug(published, wrong, by=editor)
    assert reload(published).slug == published.slug


def test_move_changes_page_and_draft_alike(published: Article, editor: User) -> None:
    publishing.save(published, edit(published, headline="مسودة"), by=editor)
    section = factories.category()
    publishing.move(published, section, by=editor)
    article = reload(published)
    assert article.category == section
    assert list(article.categories.all()) == [section]
    assert article.headline == published.headline
    assert latest_content(article).headline == "مسودة"
    assert latest_content(article).category == section


def test_update_with_text_and_a_category_completes_a_hurried_story(editor: User) -> None:
    article = factories.published(by=editor, body="")
    Article.objects.filter(pk=article.pk).update(to_complete=True)
    section = factories.category()
    publishing.update(article, by=editor, edit=edit(article, body="<p>نص</p>"))
    assert reload(article).to_complete
    publishing.update(article, by=editor, edit=edit(article, category=section, body=""))
    assert reload(article).to_complete
    publishing.update(article, by=editor, edit=edit(article, body="<p>نص</p>"))
    assert not reload(article).to_complete
