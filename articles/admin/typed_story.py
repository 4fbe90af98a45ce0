"""The story form as it stands on the screen: read, never saved."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.forms import WRITTEN, ArticleForm
from articles.content import Content
from articles.models import Article, Category, PublicationSettings
from newsroom.media.models import Photo


def typed_form(
    request: HttpRequest, article: Article | None, model_admin: ModelAdmin[Article]
) -> ArticleForm:
    form_class: Any = model_admin.get_form(request, article, change=article is not None)
    form: ArticleForm = form_class(request.POST, instance=article)
    return form


def content_of(form: ArticleForm) -> Content:
    """As far as it can be read: what is not valid counts as not written."""
    known: Mapping[str, Any] = form.initial
    if form.is_bound:
        form.is_valid()
        known = form.cleaned_data
    photo = known.get("lead_photo")
    written: dict[str, Any] = {name: known.get(name) or "" for name in WRITTEN}
    return Content(
        **written,
        category=known.get("category") or Category.objects.default(),
        authors=tuple(known.get("authors") or ()),
        lead_photo=credited(photo, form.data.get("photo_credit", "")),
    )


def credited(photo: Photo | None, typed: str) -> Photo | None:
    """With the credit that saving the form would write at a photo that has none."""
    if photo is not None and not photo.credit:
        photo.credit = typed.strip()
    return photo


def unsaved_story() -> Article:
    """Of nobody yet: its number belongs to no story, so nothing is found that refers to it."""
    return Article(
        pk=0,
        created_at=timezone.now(),
        comments_state=PublicationSettings.load().new_article_comments,
    )
