import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from newsroom.accounts.models import User
from newsroom.media.models import Photo
from newsroom.media.renditions import make_renditions
from newsroom.media.templatetags.pictures import body_picture
from tests.newsroom.media import files

Queries = Callable[[int], AbstractContextManager[Any]]


def printed(photo: Photo, arguments: str = 'sizes="50vw"') -> str:
    template = Template("{% load pictures %}{% picture photo " + arguments + " %}")
    return template.render(Context({"photo": photo})).strip()


def attributes(html: str, tag: str = "img") -> dict[str, str]:
    found = re.search(rf"<{tag} ([^>]*)>", html)
    assert found, html
    return dict(re.findall(r'([a-z]+)="([^"]*)"', found[1]))


def fetched(photo: Photo) -> Photo:
    return Photo.objects.with_renditions().get(pk=photo.pk)


def test_markup_of_a_whole_set(reporter: User, django_assert_num_queries: Queries) -> None:
    photo = files.photo(reporter, 2000, 1000, alt='حشد & "لافتة"')
    make_renditions(photo)
    photo = fetched(photo)
    with django_assert_num_queries(0):
        html = printed(photo, 'sizes="(min-width: 40rem) 30rem, 100vw" alt=photo.alt')
    source, image = attributes(html, "source"), attributes(html)
    widths = ["320w", "480w", "640w", "960w", "1280w", "1600w"]
    assert re.findall(r"\d+w", source["srcset"]) == re.findall(r"\d+w", image["srcset"]) == widths
    assert source["type"] == "image/avif"
    assert source["sizes"] == image["sizes"] == "(min-width: 40rem) 30rem, 100vw"
    assert (image["width"], image["height"]) == ("2000", "1000")
    assert image["alt"] == "حشد &amp; &quot;لافتة&quot;"
    assert (image["loading"], image["decoding"]) == ("lazy", "async")
    assert "fetchpriority" not in image
    assert "class" not in image
    assert html.startswith("<picture><source ")
    assert html.endswith("></picture>")
    assert re.fullmatch(r"/media/renditions/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", image["src"])


def test_markup_while_renditions_are_being_made(reporter: User) -> None:
    html = printed(files.photo(reporter, 2000, 1000))
    assert "<source" not in html
    assert re.findall(r"\d+w", attributes(html)["srcset"]) == ["1280w"]
    assert (attributes(html)["width"], attributes(html)["height"]) == ("2000", "1000")


def test_a_photo_without_any_rendition_prints_nothing(reporter: User) -> None:
    photo = files.photo(reporter)
    photo.renditions.all().delete()
    assert printed(photo) == ""
    assert photo.thumb is None
    assert photo.social is None


def test_first_seen_is_fetched_first(reporter: User) -> None:
    image = attributes(printed(files.photo(reporter), 'sizes="50vw" priority=True'))
    assert image["fetchpriority"] == "high"
    assert "loading" not in image


def test_small_photo_shown_whole_is_not_stretched(reporter: User) -> None:
    image = attributes(printed(files.photo(reporter, 300, 200), 'sizes="100vw" whole=True'))
    assert (image["width"], image["height"]) == ("300", "200")
    assert image["sizes"] == "min(100vw, 300px)"


def test_upright_photo_shown_whole_fits_the_window(reporter: User) -> None:
    image = attributes(printed(files.photo(reporter, 1000, 2000), 'sizes="100vw" whole=True'))
    assert (image["width"], image["height"]) == ("320", "640")
    assert image["sizes"] == "min(100vw, 320px)"


@pytest.mark.parametrize(
    ("focal_x", "focal_y", "point"),
    [(0, 0, 1), (50, 0, 2), (100, 0, 3), (33, 50, 4), (34, 50, 5), (66, 66, 5), (67, 50, 6)]
    + [(17, 83, 7), (50, 100, 8), (83, 83, 9)],
)
def test_focal_classes(focal_x: int, focal_y: int, point: int, reporter: User) -> None:
    photo = files.photo(reporter)
    photo.focal_x, photo.focal_y = focal_x, focal_y
    assert photo.focal_point == point
    image = attributes(printed(photo))
    assert image.get("class") == (None if point == 5 else f"fp-{point}")
    assert "class" not in attributes(printed(photo, 'sizes="50vw" whole=True'))


@pytest.mark.parametrize(
    ("width", "height", "document", "whole"),
    [(1000, 600, False, False), (600, 1000, False, True), (719, 500, False, True)]
    + [(720, 500, False, False), (1000, 1000, False, False), (1000, 600, True, True)],
)
def test_which_photos_are_shown_whole(width: int, height: int, document: bool, whole: bool) -> None:
    assert Photo(width=width, height=height, is_document=document).shown_whole is whole


def test_thumb_is_the_smallest_that_is_wide_enough(reporter: User) -> None:
    photo = files.photo(reporter, 2000, 1000)
    assert photo.thumb is not None
    assert photo.thumb.width == 1280
    make_renditions(photo)
    assert photo.thumb.width == 320
    assert photo.social is not None
    assert photo.social.width == 1200


# --- in a story's text ---------------------------------------------------------------------------


def test_figure_in_a_text(reporter: User, django_assert_num_queries: Queries) -> None:
    photo = files.photo(reporter, 900, 600, alt="حشد", caption="وقفة", credit="سعيدة")
    photo = fetched(photo)
    with django_assert_num_queries(0):
        html = body_picture(photo)
    assert html.startswith('<figure class="photo"><div class="frame frame--fit"><picture>')
    assert html.endswith("<figcaption>وقفة <cite>سعيدة</cite></figcaption></figure>")
    image = attributes(html)
    assert (image["width"], image["height"], image["alt"]) == ("900", "600", "حشد")
    assert image["sizes"] == "min(min(100vw, 41rem), 900px)"


def test_words_of_one_story(reporter: User) -> None:
    photo = fetched(files.photo(reporter, alt="حشد", caption="وقفة"))
    html = body_picture(photo, caption="هنا < وهناك", alt='"')
    assert "<figcaption>هنا &lt; وهناك</figcaption>" in html
    assert 'alt="&quot;"' in html
    assert "<figcaption><b>" in body_picture(photo, caption=SafeString("<b>هنا</b>"))


def test_nothing_to_say_and_nothing_to_show(reporter: User) -> None:
    photo = files.photo(reporter)
    assert "figcaption" not in body_picture(fetched(photo))
    photo.renditions.all().delete()
    assert body_picture(fetched(photo)) == ""
