"""The dated notes that corrections leave: what they say, and reading them.

``articles.publishing.update`` leaves them, ``articles.correcting`` mends them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, TruncMonth
from django.utils.translation import gettext as _

from articles.archives import Period
from articles.models import Article, Correction
from articles.models.article import ArticleQuerySet
from articles.models.correction import NOTE_LENGTH
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, isolate_ltr, one_line
from newsroom.json_rows import JSONList, moment

COLUMNS = ("text", "wrong", "kind", "at_top")


@dataclass(frozen=True)
class Note:
    """As an editor writes it. With ``wrong``, ``text`` is what is right. Raises ValidationError."""

    text: str
    wrong: str = ""
    at_top: bool = False

    def __post_init__(self) -> None:
        for name in ("text", "wrong"):
            said = one_line(clean_text(getattr(self, name)))
            if len(said) > NOTE_LENGTH:
                raise ValidationError(
                    _("The note has %(count)s characters; %(limit)s is the limit.")
                    % {"count": len(said), "limit": NOTE_LENGTH}
                )
            object.__setattr__(self, name, said)
        if self.wrong and not self.text:
            raise ValidationError(_("Write what is right too."))

    def leave(self, article: Article, kind: str, *, by: User, now: datetime) -> None:
        said = {"text": self.text, "wrong": self.wrong, "at_top": self.at_top}
        article.corrections.create(kind=kind, at=now, by=by, **said)


def with_corrections(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Bring them along in the stories' own query; ``corrections_of`` is free then."""
    rows = Correction.objects.filter(article=OuterRef("pk")).order_by().values("article")
    row = JSONObject(id="pk", at="at", **dict(zip(COLUMNS, COLUMNS, strict=True)))
    return stories.annotate(
        correction_rows=Subquery(rows.annotate(all=JSONList(row)).values("all"))
    )


def corrections_of(article: Article) -> list[Correction]:
    """Oldest first. One query, unless the story was fetched ``with_corrections``."""
    if not hasattr(article, "correction_rows"):
        return list(article.corrections.order_by("at", "id"))
    found = [_correction(article, row) for row in article.correction_rows or ()]
    return sorted(found, key=lambda correction: (correction.at, correction.pk))


def public_corrections(month: Period | None = None) -> QuerySet[Correction]:
    """Those of stories that readers can see, newest first, with their stories."""
    newest: QuerySet[Correction] = Correction.objects.published().order_by("-at", "-id")
    if month is not None:
        begin, end = month.span()
        newest = newest.filter(at__gte=begin, at__lt=end)
    return newest.select_related("article").defer("article__body", "article__folded")


def months_with_corrections() -> list[date]:
    """Newest first, by the newsroom's clock. One query."""
    month = TruncMonth("at", output_field=DateField())
    months = Correction.objects.published().annotate(month=month).order_by("-month")
    return list(months.values_list("month", flat=True).distinct())


def in_one_sentence(correction: Correction) -> str:
    """For machines: without markup."""
    if not correction.wrong:
        return isolate_ltr(correction.text)
    sides = {"wrong": isolate_ltr(correction.wrong), "right": isolate_ltr(correction.text)}
    return _("It said: “%(wrong)s”. Correct is: “%(right)s”.") % sides


def _correction(article: Article, row: dict[str, Any]) -> Correction:
    said = {name: row[name] for name in COLUMNS}
    said["at_top"] = bool(row["at_top"])
    return Correction(pk=row["id"], article=article, at=moment(row["at"]), **said)
