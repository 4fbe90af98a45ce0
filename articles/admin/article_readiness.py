"""The list «Ready to publish?» of the story form: with the page, and while one types."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles import readiness
from articles.admin.forms import ArticleForm
from articles.admin.typed_story import content_of, typed_form
from articles.content import Content
from articles.models import Article
from articles.readiness import Finding

PUBLISHING = ("_publish", "_schedule", "_update")


def findings_of(form: ArticleForm, article: Article | None) -> list[Finding]:
    return readiness.findings(content_of(form), article.pk if article else None)


@never_cache
def judge(
    request: HttpRequest, article: Article | None, model_admin: ModelAdmin[Article]
) -> HttpResponse:
    """The list for what stands in the form, as a piece of its page."""
    found = findings_of(typed_form(request, article, model_admin), article)
    return render(request, "admin/articles/article/readiness_list.html", {"readiness": found})


def report_left_out(request: HttpRequest, article: Article, content: Content) -> None:
    """After publishing: what was missing and did not stop it."""
    if any(verb in request.POST for verb in PUBLISHING):
        found = readiness.findings(content, article.pk)
        if found:
            messages.warning(request, " ".join(str(finding.message) for finding in found))
