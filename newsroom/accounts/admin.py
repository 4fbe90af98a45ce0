from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from newsroom.accounts.actor import actor
from newsroom.accounts.changing import account_of, note_added, note_changed
from newsroom.accounts.languages import LanguageSelect
from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, ROLE_LABELS, is_administrator, role_label
from newsroom.audit.log import record
from newsroom.audit.model_admin import AuditedByVerbs

admin.site.unregister(Group)


class RoleFilter(admin.SimpleListFilter):
    title = _("Roles")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, label in ROLE_LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        known = self.value() in ROLE_LABELS
        return queryset.filter(groups__name=self.value()) if known else queryset


@admin.register(User)
class NewsroomUserAdmin(AuditedByVerbs, UserAdmin):
    """Rights come from roles alone; what a superuser is, is decided on the command line."""

    nav_position = 93
    list_display = ("account", "name", "roles", "works")
    list_filter = (RoleFilter,)
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "language")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "name", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("user name"), ordering="username")
    def account(self, user: User) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', user.username)

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        comma = pgettext("between names", ",")
        return f"{comma} ".join(role_label(group.name) for group in user.groups.all())

    @admin.display(description=_("Account"), ordering="is_active")
    def works(self, user: User) -> str:
        return str(_("active") if user.is_active else _("stopped"))

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "language":
            kwargs["widget"] = LanguageSelect
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label_from_instance = lambda obj: role_label(obj.name)  # type: ignore[method-assign]
            if not is_administrator(actor(request)):
                field.queryset = Group.objects.exclude(name=ADMINISTRATOR)
        return field

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = account_of(obj) if change else None
        request.account_before = before  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            note_changed(form.instance, request.account_before, by=actor(request))  # type: ignore[attr-defined]
        else:
            note_added(form.instance, by=actor(request))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        record("delete_account", obj, by=actor(request))
        super().delete_model(request, obj)

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Django says that it has worked by leading back to the account."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record("set_password", User.objects.get(pk=id), by=actor(request))
        return response

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only an administrator changes an administrator, password included."""
        if obj is not None and is_administrator(obj) and not is_administrator(actor(request)):
            return False
        return super().has_change_permission(request, obj)
