from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles import page_keys
from articles.models import PublicationSettings
from newsroom.accounts.actor import actor
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge
from newsroom.site.single_row import SingleRowAdmin


@admin.register(PublicationSettings)
class PublicationSettingsAdmin(SingleRowAdmin):
    nav_position = 91

    def save_model(
        self, request: HttpRequest, obj: PublicationSettings, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "closed_notice" in form.changed_data:
            purge(page_keys.CLOSED_NOTICE)
        record("save_settings", obj, by=actor(request), changed=form.changed_data)
