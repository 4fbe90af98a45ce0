"""The newspaper that measurements are made with is one that the site could have written."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.comments.models import Comment
from articles.content import Content
from articles.models import Article, Correction, Revision, Tag
from articles.models.article import State
from articles.shortlinks.models import ShortLink
from newsroom import richtext
from newsroom.arabic.slugs import slugify
from newsroom.media.models import Photo
from tests.bench import filling
from tests.bench.addresses import public_addresses

STORIES = 60


@pytest.fixture
def newspaper(db: None) -> None:
    filling.fill(STORIES, now=timezone.now())


@pytest.mark.usefixtures("newspaper")
def test_filled_newspaper_is_what_the_verbs_write():
    stories = Article.objects.for_detail()
    assert len(stories) == STORIES
    for story in stories:
        content = Content.from_article(story)
        assert richtext.clean(story.body) == story.body
        assert story.folded == content.folded()
        assert story.slug == slugify(story.headline, fallback="")
        assert story.latest_revision is not None
        assert story.latest_revision.snapshot == content.snapshot()


@pytest.mark.usefixtures("newspaper")
def test_filled_newspaper_is_alive():
    states = {story.state() for story in Article.objects.all()}
    assert states == {State.DRAFT, State.SCHEDULED, State.PUBLISHED}
    assert Revision.objects.count() == STORIES
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    assert ShortLink.objects.count() == published.count()
    assert Comment.objects.approved().exists()
    assert Comment.objects.pending().exists()
    assert Correction.objects.exists()
    newest = Article.objects.published().newest_first()[0].publish_at
    assert newest is not None
    assert (timezone.now() - newest).total_seconds() < 600
    with pytest.raises(ValueError, match="an empty one is needed"):
        filling.fill(STORIES, now=timezone.now())


@pytest.mark.usefixtures("newspaper")
def test_filled_newspaper_keeps_all_constraints():
    connection.check_constraints()
    for model in apps.get_models():
        if model.__module__.startswith(("articles", "newsroom")):
            for row in model._base_manager.all()[:2]:
                row.validate_constraints()
    # The sequences are behind the ids that were given by hand.
    assert Tag.objects.create(name="وسم", slug="new", folded="وسم").pk > 1
    assert Photo.objects.create(sha256="x", width=1, height=1).pk > 1


@pytest.mark.usefixtures("newspaper")
def test_filled_newspaper_is_served(client: Client):
    addresses = public_addresses()
    assert {"front", "story", "category", "tag", "author", "feed"} <= set(addresses)
    for name, paths in addresses.items():
        for path in paths[:1]:
            assert client.get(path).status_code == 200, name
    link = ShortLink.objects.filter(article__in=Article.objects.published())[0]
    assert client.get(link.get_absolute_url()).status_code == 301
