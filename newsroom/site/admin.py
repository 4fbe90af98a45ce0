from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from newsroom.accounts.actor import actor
from newsroom.audit.log import record
from newsroom.site.models import SiteSettings
from newsroom.site.single_row import SingleRowAdmin


@admin.register(SiteSettings)
class SiteSettingsAdmin(SingleRowAdmin):
    nav_position = 90
    nav_label = gettext_lazy("Settings")

    def save_model(self, request: HttpRequest, obj: SiteSettings, form, change: bool) -> None:  # type: ignore[no-untyped-def]
        super().save_model(request, obj, form, change)
        record("save_settings", obj, by=actor(request), changed=form.changed_data)
