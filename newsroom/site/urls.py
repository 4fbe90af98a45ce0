from django.urls import path

from newsroom.site import (
    converters,  # noqa: F401 (registers "any_slug")
    views,
)

app_name = "site"

urlpatterns = [path("pages/<any_slug:slug>/", views.page, name="page")]
