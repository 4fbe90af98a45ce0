from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.demo.accounts import ACCOUNTS
from articles.demo.loading import load
from articles.models import Article
from newsroom.accounts.models import User


class Command(BaseCommand):
    help = "Fill an empty newsroom with demo stories and accounts. Needs DEBUG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, without an error, where there is data already",
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if not settings.DEBUG:
            if if_empty:
                return
            raise CommandError("The demo's passwords are public: it needs DEBUG=1.")
        if Article.objects.exists() or User.objects.exists():
            if not if_empty:
                raise CommandError("The newsroom has data already; the demo is not loaded over it.")
        else:
            count = load(now=timezone.now(), progress=self._progress)
            self.stdout.write(f"Demo newsroom loaded: {count} stories.")
        if User.objects.filter(is_demo=True).exists():
            self._print_accounts()

    def _progress(self, done: int, of: int) -> None:
        if self.stdout.isatty():
            filled = "#" * (40 * done // of)
            end = "\n" if done == of else ""
            self.stdout.write(f"\rLoading the demo [{filled:<40}] {done}/{of}", ending=end)
            self.stdout.flush()

    def _print_accounts(self) -> None:
        self.stdout.write("Demo accounts (they work on this machine only):")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10} password {account.password}")
