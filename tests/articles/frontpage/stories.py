"""Stories for the front page: a cheap many, and what stands where."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.frontpage.arrangement import FrontPage, front_page
from articles.frontpage.models import Slot
from articles.models import Article, Byline, Category
from newsroom.accounts.models import User
from tests import factories


def several(
    count: int, by: User, *, category: Category | None = None, days: int = 0
) -> list[Article]:
    """Published a minute apart, the newest last, ``days`` ago; not through the verbs."""
    now, category = timezone.now() - timedelta(days=days), category or Category.objects.default()
    author = factories.author()
    stories = Article.objects.bulk_create(
        Article(
            headline=f"{category.name}: خبر {number} من {count}",
            slug=f"story-{number}",
            category=category,
            status=Article.Status.PUBLISHED,
            publish_at=now - timedelta(minutes=30 + count - number),
            first_published_at=now - timedelta(minutes=30 + count - number),
            created_by=by,
        )
        for number in range(count)
    )
    Byline.objects.bulk_create(
        Byline(article=story, author=author, position=0) for story in stories
    )
    return stories


def shown(page: FrontPage) -> list[Article]:
    """Every story of the page, once for each time it stands there."""
    sections = [*page.sections, *([page.opinion] if page.opinion else [])]
    lead = [page.lead] if page.lead else []
    return [
        *lead,
        *page.second,
        *page.related,
        *page.latest,
        *(article for section in sections for article in section.articles),
    ]


def top(now: datetime | None = None) -> list[Article]:
    """The lead and what stands beside it."""
    page = front_page(now or timezone.now())
    return [*([page.lead] if page.lead else []), *page.second]


def slots() -> dict[str, Article]:
    rows = Slot.objects.select_related("article").order_by("zone", "position")
    return {str(slot): slot.article for slot in rows}
