from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.frontpage import arrangement


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {"front": arrangement.front_page(now), "now": now}
    return render(request, "articles/front_page.html", context)
