from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.categories import CategoryRefused, check_category, delete_category, save_category
from articles.models import Article, Category
from newsroom.accounts.actor import actor
from newsroom.arabic.plurals import Noun
from newsroom.arabic.slugs import slugify
from newsroom.audit.model_admin import AuditedByVerbs
from newsroom.site.phrases import count_phrase


class CategoryForm(forms.ModelForm[Category]):
    class Meta:
        model = Category
        fields = ("name", "slug", "parent", "description", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the name.")

        if not self.instance.pk and "position" in self.fields:  # after the others in the menu
            last = Category.objects.filter(is_default=False).aggregate(Max("position"))
            self.initial["position"] = (last["position__max"] or 0) + 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = slugify(cleaned["name"], fallback="section")
        if not self.errors:
            wanted = Category(
                pk=self.instance.pk,
                slug=cleaned["slug"],
                parent=cleaned.get("parent"),
                is_default=self.instance.is_default,
            )
            try:
                check_category(wanted)
            except CategoryRefused as refused:
                self.add_error("slug" if "slug" in cleaned else None, str(refused))
        return cleaned


@admin.register(Category)
class CategoryAdmin(AuditedByVerbs, ModelAdmin[Category]):
    form = CategoryForm
    nav_position = 60
    list_display = ("indented", "path_shown", "position")
    list_display_links = ("indented",)
    ordering = ("path",)
    search_fields = ("name", "slug")
    list_select_related = ("parent",)

    @admin.display(description=gettext_lazy("Name"), ordering="path")
    def indented(self, category: Category) -> SafeString:
        depth = category.path.count("/")
        return format_html('<span class="nr-depth-{}">{}</span>', min(depth, 3), category.name)

    @admin.display(description=gettext_lazy("Address"))
    def path_shown(self, category: Category) -> SafeString:
        return format_html('<code dir="ltr">/category/{}/</code>', category.path)

    def get_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        """Who may only look sees the address isolated, not a bare slug."""
        if obj is not None and not self.has_change_permission(request, obj):
            return ("name", "path_shown", "parent", "description", "position")
        return super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        return ("path_shown",) if obj and not self.has_change_permission(request, obj) else ()

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_default)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing goes along: stories move to the default category, and the page says how many."""
        told = []
        for category in objs:
            stories = Article.objects.filter(category=category).count()
            moved = {
                "category": Category.objects.default().name,
                "articles": count_phrase(stories, Noun.ARTICLES),
            }
            told += [str(category), _("Will move to «%(category)s»: %(articles)s") % moved]
        return told, {}, set(), []

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        save_category(obj, by=actor(request))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A refusal leaves everything as it was and says why."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except CategoryRefused as refused:
            messages.error(request, str(refused))
            change = reverse("admin:articles_category_change", args=[object_id])
            return HttpResponseRedirect(change)

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        moved = delete_category(obj, by=actor(request))
        phrase = count_phrase(moved, Noun.ARTICLES)
        default = Category.objects.default()
        messages.info(
            request,
            _("Moved to «%(category)s»: %(articles)s")
            % {"category": default.name, "articles": phrase},
        )
