from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "newsroom.audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        from newsroom.audit.details import kind_label, name_details
        from newsroom.audit.forms import asked_verb
        from newsroom.audit.verbs import group_verbs, name_verbs

        name_verbs({"export_log": _("Audit log exported")})
        group_verbs("export", _("Exports"), ["export_log"])
        filters = {
            "filter_by": _("Who"),
            "filter_verb": _("operation"),
            "filter_kind": _("Kind"),
            "filter_since": _("From the day"),
            "filter_until": _("To the day"),
            "filter_q": _("Words in the names"),
            "filter_target": _("Number"),
            "changed": _("Changed fields"),
        }
        name_details(filters, words={"filter_verb": asked_verb, "filter_kind": kind_label})
