"""Rows of a relation brought along in the query of what they belong to, as JSON."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, JSONField
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Any]


class JSONList(Aggregate):
    """Rows of a sub-query as one list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **kwargs: Any) -> Sql:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **kwargs)


def moment(written: str) -> datetime:
    """A time in such a row: SQLite keeps UTC without saying so."""
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
