import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import publishing, withdrawal
from articles.categories import delete_category
from articles.content import TagRef
from articles.listing import misplaced
from articles.models import Article, CategorizedArticle, Correction
from articles.models.listed import VISIBLE, visible
from articles.publishing import UpdateKind
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from tests import factories, truth

Verb = Callable[[Article, User], object]


def update(article: Article, by: User) -> Article:
    article = Article.objects.select_related("latest_revision").get(pk=article.pk)
    assert article.latest_revision is not None
    content = replace(
        latest_content(article),
        categories=(factories.category(), factories.category()),
        authors=(factories.author(),),
        tags=(TagRef("مطر", ""), TagRef("سد", "")),
    )
    edit = Edit(content, article.latest_revision.number)
    kind = UpdateKind.CORRECTION
    return publishing.update(article, by=by, edit=edit, kind=kind, correction="الصواب 12.")


def schedule(article: Article, by: User) -> Article:
    return publishing.schedule(article, timezone.now() + timedelta(hours=1), by=by)


def delete_its_category(article: Article, by: User) -> int:
    return delete_category(Article.objects.get(pk=article.pk).category, by=by)


VERBS: dict[str, Verb] = {
    "publish": lambda article, by: publishing.publish(article, by=by),
    "update": update,
    "move": lambda article, by: publishing.move(article, factories.category(), by=by),
    "withdraw": lambda article, by: withdrawal.withdraw(article, by=by),
    "schedule": schedule,
    "unschedule": lambda article, by: publishing.unschedule(article, by=by),
    "delete its category": delete_its_category,
}
LIVES = [
    "schedule move unschedule schedule",
    "publish move update withdraw publish update withdraw schedule unschedule publish",
    "publish delete its category",
]


def wrong() -> list[object]:
    return [row for rows in misplaced() for row in rows]


@pytest.mark.parametrize("life", LIVES)
def test_rows_of_lists_say_what_the_story_says_after_every_verb(life: str, chief: User) -> None:
    article = publishing.create(factories.full_content(category=factories.category()), by=chief)
    assert CategorizedArticle.objects.get(article=article).publish_at is None
    names = life.replace("delete its category", "delete").split()
    for name in names:
        VERBS["delete its category" if name == "delete" else name](article, chief)
        assert not wrong(), name
    article.refresh_from_db()
    assert article.publish_at is not None
    for rows in (article.categorized_items, article.bylines, article.tagged_items):
        assert {row.publish_at for row in rows.all()} == {article.publish_at}


def test_rows_of_lists_are_right_after_many_changes(administrator: User) -> None:
    rng = random.Random(5)
    truth.build(administrator, stories=20, rng=rng)
    changes = truth.Changes(administrator, rng)
    for _number in range(200):
        changes.make()
    assert Correction.objects.exists()
    assert not wrong()


def test_a_row_that_lies_is_found(published: Article) -> None:
    published.bylines.update(publish_at=None)
    published.tagged_items.update(withdraw_at=timezone.now())
    assert wrong() == [*published.tagged_items.order_by("pk"), *published.bylines.order_by("pk")]


def test_visible_is_the_same_in_sql(editor: User, published: Article) -> None:
    withdrawal.withdraw(factories.published(by=editor), by=editor)
    schedule(publishing.create(factories.content(), by=editor), editor)
    now, hour = timezone.now(), timedelta(hours=1)
    sql = f"SELECT id FROM articles_article WHERE {VISIBLE} ORDER BY id"  # noqa: S608
    for at, count in ((now - hour, 0), (now, 1), (now + 2 * hour, 2)):
        found = list(Article.objects.filter(visible(at)).order_by("pk"))
        stored = connection.ops.adapt_datetimefield_value(at)
        assert list(Article.objects.raw(sql, {"now": stored})) == found
        assert len(found) == count
