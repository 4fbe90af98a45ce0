"""The newsroom's admin: assembles core and features. One module per model."""

import taggit.models
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from articles.admin import (
    article,
    author,
    calendar_desk,
    category,
    comment,
    copy_desk,
    correction,
    front_desk,
    notices,
    request,
    settings,
    tag,
)
from articles.admin.jump_sources import SOURCES
from articles.dashboard import dashboard

# The packages' own pages, in English and without our permissions.
admin.site.unregister([taggit.models.Tag, DBTaskResult])
# Each model has its own words for deleting, or none.
admin.site.disable_action("delete_selected")
admin.site.dashboard = dashboard  # type: ignore[attr-defined]
admin.site.pages = [  # type: ignore[attr-defined]
    *front_desk.pages(admin.site),
    *notices.pages(admin.site),
    *calendar_desk.pages(admin.site),
]
admin.site.count_notices = notices.count  # type: ignore[attr-defined]
admin.site.jump_sources = SOURCES  # type: ignore[attr-defined]

__all__ = [
    "article",
    "author",
    "calendar_desk",
    "category",
    "comment",
    "copy_desk",
    "correction",
    "front_desk",
    "notices",
    "request",
    "settings",
    "tag",
]
