from django.urls import include, path, re_path

from articles.views import lists
from articles.views.story import story
from newsroom.site import converters  # noqa: F401 (registers "any_slug" and "slug_path")

site_patterns = [
    path("", lists.front_page, name="front_page"),
    re_path(r"^(?P<year>[0-9]{4})/$", lists.archive, name="year"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", lists.archive, name="month"),
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$", lists.archive, name="day"
    ),
    # Any spelling of a story's address, with or without the last slash; see the view.
    re_path(
        r"^(?P<year>[0-9]{1,4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})"
        r"/(?P<spelled>[0-9][^/]*)(?:/)?$",
        story,
        name="story",
    ),
    path("category/<slug_path:path>/", lists.category, name="category"),
    path("tag/<any_slug:slug>/", lists.tag, name="tag"),
    path("author/<any_slug:slug>/", lists.author, name="author"),
]

urlpatterns = [
    path("", include("articles.comments.urls")),
    path("", include("articles.shortlinks.urls")),
    path("", include((site_patterns, "articles"))),
]
