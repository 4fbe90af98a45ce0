from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from newsroom.accounts.models import User


@pytest.mark.parametrize(
    "address",
    [
        "/admin/audit/entry/?verb={}",
        "/admin/accounts/user/?role={}",
        "/admin/media/photo/?missing={}",
        "/admin/media/photo/choices/?q={}",
    ],
)
@pytest.mark.parametrize("asked", ["%00", "nothing"])
def test_unknown_value_of_a_filter_is_no_error(
    address: str, asked: str, published: Article, chief: User, logged_in: Callable[[User], Client]
) -> None:
    assert logged_in(chief).get(address.format(asked)).status_code == 200


@pytest.mark.parametrize(
    "list_address", ["/admin/audit/entry/?verb=", "/admin/accounts/user/?role="]
)
def test_unknown_value_of_a_filter_filters_nothing(
    list_address: str, published: Article, chief: User, logged_in: Callable[[User], Client]
) -> None:
    page = logged_in(chief).get(f"{list_address}nothing")
    assert page.context["cl"].result_count > 0
