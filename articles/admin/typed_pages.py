"""What works on the story form as it stands, and the links for outsiders beside it."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles.admin import article_copy_desk, article_preview, article_readiness
from articles.models import Article

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Article]
else:
    _ModelAdmin = object


class TypedPages(_ModelAdmin):
    if TYPE_CHECKING:

        def _viewable(self, request: HttpRequest, article_id: int) -> Article: ...

    def typed_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("preview/", wrap(self.preview), name="articles_article_preview_new"),
            path("readiness/", wrap(self.readiness), name="articles_article_readiness_new"),
            path("<id:article_id>/preview/", wrap(self.preview), name="articles_article_preview"),
            path(
                "<id:article_id>/readiness/",
                wrap(self.readiness),
                name="articles_article_readiness",
            ),
            path("copy-desk/", wrap(self.copy_desk), name="articles_article_copy_desk_new"),
            path(
                "copy-desk/ignore/",
                wrap(self.ignore_mark),
                name="articles_article_ignore_mark_new",
            ),
            path(
                "<id:article_id>/copy-desk/",
                wrap(self.copy_desk),
                name="articles_article_copy_desk",
            ),
            path(
                "<id:article_id>/copy-desk/ignore/",
                wrap(self.ignore_mark),
                name="articles_article_ignore_mark",
            ),
            path(
                "<id:article_id>/preview-links/",
                wrap(self.preview_links),
                name="articles_article_preview_links",
            ),
            path(
                "<id:article_id>/preview-links/<id:link_id>/revoke/",
                wrap(self.revoke_preview_link),
                name="articles_article_revoke_preview",
            ),
        ]

    def _editable(self, request: HttpRequest, article_id: int) -> Article:
        article = self._viewable(request, article_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _typed_over(self, request: HttpRequest, article_id: int | None) -> Article | None:
        """The story whose form was sent; ``None``: a new one."""
        if article_id is not None:
            return self._editable(request, article_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return None

    def preview(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        if request.method == "POST":
            return article_preview.typed(request, self._typed_over(request, article_id), self)
        if article_id is None:
            return HttpResponseRedirect(reverse("admin:articles_article_add"))
        return article_preview.saved(request, self._viewable(request, article_id))

    def readiness(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return article_readiness.judge(request, self._typed_over(request, article_id), self)

    def copy_desk(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._typed_over(request, article_id)
        return article_copy_desk.check(request, article, self.admin_site)

    def ignore_mark(self, request: HttpRequest, article_id: int | None = None) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return article_copy_desk.decide(request, self._typed_over(request, article_id))

    def preview_links(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article = self._editable(request, article_id)
        return article_preview.links(request, article, self.admin_site)

    def revoke_preview_link(
        self, request: HttpRequest, article_id: int, link_id: int
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return article_preview.revoke(request, self._editable(request, article_id), link_id)
