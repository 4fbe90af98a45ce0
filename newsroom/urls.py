from django.contrib import admin
from django.urls import include, path

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.forbidden"
handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.server_error"

urlpatterns = [
    path("admin/", include("newsroom.account_pages")),
    path("admin/", admin.site.urls),
    path("", include("newsroom.health")),
    path("media/", include("newsroom.media.urls")),
    path("", include("newsroom.site.urls")),
    path("", include("articles.urls")),
]
