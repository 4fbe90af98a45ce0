"""Rows for tests, made through the verbs where there is one."""

from datetime import datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from articles import publishing
from articles.content import Content, TagRef
from articles.models import Article, Author, Category
from newsroom.accounts.models import User

_numbers = count(1)

BODY = "<p>قال بلاغ إن الأشغال تبدأ <strong>غدًا</strong>.</p>\n<p>وأضاف أنها تستمر شهرًا.</p>"


def user(role: str = "", **values: Any) -> User:
    number = next(_numbers)
    account = User.objects.create(
        username=values.pop("username", f"account{number}"),
        name=values.pop("name", f"زميل {number}"),
        is_staff=True,
        **values,
    )
    if role:
        account.groups.add(Group.objects.get(name=role))
    return account


def author(name: str = "", **values: Any) -> Author:
    number = next(_numbers)
    return Author.objects.create(
        name=name or f"كاتبة {number}", slug=values.pop("slug", f"author-{number}"), **values
    )


def category(name: str = "", *, parent: Category | None = None, slug: str = "") -> Category:
    number = next(_numbers)
    slug = slug or f"section-{number}"
    return Category.objects.create(
        name=name or f"قسم {number}",
        slug=slug,
        parent=parent,
        path=f"{parent.path}/{slug}" if parent else slug,
    )


def content(**values: Any) -> Content:
    values.setdefault("headline", f"خبر رقم {next(_numbers)}")
    values.setdefault("category", Category.objects.default())
    values.setdefault("body", BODY)
    values["tags"] = tuple(TagRef(name, "") for name in values.pop("tags", ()))
    return Content(**values)


def full_content(**values: Any) -> Content:
    """Every element that a story page can show."""
    number = next(_numbers)
    elements = {
        "kicker": "ميناء",
        "deck": "مقدمة من جملة واحدة.",
        "place": "الرباط",
        "agency": "و م ع",
        "tags": (f"وسم {number}", f"الولايات المتحدة {number}"),
    }
    if "authors" not in values:
        values["authors"] = (author(), author())
    return content(**{**elements, **values})


def published(*, by: User, now: datetime | None = None, **values: Any) -> Article:
    article = publishing.create(full_content(**values), by=by, now=now)
    return publishing.publish(article, by=by, now=now)
