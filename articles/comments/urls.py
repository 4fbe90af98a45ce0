from django.urls import path

from articles.comments import views
from newsroom.site import converters  # noqa: F401 (registers "id")

app_name = "comments"

urlpatterns = [
    path("comments/<id:article_id>/", views.post_comment, name="post"),
    path("comments/<id:article_id>/received/", views.received, name="received"),
]
