from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from articles import publishing, withdrawal
from articles.content import Content, ContentRefused
from articles.models import Article, Reference
from articles.references import refer
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.embeds.models import Embed
from newsroom.media.models import Photo
from tests import factories

Queries = Callable[[int], AbstractContextManager[object]]
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def photo(number: int = 1) -> Photo:
    return Photo.objects.create(
        file=f"originals/{number}.jpg",
        sha256=f"{number:064d}",
        width=1200,
        height=800,
        alt="بديل",
        credit="تصوير",
    )


def figure(one: Photo) -> str:
    return f'<figure class="photo" data-photo="{one.pk}"></figure>'


def link(article: Article) -> str:
    return f'<p><a data-article="{article.pk}">خبر</a></p>'


def read_also(article: Article) -> str:
    return f'<aside class="read-also" data-article="{article.pk}"></aside>'


def rows(article: Article, *, live: bool) -> set[tuple[str, int]]:
    found = Reference.objects.filter(article=article, revision__isnull=live)
    return {
        ("photo", row.photo_id) if row.photo_id else ("target", row.target_id or 0) for row in found
    }


def edit(article: Article, **changes: Any) -> Edit:
    article = Article.objects.select_related("latest_revision").get(pk=article.pk)
    assert article.latest_revision is not None
    return Edit(replace(latest_content(article), **changes), article.latest_revision.number)


def test_live_text_and_newest_revision_are_referred_from(editor: User, published: Article) -> None:
    lead, old, new = photo(1), photo(2), photo(3)
    article = factories.published(
        by=editor, lead_photo=lead, body=figure(old) + link(published) + read_also(published)
    )
    first = {("photo", lead.pk), ("photo", old.pk), ("target", published.pk)}
    assert rows(article, live=True) == rows(article, live=False) == first

    article = publishing.save(article, edit(article, body=figure(new)), by=editor)
    second = {("photo", lead.pk), ("photo", new.pk)}
    assert rows(article, live=True) == first
    assert rows(article, live=False) == second
    assert Reference.objects.get(photo=new).revision == article.latest_revision

    publishing.update(article, by=editor, edit=edit(article))
    assert rows(article, live=True) == rows(article, live=False) == second
    assert Reference.objects.count() == 4


def test_every_verb_writes_them(editor: User) -> None:
    shown = photo()
    one = {("photo", shown.pk)}
    article = publishing.create(factories.content(body=figure(shown)), by=editor)
    assert rows(article, live=True) == rows(article, live=False) == one
    publishing.save(article, edit(article, body=""), by=editor)
    assert rows(article, live=True) == rows(article, live=False) == set()
    at = timezone.now() + timedelta(hours=1)
    publishing.schedule(article, at, by=editor, edit=edit(article, body=figure(shown)))
    assert rows(article, live=True) == rows(article, live=False) == one
    publishing.publish(article, by=editor, edit=edit(article, body=""))
    assert rows(article, live=True) == rows(article, live=False) == set()
    publishing.update(article, by=editor, edit=edit(article, body=figure(shown)))
    publishing.save(article, edit(article, body=""), by=editor)
    publishing.move(article, factories.category(), by=editor)
    assert rows(article, live=True) == one
    assert rows(article, live=False) == set()
    withdrawal.withdraw(article, by=editor)
    assert rows(article, live=True) == one


def test_photo_in_use_is_not_deleted(editor: User) -> None:
    shown = photo()
    publishing.create(factories.content(body=figure(shown)), by=editor)
    with pytest.raises(ProtectedError):
        shown.delete()


def test_missing_photo_is_refused_with_a_message_and_nothing_is_written(
    editor: User, draft: Article
) -> None:
    missing = '<figure class="photo" data-photo="987"></figure>'
    with pytest.raises(ContentRefused, match="987"):
        publishing.create(factories.content(body=missing), by=editor)
    with pytest.raises(ContentRefused, match="987"):
        publishing.save(draft, edit(draft, body=missing), by=editor)
    assert Article.objects.count() == draft.revisions.count() == 1


def test_missing_story_and_the_story_itself_are_passed_over(editor: User, draft: Article) -> None:
    body = f'<p><a data-article="987">أ</a> <a data-article="{draft.pk}">ب</a></p>'
    publishing.save(draft, edit(draft, body=body), by=editor)
    assert rows(draft, live=True) == set()


def test_embeds_are_asked_for(editor: User) -> None:
    body = f'<figure class="embed" data-embed="{VIDEO}"></figure>'
    publishing.create(factories.content(body=body), by=editor)
    assert Embed.objects.get().address == VIDEO


@pytest.mark.parametrize("count", [3, 30])
def test_literal_query_counts(
    count: int, editor: User, draft: Article, django_assert_num_queries: Queries
) -> None:
    targets = [publishing.create(factories.content(), by=editor) for _number in range(count)]
    shown = [photo(number) for number in range(count)]
    plain = Content.from_article(draft)
    full = replace(plain, body="".join([*map(figure, shown), *map(link, targets)]))
    with django_assert_num_queries(1):
        refer(draft, plain, None)
    with django_assert_num_queries(5):
        refer(draft, full, None)
    with django_assert_num_queries(6):
        refer(draft, full, draft.latest_revision)
