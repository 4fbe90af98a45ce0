from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from articles.models import Article, Byline
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.newsroom.media import files

Queries = Callable[[int], AbstractContextManager[Any]]


def test_values_are_prefetched_for_all_rows(
    reporter: User, django_assert_num_queries: Queries
) -> None:
    made = [files.photo(reporter), files.photo(reporter), files.photo(reporter)]
    made[0].renditions.all().delete()
    with django_assert_num_queries(2):
        photos = list(Photo.objects.with_renditions().order_by("pk"))
        widths = [[file.width for file in photo.files] for photo in photos]
    assert widths == [[], [300], [300]]


def test_values_that_nobody_prefetched_are_read_anew(
    reporter: User, django_assert_num_queries: Queries
) -> None:
    photo = files.photo(reporter)
    with django_assert_num_queries(1):
        assert len(photo.files) == 1
    photo.renditions.all().delete()
    assert photo.files == []


def test_a_refreshed_row_forgets_what_was_prefetched(reporter: User) -> None:
    files.photo(reporter)
    photo = Photo.objects.with_renditions().get()
    photo.renditions.all().delete()
    assert len(photo.files) == 1
    photo.refresh_from_db()
    assert photo.files == []


def test_a_linked_row_is_one_instance_in_the_order_of_the_links(
    editor: User, django_assert_num_queries: Queries
) -> None:
    first, second = factories.author(), factories.author()
    factories.published(by=editor, authors=(second, first))
    factories.published(by=editor, authors=(first,))
    with django_assert_num_queries(2):
        one, other = Article.objects.for_listing().order_by("pk")
        assert [one.signed_by, other.signed_by] == [[second, first], [first]]
    assert one.signed_by[1] is other.signed_by[0]
    assert one.signed_by[0].title == second.title
    Byline.objects.all().delete()
    assert len(one.signed_by) == 2
