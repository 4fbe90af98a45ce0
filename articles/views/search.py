from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.views.paging import page_number, step
from newsroom.arabic.matching import Word, query_words
from newsroom.arabic.typography import clean_text, one_line

QUERY_LENGTH = 100
PAGE_SIZE = 20
LAST_PAGE = 50


class QueryField(forms.CharField):
    def to_python(self, value: Any) -> str:
        """Control and bidi characters come with pasted text: they are dropped, not refused."""
        return one_line(clean_text(super().to_python(value) or ""))


class SearchForm(forms.Form):
    q = QueryField(
        label=_("Words to search for"),
        required=False,
        max_length=QUERY_LENGTH,
        error_messages={
            "max_length": _("Too long: search for a few words, up to 100 characters in all.")
        },
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    words = query_words(query)
    found = step(found_stories(words), page_number(request), size=PAGE_SIZE, last=LAST_PAGE)
    path = f"{request.path}?{urlencode({'q': query})}"
    context = {"form": form, "query": query, "words": words, "page": found, "path": path}
    return render(request, "articles/search.html", context)


def found_stories(words: list[Word]) -> ArticleQuerySet:
    """Public stories that hold every word, newest first; none for no words."""
    stories = Article.objects.published().for_listing().newest_first()
    if not words:
        return stories.none()
    for word in words:
        stories = stories.filter(folded__contains=word.stem, folded__regex=word.pattern)
    return stories
