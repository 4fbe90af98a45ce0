from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CopyDeskConfig(AppConfig):
    name = "articles.copydesk"
    label = "copydesk"
    verbose_name = _("Copy check")

    def ready(self) -> None:
        from articles import readiness
        from articles.copydesk import desk

        readiness.count_errors_with(desk.error_count)
