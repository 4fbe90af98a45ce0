from django.apps import AppConfig
from django.contrib.auth import signals
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "newsroom.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from newsroom.accounts import audit_labels, logins
        from newsroom.accounts.roles import role_label
        from newsroom.audit.details import name_details
        from newsroom.audit.verbs import group_verbs, name_verbs

        name_verbs({**audit_labels.LOG_INS, **audit_labels.ACCOUNTS})
        group_verbs(logins.AREA, _("Log-ins and passwords"), audit_labels.LOG_INS)
        group_verbs("accounts", _("Accounts and roles"), audit_labels.ACCOUNTS)
        name_details({"roles": _("Roles")}, words={"roles": role_label})
        for signal, receiver in (
            (signals.user_logged_in, logins.note_log_in),
            (signals.user_logged_out, logins.note_log_out),
            (signals.user_login_failed, logins.note_failure),
        ):
            signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
