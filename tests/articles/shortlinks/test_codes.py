import secrets
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing, withdrawal
from articles.models import Article
from articles.revisions import Edit, latest_content
from articles.shortlinks.codes import ALPHABET, ensure_short_link, new_code
from articles.shortlinks.models import ShortLink
from newsroom.accounts.models import User
from newsroom.pagecache.models import PurgeEvent
from tests import factories


def code_of(article: Article) -> str:
    return ShortLink.objects.get(article=article).code


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The letters that chance will bring, in their order."""
    letters: list[str] = []

    def choose(among: Iterable[str]) -> str:
        letter = letters.pop(0)
        assert letter in among
        return letter

    monkeypatch.setattr(secrets, "choice", choose)
    return letters


def test_alphabet_leaves_out_what_readers_mistake() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 58
    assert not set("0OIl") & set(ALPHABET)
    assert ALPHABET.isascii()
    assert ALPHABET.isalnum()


def test_codes_are_six_signs_of_the_alphabet() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)


def test_draft_has_no_short_link(draft: Article) -> None:
    assert not ShortLink.objects.exists()
    assert not hasattr(draft, "short_link")


def test_first_publication_makes_one(published: Article) -> None:
    assert len(code_of(published)) == 6
    assert ShortLink.objects.count() == 1


def test_schedule_makes_one_already(draft: Article, editor: User) -> None:
    publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    assert len(code_of(draft)) == 6


def test_code_stays_for_ever(draft: Article, editor: User) -> None:
    publishing.schedule(draft, timezone.now() + timedelta(days=1), by=editor)
    code = code_of(draft)
    publishing.unschedule(draft, by=editor)
    assert code_of(draft) == code
    publishing.publish(draft, by=editor)
    article = Article.objects.get(pk=draft.pk)
    assert article.latest_revision is not None
    edit = Edit(latest_content(article), article.latest_revision.number)
    publishing.update(draft, by=editor, edit=edit)
    publishing.change_slug(draft, "آخر", by=editor)
    withdrawal.withdraw(draft, by=editor)
    assert code_of(draft) == code
    publishing.publish(draft, by=editor)
    assert code_of(draft) == code
    assert ShortLink.objects.count() == 1


def test_asking_again_brings_the_same_link(published: Article) -> None:
    assert ensure_short_link(published) == ensure_short_link(published)
    assert ShortLink.objects.count() == 1


def test_code_that_is_taken_is_drawn_anew(dice: list[str], editor: User) -> None:
    dice += "aaaaaa" + "aaaaaa" + "bbbbbb"
    first, second = factories.published(by=editor), factories.published(by=editor)
    assert [code_of(first), code_of(second)] == ["aaaaaa", "bbbbbb"]


def test_capital_and_small_letters_are_different_codes(dice: list[str], editor: User) -> None:
    dice += "aaaaaa" + "AAAAAA"
    first, second = factories.published(by=editor), factories.published(by=editor)
    assert [code_of(first), code_of(second)] == ["aaaaaa", "AAAAAA"]


def test_code_of_a_deleted_story_is_not_used_again(dice: list[str], editor: User) -> None:
    dice += "aaaaaa" + "aaaaaa" + "bbbbbb"
    factories.published(by=editor).delete()
    assert ShortLink.objects.get(code="aaaaaa").article is None
    assert code_of(factories.published(by=editor)) == "bbbbbb"


def test_no_free_code_undoes_the_publication(
    published: Article, draft: Article, editor: User, dice: list[str]
) -> None:
    dice += code_of(published) * 20
    with pytest.raises(RuntimeError, match="No free short code"):
        publishing.publish(draft, by=editor)
    assert Article.objects.get(pk=draft.pk).status == Article.Status.DRAFT


def test_withdrawal_renews_the_page_of_the_link_too(published: Article, editor: User) -> None:
    withdrawal.withdraw(published, by=editor)
    renewed = set(PurgeEvent.objects.exclude(path="").values_list("path", flat=True))
    assert renewed == {published.get_absolute_url(), published.short_link.get_absolute_url()}
