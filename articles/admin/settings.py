from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles import page_keys
from articles.models import PublicationSettings
from articles.readiness import RULES
from newsroom.accounts.actor import actor
from newsroom.audit.changes import form_changes
from newsroom.audit.log import record
from newsroom.pagecache.purging import purge
from newsroom.site.single_row import SingleRowAdmin

READY_FIELDS = tuple(f"ready_{rule}" for rule in RULES)


@admin.register(PublicationSettings)
class PublicationSettingsAdmin(SingleRowAdmin):
    nav_position = 91
    fieldsets = (
        (gettext_lazy("Comments"), {"fields": ("closed_notice", "new_article_comments")}),
        (
            gettext_lazy("Ready to publish?"),
            {
                "description": gettext_lazy(
                    "What an article should have. The list beside the publish button says what is"
                    " missing. Flash publishing never waits for any of it."
                ),
                "fields": READY_FIELDS,
            },
        ),
    )
    radio_fields: ClassVar = dict.fromkeys(READY_FIELDS, admin.HORIZONTAL)

    class Media:
        css: ClassVar = {"all": ["css/admin-preview.css"]}

    def save_model(
        self, request: HttpRequest, obj: PublicationSettings, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "closed_notice" in form.changed_data:
            purge(page_keys.CLOSED_NOTICE)
        record("save_settings", obj, by=actor(request), changed=form_changes(form))
