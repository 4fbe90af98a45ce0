from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.signals import request_finished


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        from newsroom import checks, logs  # noqa: F401
        from newsroom.audit.keeping import shorten_old_addresses
        from newsroom.pagecache.counters import COUNTERS
        from newsroom.pagecache.follower import forget_old_events
        from newsroom.work import reports, ticker

        request_finished.connect(logs.forget_request, dispatch_uid="newsroom.logs")
        ticker.register("pagecache.forget_old_events", forget_old_events)
        ticker.register("audit.shorten_old_addresses", shorten_old_addresses)
        reports.register("pagecache", COUNTERS.snapshot, gauges=("pages", "bytes"))


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin_site.NewsroomAdminSite"
