from typing import Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest

from newsroom.site.converters import parse_id

Row = TypeVar("Row", bound=Model)


class TickedRows(ModelAdmin[Row]):
    """For a list with actions. A box holds the id of its row: anything else was not ticked."""

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:  # type: ignore[override]
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(parse_id(value) is None for value in ticked):
            raise BadRequest
        return super().response_action(request, queryset)
