from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "articles.requests"
    label = "requests"
    verbose_name = _("Corrections and replies")

    def ready(self) -> None:
        from articles.requests.models import Request
        from newsroom.audit.details import name_details, words_of

        name_details({"request_kind": _("subject")}, words={"request_kind": words_of(Request.Kind)})
