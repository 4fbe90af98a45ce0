from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.comments.forms import CommentForm
from articles.comments.reading import approved_total, closed_notice
from articles.discussion import comments_state
from articles.models import Article
from articles.models.settings import CommentsState
from newsroom.markup import fill

register = template.Library()

# The newest ones; more than these are counted, not shown.
SHOWN = 200
EMPTY_FORM = CommentForm()
LABEL = '<label class="label" for="{}">{}</label>'


@register.simple_tag
def comment_count(article: Article) -> int | None:
    """How many comments readers see; ``None`` where they are hidden.

    Free where the view fetched the story ``with_discussion``, else one query.
    """
    if comments_state(article) == CommentsState.HIDDEN:
        return None
    return approved_total(article)


@register.inclusion_tag("comments/section.html", takes_context=True)
def comment_section(context: Context, article: Article, *, preview: bool = False) -> dict[str, Any]:
    """Count, form or notice, and the approved comments; nothing when hidden.

    One query, and none without comments, where the view fetched the story ``with_discussion``.

    A preview shows the form without letting it be sent.
    """
    state = comments_state(article)
    if state == CommentsState.HIDDEN:
        return {"hidden": True}
    total = approved_total(article)
    comments = list(article.comments.approved()[:SHOWN]) if total else []
    return {
        "article": article,
        "comments": comments,
        "total": total,
        "is_open": state == CommentsState.OPEN,
        "notice": closed_notice(article) if state == CommentsState.CLOSED else "",
        "form": EMPTY_FORM,
        "preview": preview,
        "site": context["site"],
        "now": context["now"],
    }


@register.simple_tag
def comment_field(form: CommentForm, name: str) -> SafeString:
    """Label, errors and widget; those of a form that nobody has filled in are always the same."""
    return _field(form[name]) if form.is_bound else _empty_field(name, get_language())


@cache
def _empty_field(name: str, language: str) -> SafeString:
    return _field(EMPTY_FORM[name])


def _field(field: BoundField) -> SafeString:
    label = fill(LABEL, field.id_for_label, field.label)
    return fill("{}\n{}{}", label, field.errors, field)
