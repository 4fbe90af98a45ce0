"""The breaking line: announced for some minutes, ended by time alone or by hand."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import page_keys, roles
from articles.frontpage.models import TEXT_LENGTH, Arrangement, Breaking
from articles.frontpage.placing import may_arrange
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge


@transaction.atomic
def announce(*, by: User, minutes: int, text: str = "", article: Article | None = None) -> Breaking:
    """A text, a story (its headline is the line), or both. It replaces what runs now."""
    roles.require(may_arrange(by))
    line = one_line(clean_text(text))
    if not line and article is None:
        raise TransitionNotAllowed(_("Write what has happened."))
    if len(line) > TEXT_LENGTH:
        raise TransitionNotAllowed(_("The line is too long for the strip."))
    if article is not None and not Article.objects.published().filter(pk=article.pk).exists():
        raise TransitionNotAllowed(_("Only a published article can be announced."))
    _lock()
    now = timezone.now()
    Breaking.objects.filter(is_newest=True).update(is_newest=False)
    breaking = Breaking.objects.create(
        text=line, article=article, starts_at=now, expires_at=now + timedelta(minutes=minutes)
    )
    purge(page_keys.BREAKING)
    purge(page_keys.BREAKING, due=breaking.expires_at)
    record("announce", breaking, by=by, minutes=minutes, article=article and article.pk)
    return breaking


@transaction.atomic
def end_breaking(*, by: User) -> bool:
    """Returns whether there was one."""
    roles.require(may_arrange(by))
    _lock()
    breaking = Breaking.objects.active().first()
    if breaking is None:
        return False
    breaking.expires_at = timezone.now()
    breaking.save(update_fields=["expires_at"])
    purge(page_keys.BREAKING)
    record("end_breaking", breaking, by=by)
    return True


def _lock() -> None:
    """The row of the arrangement: two editors who announce at once do so one after the other."""
    Arrangement.objects.get_or_create(pk=1)
    Arrangement.objects.select_for_update().get(pk=1)
