"""Named points of a verb at which it can be made to fail: before and after each of its writes.

Nothing of this is in the code that is tested: the points are seen on the way to the database.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import OperationalError, connection

WRITE = re.compile(r'(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?")
# What chance gives: these columns differ between two runs.
RANDOM = {"code", "token", "token_hash", "file"}


class Fault(Exception):
    """Of all things, here."""


class Point(NamedTuple):
    when: str
    write: str
    number: int

    def __str__(self) -> str:
        return f"{self.when} {self.write}" + (f" ({self.number})" if self.number > 1 else "")


Break = Callable[[Point], None]


def fail(point: Point) -> None:
    """Of errors of the database the code may know something; of others it does not."""
    raise Fault if point.when == "before" else OperationalError("Of all things, here.")


def lose_connection(point: Point) -> None:
    connection.connection.close()


class Writes:
    """Names the writes that pass, and breaks at ``point``."""

    def __init__(self, point: Point | None, broken: Break) -> None:
        self.point = point
        self.broken = broken
        self.seen: list[Point] = []
        self.numbers: Counter[str] = Counter()
        self.reached = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        write = _name(sql)
        if not write:
            return execute(sql, params, many, context)
        self.numbers[write] += 1
        number = self.numbers[write]
        self._pass(Point("before", write, number))
        result = execute(sql, params, many, context)
        self._pass(Point("after", write, number))
        return result

    def _pass(self, point: Point) -> None:
        self.seen.append(point)
        if point == self.point:
            self.reached = True
            self.broken(point)


@contextmanager
def watched(point: Point | None = None, broken: Break = fail) -> Iterator[Writes]:
    writes = Writes(point, broken)
    with connection.execute_wrapper(writes):
        yield writes


def _name(sql: str) -> str:
    found = WRITE.match(sql)
    return f"{found[1].split()[0]} {found[2]}" if found else ""


# --- what stands in the database ----------------------------------------------------------------

Dump = dict[str, list[str]]


def dump() -> Dump:
    """All rows of all tables, and the names and sizes of all files."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            found[table] = sorted(map(repr, cursor.fetchall()))
    found["files"] = files()
    return found


def files() -> list[str]:
    roots = (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
    every = [path for root in roots for path in Path(root).rglob("*") if path.is_file()]
    return sorted(f"{path} {path.stat().st_size}" for path in every)


@contextmanager
def forget_files() -> Iterator[None]:
    """Those that are new afterwards are deleted."""
    before = set(files())
    try:
        yield
    finally:
        for new in set(files()) - before:
            Path(new.rpartition(" ")[0]).unlink()


def result() -> Dump:
    """What a verb brought about, without what the clock and chance give."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        columns = [field.name for field in model._meta.concrete_fields if not _by_chance(field)]
        rows = model._base_manager.values_list(*columns)
        found[model._meta.label] = sorted(_without_times(repr(row)) for row in rows)
    return found


def rewind_ids() -> None:
    """After a rollback: a sequence of PostgreSQL goes on where it was."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _by_chance(field: Any) -> bool:
    kind = field.get_internal_type()
    return kind in ("DateTimeField", "UUIDField") or field.name in RANDOM


def _without_times(row: str) -> str:
    return TIME.sub("*", row)


def different(one: Dump, other: Dump) -> dict[str, list[str]]:
    """By table, the rows that only one of them has, short."""
    return {
        name: [row[:300] for row in sorted({*one[name]} ^ {*other[name]})] or ["another count"]
        for name in one
        if one[name] != other.get(name)
    }
