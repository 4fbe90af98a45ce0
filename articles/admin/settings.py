from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import PublicationSettings
from newsroom.accounts.actor import actor
from newsroom.audit.log import record
from newsroom.site.single_row import SingleRowAdmin


@admin.register(PublicationSettings)
class PublicationSettingsAdmin(SingleRowAdmin):
    nav_position = 91

    def save_model(
        self, request: HttpRequest, obj: PublicationSettings, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        record("save_settings", obj, by=actor(request), changed=form.changed_data)
