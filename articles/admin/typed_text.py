"""What the story form sends, as plain values: kept without being saved, and put back into it."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, QueryDict

from articles.admin.forms import WRITTEN, ArticleForm
from articles.content import SCALARS, Content
from articles.models import Article, Category

CHOSEN = ("category", "categories", "authors", "lead_photo", "tags")
FIELDS = (*WRITTEN, *CHOSEN, "photo_credit", "reply_to")
"""Not whether comments are open: an old text that comes back must not open them again."""

Typed = dict[str, list[str]]


def typed_in(post: QueryDict) -> Typed:
    return {name: post.getlist(name) for name in FIELDS if name in post}


def form_of(
    request: HttpRequest, typed: Typed, article: Article | None, model_admin: ModelAdmin[Article]
) -> ArticleForm:
    """The form as if it had sent this."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, [str(value) for value in values])
    form_class: Any = model_admin.get_form(request, article, change=article is not None)
    form: ArticleForm = form_class(data, instance=article)
    form.is_valid()
    return form


def initial_of(form: ArticleForm) -> dict[str, Any]:
    """For a form that is shown again: words as they were typed, choices where they still exist."""
    initial: dict[str, Any] = {}
    for name in FIELDS:
        if name not in form.fields:
            continue
        if name in CHOSEN:
            if name in form.cleaned_data:
                initial[name] = form.cleaned_data[name]
            elif name == "tags":
                initial[name] = form.data.get(name, "")
        elif name in form.data:
            initial[name] = form.data[name]
    return initial


def content_of(form: ArticleForm) -> Content:
    """What it would save; a choice that is not valid counts as not made.

    Raises ContentRefused.
    """
    cleaned = form.cleaned_data
    written = {name: cleaned.get(name, form.data.get(name, "")) or "" for name in SCALARS}
    return Content.from_form(
        {
            **written,
            "category": cleaned.get("category") or Category.objects.default(),
            **{name: cleaned.get(name) or () for name in ("categories", "authors", "tags")},
            "lead_photo": cleaned.get("lead_photo"),
        }
    )
