from collections.abc import Callable

import pytest
from django.urls import reverse

from articles.addresses import author_address, category_address, tag_address


@pytest.mark.parametrize("slug", ["economy", "الملك-محمد-السادس", "2026-a", "a_b.c~d"])
@pytest.mark.parametrize(
    ("route", "address"),
    [("category", category_address), ("tag", tag_address), ("author", author_address)],
)
def test_addresses_are_those_of_the_routes(
    route: str, address: Callable[[str], str], slug: str
) -> None:
    assert address(slug) == reverse(f"articles:{route}", args=[slug])


def test_address_of_a_category_below_others() -> None:
    path = "سياسة/أحزاب/برلمان"
    assert category_address(path) == reverse("articles:category", args=[path])
