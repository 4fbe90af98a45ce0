"""A month with a great many stories, and an editor who looks at it in the newsroom's calendar."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsroom.accounts.models import User

DAYS = 28
ADDRESS = "/admin/calendar/?view=month&day=2001-02-01"


def fill_month(stories: int) -> str:
    """Long before the newspaper's own stories, of which each is a copy. Once for a database."""
    first = timezone.make_aware(datetime(2001, 2, 1))
    before = Article.objects.filter(publish_at__lt=first + timedelta(days=DAYS)).count()
    model = Article.objects.order_by("-id")[0]
    columns = [field.attname for field in Article._meta.concrete_fields if not field.unique]
    like = {name: getattr(model, name) for name in columns} | {
        "status": Article.Status.PUBLISHED,
        "withdraw_at": None,
    }
    step = timedelta(days=DAYS) / stories
    times = [first + step * number for number in range(before, stories)]
    Article.objects.bulk_create(
        (Article(**{**like, "publish_at": at, "first_published_at": at}) for at in times),
        batch_size=100,
    )
    return ADDRESS


def editors_cookie() -> str:
    editor, _new = User.objects.get_or_create(
        username="bench-editor", defaults={"name": "محررة", "is_staff": True}
    )
    editor.groups.add(Group.objects.get(name="editor"))
    client: Any = Client()
    client.force_login(editor)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
