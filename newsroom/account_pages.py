"""A person's own account, a forgotten password reset by mail, a pause after many attempts."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts.languages import LanguageSelect
from newsroom.accounts.logins import note_reset_asked, reset_again_at
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.log import record
from newsroom.site.addresses import base_address
from newsroom.site.models import SiteSettings


class AccountForm(forms.ModelForm[User]):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the newsroom"),
        choices=[("", gettext_lazy("As the site")), *settings.LANGUAGES],
        required=False,
        widget=LanguageSelect,
        help_text=gettext_lazy("Readers go on seeing the site in its own language."),
    )

    class Meta:
        model = User
        fields = ("name", "email", "language", "notices_by_mail")
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField", "autocomplete": "name"}),
            "email": forms.EmailInput(
                attrs={"class": "vTextField", "dir": "ltr", "autocomplete": "email"}
            ),
        }
        help_texts = {
            "email": gettext_lazy("For resetting the password. Readers never see it."),
            "notices_by_mail": gettext_lazy(
                "What colleagues do to your articles, and what waits for review. The bell in the"
                " newsroom shows it in any case."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.SENDS_MAIL:
            del self.fields["notices_by_mail"]

    def clean_name(self) -> str:
        name = one_line(clean_text(self.cleaned_data["name"]))
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name


@transaction.atomic
def save_account(user: User, changed: list[str]) -> None:
    """What people change of their own account; the rest is an administrator's matter."""
    user.save(update_fields=["name", "email", "language", "notices_by_mail"])
    record("save_account", user, by=user, changed=changed)


def account(request: HttpRequest, user: User, page: dict[str, Any]) -> HttpResponse:
    """``page`` is the admin's own context."""
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if form.is_valid():
        save_account(form.instance, form.changed_data)
        with translation.override(form.instance.language or settings.LANGUAGE_CODE):
            messages.success(request, _("Your account is saved."))
        return HttpResponseRedirect(reverse("admin:account"))
    context = {**page, "title": _("My account"), "form": form, "account": user}
    status = 400 if form.is_bound else 200
    return render(request, "registration/account.html", context, status=status)


class ResetForm(PasswordResetForm):
    """For people with a way into the newsroom; everyone reads the mail in her own language."""

    def get_users(self, email: str) -> Any:
        """An address without an account counts like one with it: the limit tells nothing."""
        users = [user for user in super().get_users(email) if user.is_staff]
        if not users:
            note_reset_asked(User())
        return users

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        language = context["user"].language or settings.LANGUAGE_CODE
        note_reset_asked(context["user"])
        with translation.override(language):
            super().send_mail(subject_template_name, email_template_name, context, *args, **kwargs)


class ResetView(views.PasswordResetView):
    form_class = ResetForm
    email_template_name = "registration/reset_mail.txt"
    subject_template_name = "registration/reset_subject.txt"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if again_at := reset_again_at():
            return too_many_attempts(request, again_at)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        protocol, _sep, domain = base_address(self.request).partition("://")
        site_name = SiteSettings.load().name
        self.extra_email_context = {"site_name": site_name, "protocol": protocol, "domain": domain}
        return super().form_valid(form)


class ConfirmView(views.PasswordResetConfirmView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record("reset_password", form.user, by=form.user)
        return response


def too_many_attempts(
    request: HttpRequest, again_at: datetime, page: dict[str, Any] | None = None
) -> HttpResponse:
    """Tells when the next attempt is let in, to the minute."""
    whole = again_at + timedelta(minutes=1)
    context = {**(page or {}), "title": _("Too many attempts"), "again_at": whole}
    response = render(request, "registration/too_many_attempts.html", context, status=429)
    seconds = (again_at - timezone.now()).total_seconds()
    response.headers["Retry-After"] = str(max(1, int(seconds) + 1))
    return response


RESET = [
    path("password_reset/", ResetView.as_view(), name="admin_password_reset"),
    path("password_reset/done/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "reset/<uidb64>/<token>/",
        ConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("reset/done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]

# Where no mail can be sent, the addresses are missing, and with them the link on the log-in page.
urlpatterns = RESET if settings.SENDS_MAIL else []
