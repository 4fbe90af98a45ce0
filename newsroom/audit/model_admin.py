from typing import Any

from django.http import HttpRequest


class AuditedByVerbs:
    """For a ModelAdmin whose verbs write the audit log: Django's second log stays empty."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any: ...
