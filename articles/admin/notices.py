"""The bell in the header and the page behind it."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.editing import notices
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User


def count(request: HttpRequest) -> int:
    user = request.user  # the page that says good-bye is made before and printed after the log-out
    return notices.unread_count(user) if isinstance(user, User) else 0


def pages(site: AdminSite) -> list[URLPattern]:
    @never_cache
    @require_GET
    def page(request: HttpRequest) -> HttpResponse:
        """What was shown counts as read."""
        user = actor(request)
        shown = list(notices.newest(user)[: notices.SHOWN])
        response = render(
            request,
            "admin/articles/notices.html",
            {**site.each_context(request), "title": _("Notices"), "notices": shown},
        )
        if shown:
            notices.read(user, up_to=shown[0].pk)
        return response

    return [path("notices/", site.admin_view(page), name="notices")]
