"""The log as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from newsroom.audit import details
from newsroom.audit.models import Entry
from newsroom.audit.verbs import verb_label

MOST = 50_000
AT_ONCE = 1_000
# Without it spreadsheets take the letters for those of an old code page.
BYTE_ORDER_MARK = "\ufeff"
# Spreadsheets run what begins like this as a formula, behind spaces too; the wide signs as well.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_INVISIBLE = " \u200e\u200f\u2066\u2067\u2068\u2069"


def table(entries: QuerySet[Entry], *, language: str) -> Iterator[str]:
    """In pieces. ``language``: while it is sent, that of the request is no longer active."""
    rows = entries[: MOST + 1].iterator(chunk_size=AT_ONCE)
    with translation.override(language):
        piece = BYTE_ORDER_MARK + _written([_head()])
    sent = 0
    while chunk := list(islice(rows, AT_ONCE)):
        yield piece
        with translation.override(language):
            piece = _written([_row(entry) for entry in chunk[: MOST - sent]])
            sent += len(chunk)
            if sent > MOST:
                piece += _written(
                    [[_("The file ends here: %(most)s lines at most.") % {"most": MOST}]]
                )
    yield piece


def safe(cell: str) -> str:
    """Never a formula."""
    return f"'{cell}" if cell.lstrip(_INVISIBLE).startswith(_FORMULA) else cell


def _head() -> list[str]:
    names = [_("Moment"), _("name"), _("operation"), _("Kind"), _("object"), _("detail")]
    return [*names, _("From where"), _("browser")]


def _row(entry: Entry) -> list[str]:
    return [
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.by_name,
        verb_label(entry.verb),
        details.kind_label(entry.target_type),
        entry.target_label,
        details.in_one_line(entry),
        entry.address_text,
        entry.browser_text,
    ]


def _written(rows: list[list[str]]) -> str:
    """Spreadsheets part the cells of a file at what their country's numbers leave free."""
    text = io.StringIO()
    separator = pgettext("between the cells of a table in a file", ",")
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [safe(cell) for cell in row] for row in rows
    )
    return text.getvalue()
