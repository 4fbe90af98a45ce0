from typing import Any, ClassVar

from django.db import models
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone


class CurrentTransaction(models.Func):
    """The number of the running transaction on PostgreSQL, else 0."""

    template = "0"
    output_field = models.BigIntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, Any]:
        number = "pg_current_xact_id()::text::bigint"
        return self.as_sql(compiler, connection, template=number, **context)


class PurgeEvent(models.Model):
    """Pages that carry ``key`` are wrong from now on, or expire at ``due``.

    Written in the transaction of the change; every process reads it and drops its own pages.
    """

    key = models.CharField(max_length=200)
    place = models.BigIntegerField(
        null=True, help_text="Where in the list; null: everywhere. See newsroom.pagecache.spans."
    )
    due = models.DateTimeField(null=True)
    withdraws = models.BooleanField(
        default=False, help_text="The pages are never answered again, expired neither."
    )
    # An Arabic letter takes six characters in an address.
    path = models.TextField(blank=True, help_text="An address to be rendered anew at once.")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    # Ids are given before a transaction commits: on PostgreSQL a lower one may appear later.
    transaction = models.BigIntegerField(default=0, db_index=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(
                fields=["due"], condition=models.Q(due__isnull=False), name="purge_event_due"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def number(self) -> str:
        """Names the event among all there ever were, also after its table was emptied."""
        return f"{self.pk}:{self.at.isoformat()}"
