from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from newsroom.accounts.logins import note_failure
from newsroom.accounts.models import User


class LogInForm(AdminAuthenticationForm):
    """The right password of an account that may not come in is a failed log-in, too."""

    def confirm_login_allowed(self, user: User) -> None:
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            note_failure({"username": user.get_username()})
            raise
