"""Many rows straight into a table: COPY on PostgreSQL, executemany on SQLite."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model

from articles.models.revision import UnescapedEncoder

Row = dict[str, Any]


def insert(model: type[Model], rows: Iterable[Row]) -> None:
    """``rows`` by column; a column that the first row lacks has its field's default in all."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = {str(field.column): field for field in model._meta.local_concrete_fields}
    defaults = {
        column: _default(field)
        for column, field in fields.items()
        if column not in first and not field.primary_key
    }
    columns = [column for column in fields if column in first or column in defaults]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    values = _tuples(first, rows, columns, defaults)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            marks = ", ".join(["?"] * len(columns))
            # The driver's own: Django's would look for % in every statement.
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (names of models)
            cursor.connection.executemany(sql, values)


def finish() -> None:
    """What a database does by itself on a site that was filled slowly."""
    alone = not connection.in_atomic_block  # a test is in one
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            models = apps.get_models(include_auto_created=True)
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)
            cursor.execute("VACUUM ANALYZE" if alone else "ANALYZE")
        elif alone:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _tuples(
    first: Row, rows: Iterator[Row], columns: list[str], defaults: Row
) -> Iterator[tuple[Any, ...]]:
    convert = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    yield tuple(convert({**defaults, **first}[column]) for column in columns)
    for row in rows:
        whole = {**defaults, **row}
        yield tuple(convert(whole[column]) for column in columns)


def _default(field: Field[Any, Any]) -> Any:
    return field.get_default() if field.has_default() or not field.null else None


def _for_postgresql(value: Any) -> Any:
    return _json(value) if isinstance(value, dict | list) else value


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return _json(value) if isinstance(value, dict | list) else value


def _json(value: Any) -> str:
    return json.dumps(value, cls=UnescapedEncoder)
