from django.utils.translation import gettext_lazy as _

LOG_INS = {
    "log_in": _("Logged in"),
    "log_in_failed": _("Log-in failed"),
    "log_out": _("Logged out"),
    "change_password": _("Own password changed"),
    "set_password": _("Password set for a colleague"),
    "ask_reset": _("New password asked for by mail"),
    "reset_password": _("Password changed by mail"),
}
ACCOUNTS = {
    "add_account": _("Account added"),
    "change_account": _("Account changed"),
    "change_roles": _("Roles changed"),
    "delete_account": _("Account deleted"),
    "save_account": _("Account saved"),
}
