from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import publishing, withdrawal
from articles.editing import preview_links
from articles.editing.models import PreviewLink
from articles.editing.preview_links import Duration
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__contains="preview_link").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_token_is_long_random_and_not_stored(draft: Article, editor: User) -> None:
    links = [preview_links.create(draft, Duration.DAY, by=editor) for _ in range(3)]
    tokens = {new.token for new in links}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {32}  # 192 bits
    stored = str(list(PreviewLink.objects.values())) + str(list(Entry.objects.values()))
    for new in links:
        assert new.token not in stored
        assert preview_links.find(new.token) == new.link
    assert preview_links.find("x" * 32) is None


@pytest.mark.parametrize("duration", list(Duration))
def test_it_ends_after_the_chosen_days(duration: Duration, draft: Article, editor: User) -> None:
    link = preview_links.create(draft, duration, by=editor).link
    assert link.expires_at - link.created_at == timedelta(days=int(duration))
    assert link.is_living(link.expires_at - timedelta(seconds=1))
    assert not link.is_living(link.expires_at)
    assert list(preview_links.living(draft)) == [link]
    assert list(preview_links.living(draft, link.expires_at)) == []


def test_revoked_once(draft: Article, editor: User) -> None:
    link = preview_links.create(draft, Duration.WEEK, by=editor).link
    assert preview_links.revoke(link, by=editor)
    assert not preview_links.revoke(link, by=editor)
    link.refresh_from_db()
    assert not link.is_living()
    assert verbs() == ["create_preview_link", "revoke_preview_link"]


def test_who_may(draft: Article, reporter: User, moderator: User, editor: User) -> None:
    own = publishing.create(factories.content(), by=reporter)
    link = preview_links.create(draft, Duration.DAY, by=editor).link
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            preview_links.create(draft, Duration.DAY, by=user)
        with pytest.raises(PermissionDenied):
            preview_links.revoke(link, by=user)
    new = preview_links.create(own, Duration.DAY, by=reporter)
    assert preview_links.revoke(new.link, by=reporter)


def test_withdrawal_ends_every_link_for_good(published: Article, editor: User) -> None:
    link = preview_links.create(published, Duration.WEEK, by=editor).link
    withdrawal.withdraw(published, by=editor)
    link.refresh_from_db()
    assert not link.is_living()
    with pytest.raises(TransitionNotAllowed):
        preview_links.create(published, Duration.DAY, by=editor)
    publishing.publish(published, by=editor)
    link.refresh_from_db()
    assert not link.is_living()


def test_there_is_a_limit(draft: Article, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_links, "LIVING_LIMIT", 2)
    links = [preview_links.create(draft, Duration.DAY, by=editor).link for _ in range(2)]
    with pytest.raises(TransitionNotAllowed):
        preview_links.create(draft, Duration.DAY, by=editor)
    preview_links.revoke(links[0], by=editor)
    preview_links.create(draft, Duration.DAY, by=editor)


def test_openings_are_counted(draft: Article, editor: User) -> None:
    link = preview_links.create(draft, Duration.DAY, by=editor).link
    for _ in range(2):
        preview_links.note_opening(link)
    link.refresh_from_db()
    assert link.opened == 2
    assert link.last_opened_at is not None
    assert timezone.now() - link.last_opened_at < timedelta(minutes=1)


@pytest.mark.parametrize("count", [3, 30])
def test_list_costs_one_query(
    count: int, draft: Article, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_links, "LIVING_LIMIT", 100)
    for _ in range(count):
        preview_links.create(draft, Duration.DAY, by=factories.user("editor"))
    with django_assert_num_queries(1):
        assert len([str(link.created_by) for link in preview_links.living(draft)]) == count
