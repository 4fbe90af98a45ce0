from django.urls import include, path, re_path

from articles import feeds, sitemaps
from articles.views import lists
from articles.views.corrections import corrections
from articles.views.front_page import front_page
from articles.views.search import search
from articles.views.shared_preview import shared_preview
from articles.views.story import story
from newsroom.site import converters  # noqa: F401 (registers "any_slug" and "slug_path")

ATOM = {"atom": True}
# Before the listings: in the path of a category "feed" would be one more part.
feed_patterns = [
    path("feed/", feeds.site_feed, name="feed"),
    path("feed/atom/", feeds.site_feed, ATOM, name="atom"),
    path("corrections/feed/", feeds.corrections_feed, name="corrections_feed"),
    path("corrections/feed/atom/", feeds.corrections_feed, ATOM),
    path("category/<slug_path:path>/feed/", feeds.category_feed),
    path("category/<slug_path:path>/feed/atom/", feeds.category_feed, ATOM),
    path("tag/<any_slug:slug>/feed/", feeds.tag_feed),
    path("tag/<any_slug:slug>/feed/atom/", feeds.tag_feed, ATOM),
    path("author/<any_slug:slug>/feed/", feeds.author_feed),
    path("author/<any_slug:slug>/feed/atom/", feeds.author_feed, ATOM),
]

machine_patterns = [
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        r"^sitemap/(?P<name>places|[0-9]{4}-[0-9]{2})\.xml$",
        sitemaps.section,
        name="sitemap_section",
    ),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

site_patterns = [
    path("", front_page, name="front_page"),
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
    *feed_patterns,
    *machine_patterns,
    path("search/", search, name="search"),
    path("preview/<preview_token:token>/", shared_preview, name="shared_preview"),
    path("corrections/", corrections, name="corrections"),
    re_path(
        r"^corrections/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", corrections, name="corrections"
    ),
    path("category/<slug_path:path>/", lists.category, name="category"),
    path("tag/<any_slug:slug>/", lists.tag_page, name="tag"),
    path("author/<any_slug:slug>/", lists.author, name="author"),
]

urlpatterns = [
    path("", include("articles.comments.urls")),
    path("", include("articles.shortlinks.urls")),
    path("", include((site_patterns, "articles"))),
]
