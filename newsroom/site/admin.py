from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom import richtext
from newsroom.accounts.actor import actor
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.changes import form_changes
from newsroom.audit.log import record
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.pagecache.purging import purge
from newsroom.site.menus import Entry, parse_menu, print_menu, save_menu
from newsroom.site.models import NAME_KEY, NAMING, SETTINGS_KEY, MenuItem, Page, SiteSettings
from newsroom.site.pages import delete_page, save_page
from newsroom.site.phrases import CONTENT_ATTRS
from newsroom.site.single_row import SingleRowAdmin

PAGE_BODY_LENGTH = 100_000


class MenuField(forms.CharField):
    """A text with one entry a line; cleans to a list of entries."""

    widget = forms.Textarea

    def __init__(self, *, label: Any, help_text: Any) -> None:
        attrs = {"rows": 8, **CONTENT_ATTRS}
        super().__init__(
            label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs=attrs)
        )

    def clean(self, value: Any) -> list[Entry]:
        return parse_menu(super().clean(value))


class SiteSettingsForm(forms.ModelForm[SiteSettings]):
    main_menu = MenuField(
        label=_("Main menu"),
        help_text=_("One entry a line: label | address. If empty, the sections are the menu."),
    )
    footer_menu = MenuField(
        label=_("Footer"),
        help_text=_("One entry a line: label | address. Pages shown in the footer follow."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "main_menu" in self.fields:
            self.initial["main_menu"] = print_menu(MenuItem.Menu.MAIN)
            self.initial["footer_menu"] = print_menu(MenuItem.Menu.FOOTER)


@admin.register(SiteSettings)
class SiteSettingsAdmin(SingleRowAdmin):
    form = SiteSettingsForm
    nav_position = 90
    nav_label = _("Settings")
    fieldsets = (
        (None, {"fields": ("name", "tagline", "about", "publishing_director")}),
        (_("Dates and digits"), {"fields": ("edition", "digits", "show_hijri", "hijri_offset")}),
        (_("Menus"), {"fields": ("main_menu", "footer_menu")}),
    )

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        menus = {MenuItem.Menu.MAIN: "main_menu", MenuItem.Menu.FOOTER: "footer_menu"}
        changed = [name for name in form.changed_data if name not in menus.values()]
        if changed:
            purge(SETTINGS_KEY)
        if NAMING & set(changed):
            purge(NAME_KEY)
        changes = form_changes(form, without=frozenset(menus.values()))
        record("save_settings", obj, by=actor(request), changed=changes)
        for menu, name in menus.items():
            save_menu(menu, form.cleaned_data[name], by=actor(request))


class PageForm(forms.ModelForm[Page]):
    body = forms.CharField(
        label=_("Text of the page"),
        required=False,
        strip=False,
        max_length=PAGE_BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 24, "class": "nr-body"}),
        help_text=_("Every line becomes a paragraph."),
    )

    class Meta:
        model = Page
        fields = ("title", "slug", "in_footer", "position", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"title", "body"} & set(self.fields):
            self.fields[name].widget.attrs |= CONTENT_ATTRS
        if self.instance.pk and "body" in self.fields:
            self.initial["body"] = richtext.editable(self.instance.body)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Left empty, it is made from the title. It cannot be changed afterwards."
            )

    def clean_title(self) -> str:
        title = one_line(clean_text(self.cleaned_data["title"]))
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title


@admin.register(Page)
class PageAdmin(AuditedByVerbs, admin.ModelAdmin[Page]):
    form = PageForm
    nav_position = 85
    list_display = ("title", "in_footer", "position", "updated_at")
    search_fields = ("title",)

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return ("slug",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        save_page(obj, by=actor(request))

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        delete_page(obj, by=actor(request))
