"""The verbs of the copy desk: the newsroom's own words, and marks that are let pass."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import roles
from articles.copydesk.models import FOUND_LENGTH, IgnoredMark, Slip
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.arabic.copydesk import RULES
from newsroom.audit.log import record


def may_ignore_for_good(user: User) -> bool:
    return user.has_perm("copydesk.ignore_for_good")


@transaction.atomic
def save_slip(slip: Slip, *, by: User) -> Slip:
    verb = "change" if slip.pk else "add"
    roles.require(by.has_perm(f"copydesk.{verb}_slip"))
    if not slip.pk:
        slip.created_by = by
    slip.save()
    record("save_slip", slip, by=by, right=slip.right)
    return slip


@transaction.atomic
def delete_slip(slip: Slip, *, by: User) -> None:
    roles.require(by.has_perm("copydesk.delete_slip"))
    record("delete_slip", slip, by=by, right=slip.right)
    slip.delete()


@transaction.atomic
def ignore_mark(rule: str, found: str, *, by: User, article: Article | None = None) -> IgnoredMark:
    """In one story, or for good without ``article``. Ignoring twice is ignoring once."""
    roles.require(roles.may_edit(by, article) if article else may_ignore_for_good(by))
    if rule not in RULES or not found or len(found) > FOUND_LENGTH:
        raise ValidationError(_("This mark is not known: check the text again."))
    mark, is_new = IgnoredMark.objects.get_or_create(
        rule=rule, found=found, article=article, defaults={"created_by": by}
    )
    if is_new:
        record("ignore_mark", mark, by=by, rule=rule, article=article.pk if article else None)
    return mark


def may_restore(user: User, mark: IgnoredMark) -> bool:
    if mark.article is None:
        return may_ignore_for_good(user)
    return roles.may_edit(user, mark.article)


@transaction.atomic
def restore_mark(mark: IgnoredMark, *, by: User) -> None:
    roles.require(may_restore(by, mark))
    record("restore_mark", mark, by=by, rule=mark.rule, article=mark.article_id)
    mark.delete()
