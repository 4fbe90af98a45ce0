"""The SQL of a page without the page: what no rendering of it could do without."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query
from django.http import HttpResponse

Replay = Callable[[], int]
Statement = tuple[str, Any]


class Statements:
    """Of one rendering, in their order: as text, and as the queries that Django made it from."""

    def __init__(self) -> None:
        self.sql: list[Statement] = []
        self.queries: list[Query | Statement] = []
        self._compiling = False

    @contextmanager
    def recorded(self) -> Iterator[None]:
        plain = SQLCompiler.execute_sql

        def recording(compiler: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
            self.queries.append(compiler.query.chain())
            self._compiling = True
            try:
                return plain(compiler, *args, **kwargs)
            finally:
                self._compiling = False

        SQLCompiler.execute_sql = recording  # type: ignore[method-assign,assignment]
        try:
            with connection.execute_wrapper(self._keep):
                yield
        finally:
            SQLCompiler.execute_sql = plain  # type: ignore[method-assign]

    def _keep(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sql.append((sql, params))
        if not self._compiling:
            self.queries.append((sql, params))
        return execute(sql, params, many, context)

    def by_cursor(self) -> int:
        return sum(_rows(statement) for statement in self.sql)

    def by_values_list(self) -> int:
        """Each query is compiled anew, as a view does it; SQL written by hand stays as it is."""
        return sum(_rows(one) if isinstance(one, tuple) else _values(one) for one in self.queries)


def replayed(replay: Replay) -> HttpResponse:
    """The view of the measurements."""
    return HttpResponse(f"{replay()} rows")


def _rows(statement: Statement) -> int:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return len(cursor.fetchall())


def _values(query: Query) -> int:
    compiler = query.chain().get_compiler(connection.alias)
    return len(list(compiler.results_iter(tuple_expected=True)))
