from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, is_administrator, role_label

admin.site.unregister(Group)


@admin.register(User)
class NewsroomUserAdmin(UserAdmin):
    """Rights come from roles alone; what a superuser is, is decided on the command line."""

    nav_position = 93
    list_display = ("username", "name", "email", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "name", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label_from_instance = lambda obj: role_label(obj.name)  # type: ignore[method-assign]
            if not is_administrator(actor(request)):
                field.queryset = Group.objects.exclude(name=ADMINISTRATOR)
        return field

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only an administrator changes an administrator, password included."""
        if obj is not None and is_administrator(obj) and not is_administrator(actor(request)):
            return False
        return super().has_change_permission(request, obj)
