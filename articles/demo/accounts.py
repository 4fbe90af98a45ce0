from typing import NamedTuple

from django.contrib.auth.models import Group

from articles.models import Author
from newsroom.accounts.models import User


class Account(NamedTuple):
    username: str
    role: str
    name: str
    author_slug: str = ""

    @property
    def password(self) -> str:
        return f"{self.username}-demo"


ACCOUNTS = [
    Account("reporter", "reporter", "سكينة آيت حدو", "soukaina-ait-haddou"),
    Account("editor", "editor", "هاجر الزموري", "hajar-zemmouri"),
    Account("chief", "editor_in_chief", "يونس البقالي", "younes-baqqali"),
    Account("moderator", "moderator", "مشرف التعليقات"),
    Account("admin", "administrator", "المسؤول التقني"),
]


def create_accounts() -> dict[str, User]:
    """The five people of the demo, by user name. They can log in with DEBUG on loopback only."""
    users = {}
    for account in ACCOUNTS:
        user = User(
            username=account.username,
            name=account.name,
            is_staff=True,
            is_demo=True,
            is_superuser=account.role == "administrator",
        )
        user.set_password(account.password)
        user.save()
        user.groups.add(Group.objects.get(name=account.role))
        Author.objects.filter(slug=account.author_slug).update(user=user)
        users[account.username] = user
    return users
