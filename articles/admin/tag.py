from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from articles import roles
from articles.admin.fields import TAG_LENGTH
from articles.models import Tag
from articles.naming import check_tag_name, delete_tag, save_tag
from newsroom.accounts.actor import actor
from newsroom.arabic.normalize import fold_tag
from newsroom.arabic.typography import clean_text, one_line
from newsroom.audit.model_admin import AuditedByVerbs

SUGGESTIONS = 8


class TagForm(forms.ModelForm[Tag]):
    class Meta:
        model = Tag
        fields = ("name", "slug")

    def clean_name(self) -> str:
        name = one_line(clean_text(self.cleaned_data["name"]))
        check_tag_name(Tag(pk=self.instance.pk, name=name))
        return name


@admin.register(Tag)
class TagAdmin(AuditedByVerbs, ModelAdmin[Tag]):
    form = TagForm
    nav_position = 80
    list_display = ("name",)
    search_fields = ("name", "folded")
    search_help_text = gettext_lazy("Without regard to hamzas and marks")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold_tag(search_term))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tags are born with the story that carries them."""
        return False

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        save_tag(obj, by=actor(request))

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        delete_tag(obj, by=actor(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("suggest/", wrap(self.suggest), name="articles_tag_suggest"),
            *super().get_urls(),
        ]

    def suggest(self, request: HttpRequest) -> HttpResponse:
        """Existing tags for what is being typed: «الامن» is offered «الأمن»."""
        if not roles.may_write(actor(request)):
            raise PermissionDenied
        typed = fold_tag(request.GET.get("q", "")[:TAG_LENGTH])
        found = Tag.objects.filter(folded__contains=typed) if typed else Tag.objects.none()
        ranked = sorted(found[:50], key=lambda tag: (not tag.folded.startswith(typed), tag.name))
        return JsonResponse({"tags": [tag.name for tag in ranked[:SUGGESTIONS]]})
