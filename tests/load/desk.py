"""Somebody at the desk: fills the site, then changes it through the verbs, told what on its input.

Started by tests/load/newsroom.py in a process of its own. An order is one line of JSON, and so is
the answer.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from articles import withdrawal  # noqa: E402
from articles.models import Article  # noqa: E402
from newsroom.accounts.models import User  # noqa: E402
from newsroom.accounts.staff_cookie import staff_cookie  # noqa: E402
from tests import factories, truth  # noqa: E402

SEED = 4


def fill(stories: int) -> None:
    truth.build(factories.user("administrator"), stories=stories, rng=random.Random(SEED))


class Desk:
    def __init__(self) -> None:
        factories._numbers = count(time.time_ns() // 1000)  # none that an earlier process gave
        self.by = User.objects.order_by("pk")[0]
        self.changes = truth.Changes(self.by, random.Random(SEED))

    def addresses(self) -> list[str]:
        return truth.addresses()

    def cookie(self) -> str:
        return staff_cookie(self.by.pk)

    def change(self) -> dict[str, Any]:
        """One of any kind."""
        try:
            return {"kind": self.changes.make()}
        except (ValidationError, IndexError) as refusal:
            return {"kind": f"refused: {type(refusal).__name__}"}

    def publish(self, headline: str) -> dict[str, str]:
        return self._told(factories.published(by=self.by, headline=headline))

    def update(self, pk: int, headline: str) -> dict[str, str]:
        article = Article.objects.select_related("latest_revision").get(pk=pk)
        changes = truth.Changes(self.by, random.Random(SEED))
        changes.story = lambda *, old=False: article  # type: ignore[method-assign]
        changes.update(headline=headline)
        return self._told(article)

    def withdraw(self, pk: int) -> None:
        withdrawal.withdraw(Article.objects.get(pk=pk), by=self.by)

    def _told(self, article: Article) -> dict[str, Any]:
        article = Article.objects.select_related("short_link").get(pk=article.pk)
        return {
            "pk": article.pk,
            "path": article.get_absolute_url(),
            "short": article.short_link.get_absolute_url(),
        }


def main() -> None:
    desk = Desk()
    for line in sys.stdin:
        order = json.loads(line)
        do: Callable[..., Any] = getattr(desk, order.pop("do"))
        close_old_connections()
        began = time.monotonic()
        answer = {"answer": do(**order), "began": began, "ended": time.monotonic()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        fill(int(sys.argv[1]))
    else:
        main()
